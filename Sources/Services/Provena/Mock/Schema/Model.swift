import JSON
import MockServer

/// A model of the service, as a schema of its OpenAPI document describes it.
struct Model: Sendable {
  /// In the order in which the service looks at them.
  let fields: [Field]
  let forbidsOthers: Bool
  let rules: [FieldRule]
  /// Whether the rules are looked at although a field is wrong.
  let checksRulesAlways: Bool

  struct Field: Sendable {
    let name: String
    let kind: Kind
    let isRequired: Bool
    /// What an absent field is; null for one that may be null.
    let usual: JSONValue

    var mayBeNull: Bool { !isRequired && usual == .null }
  }

  /// What a field may hold.
  indirect enum Kind: Sendable {
    case text(TextRule)
    case integer(least: Int?, most: Int?)
    case flag
    case choice([String])
    case model(String)
    case list(Kind)
    case dictionary(Kind)
    case anyObject
  }
}

/// What a text must be.
struct TextRule: Sendable {
  var least: Int?
  var most: Int?
  var form = Form.any

  enum Form: Sendable {
    case any
    case date
    /// With the schemes it may have; nil for any.
    case url([String]?)
    /// A number above zero, with the message for others.
    case decimal(String)
    /// An ISO 8601 duration, with the message for others.
    case duration(String)
  }
}

/// The models that request bodies are checked by.
struct Models: Sendable {
  private var models: [String: Model] = [:]
  private let schemas: [String: FixtureNode]

  private static let prefix = "#/components/schemas/"

  init(_ schemas: FixtureNode) throws(FixtureError) {
    self.schemas = Dictionary(
      try schemas.members().map { ($0.key, $0.node) }, uniquingKeysWith: { $1 })
  }

  subscript(name: String) -> Model? { models[name] }

  /// Reads the model that a reference leads to, with all that it refers to; gives its name.
  mutating func read(_ reference: FixtureNode) throws(FixtureError) -> String {
    guard case .model(let name) = try kind(reference) else {
      throw reference.error("expected a reference to a schema of type object")
    }
    return name
  }

  mutating func kind(_ node: FixtureNode) throws(FixtureError) -> Model.Kind {
    try node.object { object throws(FixtureError) in try kind(&object) }
  }

  private mutating func kind(_ object: inout FixtureObject) throws(FixtureError) -> Model.Kind {
    for name in ["nullable", "default", "description", "example", "pattern"] {
      _ = object.optional(name)
    }
    if let reference = object.optional("$ref") { return try referred(reference) }
    // The form of a reference that may be null.
    if let only = try object.optional("allOf")?.array().first { return try kind(only) }
    let type = try object.required("type")
    switch try type.string() {
    case "string": return .text(try Self.textRule(&object))
    case "integer":
      return .integer(
        least: try object.optional("minimum")?.int(), most: try object.optional("maximum")?.int())
    case "boolean": return .flag
    case "array": return .list(try kind(try object.required("items")))
    case "object":
      return try object.optional("additionalProperties").map { node throws(FixtureError) in
        .dictionary(try kind(node))
      } ?? .anyObject
    default: throw type.error("expected string, integer, boolean, array or object")
    }
  }

  private mutating func referred(_ reference: FixtureNode) throws(FixtureError) -> Model.Kind {
    let text = try reference.string()
    let name = String(text.dropFirst(Self.prefix.count))
    guard text.hasPrefix(Self.prefix), let schema = schemas[name] else {
      throw reference.error("there is no schema \(text)")
    }
    if schema.value["enum"] != nil {
      return .choice(
        try schema.object { object throws(FixtureError) in
          _ = object.optional("type")
          return try object.required("enum").strings()
        })
    }
    if models[name] == nil { models[name] = try model(schema) }
    return .model(name)
  }

  private mutating func model(_ node: FixtureNode) throws(FixtureError) -> Model {
    try node.object { object throws(FixtureError) in
      for name in ["type", "description"] { _ = object.optional(name) }
      let required = try object.optional("required")?.strings() ?? []
      var fields: [Model.Field] = []
      for (name, property) in try object.required("properties").members() {
        fields.append(
          Model.Field(
            name: name, kind: try kind(property), isRequired: required.contains(name),
            usual: property.value["default"] ?? .null))
      }
      var rules: [FieldRule] = []
      for rule in try object.optional("x-rules")?.array() ?? [] {
        rules.append(try FieldRule(rule))
      }
      return Model(
        fields: fields,
        forbidsOthers: try object.optional("additionalProperties")?.bool() == false, rules: rules,
        checksRulesAlways: try object.optional("x-rules-always")?.bool() ?? false)
    }
  }

  private static func textRule(_ object: inout FixtureObject) throws(FixtureError) -> TextRule {
    var rule = TextRule()
    rule.least = try object.optional("minLength")?.int()
    rule.most = try object.optional("maxLength")?.int()
    let schemes = try object.optional("x-schemes")?.strings()
    switch try object.optional("format")?.word(["date": "date", "uri": "uri"]) {
    case "date": rule.form = .date
    case "uri": rule.form = .url(schemes)
    default: break
    }
    if let check = object.optional("x-check") {
      let message = try object.required("x-message").string()
      rule.form = try check.word(["decimal": .decimal(message), "duration": .duration(message)])
    }
    return rule
  }
}
