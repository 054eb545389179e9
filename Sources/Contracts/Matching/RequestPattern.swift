public import HTTPMessage
import JSON

/// The request that a contract describes: an example to send, and rules for what else will do.
public struct RequestPattern: Sendable {
  public let method: String
  /// Percent-encoded, as it is sent.
  public let path: String
  let query: NamedValues
  /// Names of parameters that may be absent.
  var optionalQuery: [String] = []
  var headers: [HeaderPattern]
  var body: BodyPattern
  let matching: MessageRules
  let generators: MessageGenerators

  /// Every rule list with its place.
  public var rules: [RuleUse] { matching.uses }

  /// Each way in which `request` is another than the contract describes.
  ///
  /// Requests are strict: query parameters and body members that the contract lacks are mismatches.
  public func mismatches(with request: HTTPRequest) -> [Mismatch] {
    methodMismatches(request.method.name)
      + pathMismatches(String(decoding: request.target.path, as: UTF8.self))
      + query.mismatches(
        with: NamedValues(request.target.queryItems),
        rules: NamedValues.RuleLookup { name in matching.query(name) }, optional: optionalQuery,
        allowsOthers: false
      ) { Mismatch(.query, at: $0, rule: $1, $2) }
      + HeaderPattern.mismatches(headers, with: request.fields, matching)
      + body.mismatches(
        with: request.body, type: request.fields[.contentType], rules: matching.body,
        isStrict: true)
  }

  private func methodMismatches(_ actual: String) -> [Mismatch] {
    if let list = matching.method {
      return list.complaints { rule in
        rule.objection(toText: actual, example: method).map {
          [Mismatch(.method, rule: rule.name, $0)]
        } ?? []
      }
    }
    return actual.uppercased() == method.uppercased()
      ? [] : [Mismatch(.method, Difference(expected: method, actual: actual))]
  }

  private func pathMismatches(_ actual: String) -> [Mismatch] {
    if let list = matching.path {
      return list.complaints { rule in
        rule.objection(toText: actual, example: path).map {
          [Mismatch(.path, rule: rule.name, $0)]
        } ?? []
      }
    }
    return actual.utf8.elementsEqual(path.utf8)
      ? [] : [Mismatch(.path, Difference(text: path, actual))]
  }

  /// The request to send: the contract's values, percent-encoded where they must be.
  public var example: HTTPRequest {
    HTTPRequest(
      method: HTTPMethod(method.uppercased()), target: path + query.encoded,
      fields: HeaderPattern.fields(headers, body), body: body.example)
  }
}

/// The lines of one header that a contract wants.
struct HeaderPattern: Sendable {
  let name: String
  let lines: [String]
  /// Whether it may be absent.
  var isOptional = false

  static func mismatches(
    _ patterns: [HeaderPattern], with fields: HTTPFields, _ rules: MessageRules
  ) -> [Mismatch] {
    patterns.flatMap { pattern -> [Mismatch] in
      let lines = fields[values: HTTPFieldName(pattern.name)]
      if pattern.isOptional, lines.isEmpty { return [] }
      return HeaderComparison(
        name: pattern.name, expected: pattern.lines, rules: rules.header(pattern.name)
      ).mismatches(with: lines)
    }
  }

  /// The lines to send, with the body object's type when no header tells one.
  static func fields(_ patterns: [HeaderPattern], _ body: BodyPattern) -> HTTPFields {
    var fields = HTTPFields()
    for pattern in patterns {
      for line in pattern.lines { fields.append(HTTPFieldName(pattern.name), line) }
    }
    if let type = body.ownType, fields.value(.contentType) == nil {
      fields.append(.contentType, type)
    }
    return fields
  }
}

extension MessageRules {
  func query(_ name: String) -> RuleList? {
    query.last { $0.name.utf8.elementsEqual(name.utf8) }?.list
  }

  /// Header names have no case.
  func header(_ name: String) -> RuleList? {
    header.last { HTTPFieldName($0.name) == HTTPFieldName(name) }?.list
  }
}

extension NamedValues {
  /// `?a=1&a=2`; empty without entries.
  var encoded: String {
    let pairs = entries.flatMap { entry in
      entry.values.map { Self.encode(entry.name) + "=" + Self.encode($0) }
    }
    return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
  }

  private static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
