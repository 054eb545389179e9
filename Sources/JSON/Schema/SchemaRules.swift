/// The form of schemas, as schemas: what a schema must fit before it is compiled, and what a reference
/// to a draft's own URI means.
extension JSONSchema {
  static func rules(of draft: Draft) -> JSONSchema { draft == .draft7 ? rules7 : rules2020 }

  /// The rules under a draft's URI.
  static func text(ofRulesAt uri: String) -> JSONValue? { Draft(uri: uri).map(rules(as:)) }

  private static let rules7 = compiled(.draft7)
  private static let rules2020 = compiled(.draft2020)

  private static func compiled(_ draft: Draft) -> JSONSchema {
    do throws(JSONSchemaError) {
      return try JSONSchema(unchecked: rules(as: draft), draft: draft)
    } catch {
      preconditionFailure("the rules of schemas are none: \(error)")
    }
  }

  private static func rules(as draft: Draft) -> JSONValue {
    let definitions = draft == .draft7 ? "definitions" : "$defs"
    func definition(_ name: String) -> JSONValue {
      ["$ref": .string("#/\(definitions)/\(name)")]
    }
    var properties = JSONObject()
    func add(_ names: [String], _ schema: JSONValue) {
      for name in names { properties[name] = schema }
    }
    let itself: JSONValue = ["$ref": "#"]
    let map: JSONValue = ["type": "object", "additionalProperties": itself]
    let list = definition("schemas")
    let names = definition("names")
    add(
      ["$id", "$schema", "$ref", "$comment", "title", "description", "format", "pattern"],
      ["type": "string"])
    add(["contentMediaType", "contentEncoding"], ["type": "string"])
    add(["readOnly", "writeOnly", "uniqueItems"], ["type": "boolean"])
    add(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], ["type": "number"])
    add(["multipleOf"], ["type": "number", "exclusiveMinimum": 0])
    add(
      ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"],
      definition("count"))
    add(["required"], names)
    add(["type"], definition("types"))
    add(["enum", "examples"], ["type": "array"])
    add(["allOf", "anyOf", "oneOf"], list)
    add(
      [
        "not", "if", "then", "else", "contains", "additionalItems", "additionalProperties",
        "propertyNames",
      ], itself)
    add(["properties", "patternProperties", "definitions"], map)
    add(
      ["dependencies"],
      ["type": "object", "additionalProperties": ["anyOf": .array([itself, names])]])
    if draft == .draft7 {
      add(["items"], ["anyOf": .array([itself, list])])
    } else {
      add(["items", "unevaluatedItems", "unevaluatedProperties", "contentSchema"], itself)
      add(["prefixItems"], list)
      add(["minContains", "maxContains"], definition("count"))
      add(["dependentSchemas", "$defs"], map)
      add(["dependentRequired"], ["type": "object", "additionalProperties": names])
      add(
        ["$anchor", "$dynamicAnchor"],
        ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9._-]*$"])
      add(["$dynamicRef"], ["type": "string"])
      add(["$vocabulary"], ["type": "object"])
      add(["deprecated"], ["type": "boolean"])
    }
    return .object(
      JSONObject([
        .init(key: "type", value: ["object", "boolean"]),
        .init(key: "properties", value: .object(properties)),
        .init(
          key: definitions,
          value: [
            "count": ["type": "integer", "minimum": 0],
            "names": ["type": "array", "items": ["type": "string"], "uniqueItems": true],
            "schemas": ["type": "array", "minItems": 1, "items": itself],
            "type": [
              "enum": ["array", "boolean", "integer", "null", "number", "object", "string"]
            ],
            "types": [
              "anyOf": [
                definition("type"),
                ["type": "array", "minItems": 1, "uniqueItems": true, "items": definition("type")],
              ]
            ],
          ]),
      ]))
  }
}
