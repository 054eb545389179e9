import Contracts
import HTTPMessage
import JSON

/// The functions that templates call.
enum TemplateHelpers {
  typealias Options = [String: TemplateValue]
  typealias Helper =
    @Sendable (
      _ arguments: [TemplateValue], _ options: Options, _ renderer: inout TemplateRenderer
    ) throws(TemplateFailure) -> TemplateValue

  private static let pureBlocks: Set<String> = ["each", "with", "if", "unless", "assign"]
  /// Those that as a block work on what the block gives.
  private static let filters: Set<String> = [
    "trim", "upper", "lower", "capitalize", "base64", "urlEncode",
  ]
  private static let all: [String: Helper] = textHelpers.merging(
    valueHelpers.merging(chanceHelpers) { $1 }.merging(timeHelpers) { $1 }
  ) { $1 }

  static let valueNames = Array(all.keys)
  static let blockNames = valueNames + pureBlocks

  static func isValue(_ name: String) -> Bool { all[name] != nil }
  static func isFilter(_ name: String) -> Bool { filters.contains(name) }
  static func isBlock(_ name: String) -> Bool { pureBlocks.contains(name) || isValue(name) }

  static func value(
    _ name: String, _ arguments: [TemplateValue], _ options: Options,
    _ renderer: inout TemplateRenderer
  ) throws(TemplateFailure) -> TemplateValue {
    guard let helper = all[name] else { throw TemplateFailure("there is no helper \(name)") }
    return try helper(arguments, options, &renderer)
  }

  static func first(
    _ arguments: [TemplateValue], _ name: String
  ) throws(TemplateFailure) -> TemplateValue {
    guard let value = arguments.first else { throw TemplateFailure("\(name) needs a value") }
    return value
  }

  // MARK: Text

  private static func onText(
    _ name: String, _ change: @escaping @Sendable (String) -> String
  ) -> Helper {
    { arguments, _, _ throws(TemplateFailure) in .text(change(try first(arguments, name).text)) }
  }

  private static func pattern(
    _ value: TemplateValue
  ) throws(TemplateFailure) -> TextPattern {
    do throws(TextPattern.Malformed) {
      return try TextPattern(value.text)
    } catch {
      throw TemplateFailure("not a regular expression: \(error.reason)")
    }
  }

  private static let textHelpers: [String: Helper] = [
    "trim": onText("trim") { text in
      let rest = text.drop { $0.isWhitespace }
      return String(rest.prefix(rest.count - rest.reversed().prefix { $0.isWhitespace }.count))
    },
    "upper": onText("upper") { $0.uppercased() },
    "lower": onText("lower") { $0.lowercased() },
    "capitalize": onText("capitalize") { $0.prefix(1).uppercased() + $0.dropFirst() },
    "base64": { arguments, options, _ throws(TemplateFailure) in
      let text = try first(arguments, "base64").text
      guard options["decode"]?.isTrue == true else {
        let encoded = Base64.encode(text.utf8)
        let isPadded = options["padding"]?.isTrue ?? true
        return .text(isPadded ? encoded : String(encoded.prefix { $0 != "=" }))
      }
      guard let bytes = Base64.decode(text) else { throw TemplateFailure("not base 64") }
      return .text(String(decoding: bytes, as: UTF8.self))
    },
    "urlEncode": { arguments, options, _ throws(TemplateFailure) in
      let text = try first(arguments, "urlEncode").text
      return .text(
        options["decode"]?.isTrue == true
          ? PathText.decoded(text.replacing("+", with: " ")) : PercentCoding.encode(text))
    },
    "replace": { arguments, _, _ throws(TemplateFailure) in
      guard arguments.count == 3, !arguments[1].text.isEmpty else {
        throw TemplateFailure("replace needs a text, what to replace, and by what")
      }
      return .text(arguments[0].text.replacing(arguments[1].text, with: arguments[2].text))
    },
    "substring": { arguments, _, _ throws(TemplateFailure) in
      let text = try first(arguments, "substring").text
      let start = max(0, arguments.dropFirst().first?.json.int ?? 0)
      let end = arguments.dropFirst(2).first?.json.int ?? text.count
      return .text(String(text.prefix(max(0, end)).dropFirst(start)))
    },
    "split": { arguments, _, _ throws(TemplateFailure) in
      guard arguments.count == 2, !arguments[1].text.isEmpty else {
        throw TemplateFailure("split needs a text and a separator")
      }
      return .json(
        .array(arguments[0].text.split(separator: arguments[1].text).map { .string(String($0)) }))
    },
    // A list and a separator, or several values and then a separator.
    "join": { arguments, options, _ throws(TemplateFailure) in
      let list = try first(arguments, "join")
      var texts = list.elements.map(\.value.text)
      if arguments.count > 2 || (arguments.count == 2 && list.json.array == nil && texts.isEmpty) {
        texts = arguments.dropLast().map(\.text)
      }
      let separator = arguments.count > 1 ? arguments[arguments.count - 1].text : ","
      let (start, end) = (options["prefix"]?.text ?? "", options["suffix"]?.text ?? "")
      return .text(start + texts.joined(separator: separator) + end)
    },
    "regexExtract": { arguments, options, renderer throws(TemplateFailure) in
      guard arguments.count >= 2 else {
        throw TemplateFailure("regexExtract needs a text and an expression")
      }
      guard let groups = try pattern(arguments[1]).firstMatch(in: arguments[0].text) else {
        if let other = options["default"] { return other }
        throw TemplateFailure("nothing matched \(arguments[1].text)")
      }
      guard arguments.count > 2 else { return .text(groups.first.flatMap(\.self) ?? "") }
      renderer.assign(
        arguments[2].text,
        .json(.array(groups.dropFirst().map { $0.map { .string($0) } ?? .null })))
      return .nothing
    },
  ]

