import HTTPMessage
import HTTPTransport
import JSON

/// What a call asks of the database service.
struct Call: Sendable {
  var method: HTTPMethod
  /// Below the endpoint, not encoded.
  var path: [String]
  var query = Query()
  var body: JSONValue?

  static func get(_ path: String..., query: Query = Query()) -> Call {
    Call(method: .get, path: path, query: query)
  }
  static func delete(_ path: String..., query: Query = Query()) -> Call {
    Call(method: .delete, path: path, query: query)
  }
  static func post(_ path: String..., body: JSONValue? = nil) -> Call {
    Call(method: .post, path: path, body: body)
  }
  static func put(_ path: String..., body: JSONValue) -> Call {
    Call(method: .put, path: path, body: body)
  }
  static func patch(_ path: String..., body: JSONValue) -> Call {
    Call(method: .patch, path: path, body: body)
  }

  /// The address of the call.
  ///
  /// - Throws: for a path segment that would make it another address: an empty one, `.` and `..`.
  ///   Deleting the instance `""` would else ask to delete all of them.
  func url(at endpoint: String) throws(TroveError) -> String {
    var url = endpoint
    for segment in path {
      guard !["", ".", ".."].contains(segment) else {
        let reason = "\"\(segment)\" names nothing; it can't be part of a path"
        throw .transport(
          .unsendable(reason), call: "\(method) /" + path.joined(separator: "/"))
      }
      url += "/" + PercentEncoding.encode(segment)
    }
    return query.text.isEmpty ? url : "\(url)?\(query.text)"
  }
}

/// The query of a call, in the order in which its parts were added.
struct Query: Sendable {
  private(set) var text = ""

  /// The part that pages a list.
  init(limit: Int? = nil, marker: Marker? = nil) {
    add("limit", limit.map { "\($0)" })
    switch marker {
    case .plain(let text): add("marker", text)
    case .quoted(let text): addEncoded("marker", PercentEncoding.completed(text))
    case nil: break
    }
  }

  /// Adds nothing for nil.
  mutating func add(_ name: String, _ value: String?) {
    if let value { addEncoded(name, PercentEncoding.encode(value)) }
  }

  /// As Python writes it: `True` or `False`.
  mutating func add(_ name: String, _ value: Bool?) {
    add(name, value.map { $0 ? "True" : "False" })
  }

  private mutating func addEncoded(_ name: String, _ value: String) {
    text += (text.isEmpty ? "" : "&") + "\(name)=\(value)"
  }
}

/// Where a page begins.
enum Marker: Sendable {
  /// As the service means it.
  case plain(String)
  /// Percent-encoded once, as a list of users has it: the service quotes it twice in its links, and
  /// once is undone on reading them (the Trove sheet, section 3.1).
  case quoted(String)

  static func plain(_ text: String?) -> Marker? { text.map { .plain($0) } }
  static func quoted(_ text: String?) -> Marker? { text.map { .quoted($0) } }
}

enum PercentEncoding {
  /// With all but RFC 3986's unreserved characters encoded.
  static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 { append(byte, to: &encoded) }
    return encoded
  }

  /// The same, but escapes that are there already stay as they are.
  static func completed(_ text: String) -> String {
    var encoded = ""
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, rest.prefix(2).allSatisfy(isHexadecimal) {
        encoded += "%" + String(decoding: rest.prefix(2), as: UTF8.self)
        rest = rest.dropFirst(2)
      } else {
        append(byte, to: &encoded)
      }
    }
    return encoded
  }

  private static func append(_ byte: UInt8, to text: inout String) {
    if isUnreserved(byte) {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      let digits = String(byte, radix: 16, uppercase: true)
      text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
