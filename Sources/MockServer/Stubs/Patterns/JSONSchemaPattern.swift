import JSON

/// What `matchesJsonSchema` wants.
struct JSONSchemaPattern: Sendable {
  let text: String

  func fits(_ value: JSONValue) -> Bool { false }
}
