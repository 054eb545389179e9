import JSON

/// What `matchesJsonSchema` wants.
struct JSONSchemaPattern: Sendable {
  let schema: JSONSchema

  func fits(_ value: JSONValue) -> Bool { schema.isValid(value) }

  /// Why a value does not fit.
  func told(of value: JSONValue) -> String { schema.failure(of: value)?.description ?? "it fits" }
}
