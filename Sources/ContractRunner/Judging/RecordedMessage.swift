import HTTPMessage
import JSON

/// One half of a recorded exchange, in any of the spellings that are in use.
struct RecordedMessage {
  let members: JSONObject
  /// `request` or `response`, for messages.
  let what: String
  let entry: RecordedEntry

  func request() throws(RecordingError) -> HTTPRequest {
    guard let method = members["method"]?.string, !method.isEmpty else {
      throw entry.error("a recorded request needs a \"method\", a string")
    }
    let fields = try fields()
    return HTTPRequest(
      method: HTTPMethod(method), target: try target(), fields: fields, body: try body(fields))
  }

  func response() throws(RecordingError) -> HTTPResponse {
    guard let status = members["status"]?.int, (100...599).contains(status) else {
      throw entry.error("a recorded response needs a \"status\" from 100 to 599")
    }
    let fields = try fields()
    return HTTPResponse(status: HTTPStatus(status), fields: fields, body: try body(fields))
  }

  // MARK: Target

  /// The target as it was sent where the recording has it, else path and query.
  private func target() throws(RecordingError) -> String {
    for name in ["raw_target", "target", "url"] {
      guard let text = members[name]?.string else { continue }
      // A fragment is never sent.
      return HTTPTarget(String(text.prefix { $0 != "#" })).pathAndQuery
    }
    guard let path = members["path"]?.string, !path.isEmpty else {
      throw entry.error("a recorded request needs a \"path\" or a \"url\", a string")
    }
    let query = try query()
    return query.isEmpty ? path : path + (path.contains("?") ? "&" : "?") + query
  }

  /// Text as it was sent, or names with values.
  private func query() throws(RecordingError) -> String {
    switch members["query"] {
    case nil, .null: return ""
    case .string(let text): return text.hasPrefix("?") ? String(text.dropFirst()) : text
    case let pairs?:
      return try Self.pairs(pairs, "query", entry).map { name, value in
        PercentCoding.encode(name) + "=" + PercentCoding.encode(value)
      }.joined(separator: "&")
    }
  }

  // MARK: Headers

  private func fields() throws(RecordingError) -> HTTPFields {
    var fields = HTTPFields()
    switch members["headers"] {
    case nil, .null: break
    case let headers?:
      for (name, value) in try Self.pairs(headers, "headers", entry) where !name.hasPrefix(":") {
        fields.append(HTTPFieldName(name), value)
      }
    }
    return fields
  }

  /// An object of values or lists of them, an array of pairs, or one of objects with `name` and
  /// `value`.
  private static func pairs(
    _ value: JSONValue, _ what: String, _ entry: RecordedEntry
  ) throws(RecordingError) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    switch value {
    case .object(let object):
      for member in object.members {
        for item in member.value.array ?? [member.value] { pairs.append((member.key, text(item))) }
      }
    case .array(let items):
      for item in items {
        if let name = item["name"]?.string {
          pairs.append((name, item["value"].map(text) ?? ""))
        } else if let name = item[0]?.string, let value = item[1] {
          pairs.append((name, text(value)))
        } else {
          throw entry.error("\"\(what)\" holds \(item), which is no pair of name and value")
        }
      }
    default:
      throw entry.error("\"\(what)\" must be an object or an array, found \(value.typeName)")
    }
    return pairs
  }

  private static func text(_ value: JSONValue) -> String { value.string ?? value.description }

  // MARK: Body

  private func body(_ fields: HTTPFields) throws(RecordingError) -> [UInt8] {
    if let encoded = members["body_base64"]?.string { return try decoded(encoded) }
    if let content = (members["content"] ?? members["postData"])?.object {
      guard let text = content["text"]?.string else { return form(content["params"]) }
      return content["encoding"]?.string == "base64" ? try decoded(text) : Array(text.utf8)
    }
    switch members["body"] {
    case nil: return []
    case .null: return length(fields) == 4 && isJSON(fields) ? Array("null".utf8) : []
    case .string(let text): return bytes(of: text, fields)
    case let value?: return JSONWriter.compact(value)
    }
  }

  /// Text is what was sent. Where that can't be, it is a JSON string that the recorder has read.
  private func bytes(of text: String, _ fields: HTTPFields) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard isJSON(fields), !bytes.isEmpty, length(fields) != bytes.count,
      (try? JSONReader.value(of: bytes)) == nil
    else { return bytes }
    return JSONWriter.compact(.string(text))
  }

  private func isJSON(_ fields: HTTPFields) -> Bool {
    guard let type = fields[.contentType]?.prefix(while: { $0 != ";" }).lowercased() else {
      return false
    }
    return type.hasSuffix("/json") || type.hasSuffix("+json")
  }

  private func length(_ fields: HTTPFields) -> Int? { fields[.contentLength].flatMap { Int($0) } }

  private func decoded(_ text: String) throws(RecordingError) -> [UInt8] {
    guard let bytes = Base64.decode(text) else {
      throw entry.error("the body of the \(what) is no base64 text")
    }
    return bytes
  }

  /// The parameters of a form, which HAR may give instead of its text.
  private func form(_ params: JSONValue?) -> [UInt8] {
    let pairs = params?.array?.compactMap { item -> String? in
      guard let name = item["name"]?.string else { return nil }
      return PercentCoding.encode(name) + "="
        + PercentCoding.encode(item["value"]?.string ?? "")
    }
    return Array((pairs ?? []).joined(separator: "&").utf8)
  }
}
