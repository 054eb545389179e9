package import JSON

/// Puts together what is sent.
extension JSONObject {
  /// Adds nothing for nil.
  package mutating func set(_ key: String, _ value: String?) {
    if let value { self[key] = .string(value) }
  }

  package mutating func set(_ key: String, _ value: Int?) {
    if let value { self[key] = .number(JSONNumber(value)) }
  }

  package mutating func set(_ key: String, _ value: Bool?) {
    if let value { self[key] = .bool(value) }
  }

  package mutating func set(_ key: String, _ elements: [JSONValue]?) {
    if let elements { self[key] = .array(elements) }
  }
}

extension String {
  /// An address as paths are added to it.
  package var withoutSlashAtEnd: String {
    var text = self[...]
    while text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}