  // MARK: Values

  private static func compared(
    _ name: String, _ relation: @escaping @Sendable (TemplateValue, TemplateValue) -> Bool
  ) -> Helper {
    { arguments, _, _ throws(TemplateFailure) in
      guard arguments.count >= 2 else { throw TemplateFailure("\(name) needs two values") }
      return .json(.bool(relation(arguments[0], arguments[1])))
    }
  }

  private static func isEqual(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
    left.text == right.text
  }

  private static func number(_ value: TemplateValue) -> Double { Double(value.text) ?? .nan }

  private static let valueHelpers: [String: Helper] = [
    "eq": compared("eq", isEqual),
    "neq": compared("neq") { !isEqual($0, $1) },
    "gt": compared("gt") { number($0) > number($1) },
    "gte": compared("gte") { number($0) >= number($1) },
    "lt": compared("lt") { number($0) < number($1) },
    "lte": compared("lte") { number($0) <= number($1) },
    "contains": compared("contains") { container, wanted in
      switch container {
      case .json(.array), .values: container.elements.contains { isEqual($0.value, wanted) }
      default: container.text.contains(wanted.text)
      }
    },
    "matches": { arguments, _, _ throws(TemplateFailure) in
      guard arguments.count == 2 else {
        throw TemplateFailure("matches needs a text and an expression")
      }
      return .json(.bool(try pattern(arguments[1]).matches(arguments[0].text)))
    },
    "and": { arguments, _, _ throws(TemplateFailure) in
      .json(.bool(arguments.allSatisfy(\.isTrue)))
    },
    "or": { arguments, _, _ throws(TemplateFailure) in
      .json(.bool(arguments.contains(where: \.isTrue)))
    },
    "not": { arguments, _, _ throws(TemplateFailure) in
      .json(.bool(!(try first(arguments, "not").isTrue)))
    },
    "size": { arguments, _, _ throws(TemplateFailure) in
      let value = try first(arguments, "size")
      return .json(.number(JSONNumber(value.json.string?.count ?? value.elements.count)))
    },
    "lookup": { arguments, _, renderer throws(TemplateFailure) in
      guard arguments.count == 2 else { throw TemplateFailure("lookup needs a value and a name") }
      return arguments[0].member(arguments[1].text, of: renderer.request, renderer.pathVariables)
        ?? .nothing
    },
    "array": { arguments, _, _ throws(TemplateFailure) in .json(.array(arguments.map(\.json))) },
    "range": { arguments, _, _ throws(TemplateFailure) in
      guard arguments.count == 2, let from = arguments[0].json.int, let to = arguments[1].json.int,
        from <= to, to - from <= 10_000
      else {
        throw TemplateFailure("range needs two whole numbers, of at most 10000 between them")
      }
      return .json(.array((from...to).map { .number(JSONNumber($0)) }))
    },
    "val": { arguments, options, renderer throws(TemplateFailure) in
      let given = try first(arguments, "val")
      let value = given.isTrue ? given : options["or"] ?? given
      guard let name = options["assign"]?.text else { return value }
      renderer.assign(name, value)
      return .nothing
    },
    "parseJson": { arguments, _, renderer throws(TemplateFailure) in
      let value = TemplateValue.json(try parsed(try first(arguments, "parseJson").text))
      guard arguments.count > 1 else { return value }
      renderer.assign(arguments[1].text, value)
      return .nothing
    },
    // The fields of a form, one name with one value or several.
    "formData": { arguments, options, renderer throws(TemplateFailure) in
      let text = try first(arguments, "formData").text
      let isDecoded = options["urlDecode"]?.isTrue ?? false
      let pairs = text.split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let (name, value) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        return (
          name: PathText.decoded(name.replacing("+", with: " ")),
          value: isDecoded ? PathText.decoded(value.replacing("+", with: " ")) : value
        )
      }
      let value = TemplateValue.names(pairs, ignoresCase: false)
      guard arguments.count > 1 else { return value }
      renderer.assign(arguments[1].text, value)
      return .nothing
    },
    "toJson": { arguments, _, _ throws(TemplateFailure) in
      .text(try first(arguments, "toJson").json.description)
    },
    "jsonPath": { arguments, options, _ throws(TemplateFailure) in
      guard arguments.count >= 2 else { throw TemplateFailure("jsonPath needs a text and a path") }
      let document: JSONValue
      switch arguments[0] {
      case .json(.string(let text)): document = try parsed(text)
      case let value: document = value.json
      }
      let results: [JSONValue]
      let isOne: Bool
      do {
        let path = try JSONPath(arguments[1].text)
        results = try path.values(in: document)
        isOne = !["*", "..", ",", ":", "?"].contains { path.text.contains($0) }
      } catch {
        throw TemplateFailure("jsonPath \(arguments[1].text): \(error)")
      }
      if results.isEmpty, let other = options["default"] { return other }
      return .json(isOne ? results.first ?? .null : .array(results))
    },
    "math": { arguments, _, _ throws(TemplateFailure) in
      guard arguments.count == 3 else { throw TemplateFailure("math needs two numbers around +") }
      return try TemplateMath.result(arguments[0].text, arguments[1].text, arguments[2].text)
    },
  ]

  private static func parsed(_ text: String) throws(TemplateFailure) -> JSONValue {
    do throws(JSONError) {
      return try JSONReader.value(of: Array(text.utf8))
    } catch {
      throw TemplateFailure("not JSON: \(error)")
    }
  }
}
