extension JSONSchema {
  /// A schema and the URI from which its references count, its own `$id` included.
  struct Place: Sendable {
    let schema: JSONValue
    let base: String
  }

  /// What of a schema is found out before any value is seen.
  struct Index: Sendable {
    let draft: Draft
    /// The URI of the root.
    let root: String
    /// Whether the schema's own rules leave the validation vocabulary on.
    let isAsserting: Bool
    /// Whether some schema asks what others have not evaluated.
    let isTracking: Bool
    /// By base and reference; see `key`.
    let references: [String: Place]
    let anchors: [String: Place]
    /// Names of `anchors` that are dynamic.
    let dynamicAnchors: Set<String>
    let patterns: [String: SchemaPattern]

    static func key(_ base: String, _ reference: String) -> String { base + "\n" + reference }
  }

  /// Where schemas stand inside a schema.
  enum Keywords {
    static let schemas = [
      "not", "if", "then", "else", "items", "additionalItems", "contains", "additionalProperties",
      "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema",
    ]
    static let lists = ["allOf", "anyOf", "oneOf", "prefixItems", "items"]
    static let maps = [
      "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies",
    ]
  }
}

extension JSONSchema {
  /// Walks schemas and follows their references until nothing new is found.
  struct Builder {
    let draft: Draft
    let remotes: [String: JSONValue]
    private var resources: [String: JSONValue] = [:]
    private var anchors: [String: Place] = [:]
    private var dynamicAnchors: Set<String> = []
    private var patterns: [String: SchemaPattern] = [:]
    private var references: [String: Place] = [:]
    private var pending: [(base: String, text: String, location: JSONPointer)] = []
    private var walked: Set<String> = []
    private var isTracking = false

    init(draft: Draft, remotes: [String: JSONValue]) {
      self.draft = draft
      self.remotes = remotes
    }

    mutating func index(of schema: JSONValue) throws(JSONSchemaError) -> Index {
      resources[""] = schema
      try walk(schema, base: "", at: JSONPointer())
      while let next = pending.popLast() {
        let key = Index.key(next.base, next.text)
        if references[key] == nil { references[key] = try target(of: next) }
      }
      let root = schema["$id"]?.string.map { SchemaURI.resolve($0, from: "").uri } ?? ""
      let rules = schema["$schema"]?.string.flatMap { remotes[$0] }
      let validation = "https://json-schema.org/draft/2020-12/vocab/validation"
      return Index(
        draft: draft, root: root,
        isAsserting: rules?["$vocabulary"].map { $0[validation] != nil } ?? true,
        isTracking: isTracking, references: references, anchors: anchors,
        dynamicAnchors: dynamicAnchors, patterns: patterns)
    }

    private mutating func walk(
      _ schema: JSONValue, base: String, isEntered: Bool = false, at location: JSONPointer
    ) throws(JSONSchemaError) {
      guard case .object(let words) = schema else { return }
      guard location.steps.count <= JSONReader.defaultMaximumDepth else {
        throw JSONSchemaError(location: location, reason: "nested too deep")
      }
      let base = isEntered ? base : enter(words, schema, base: base)
      for key in ["$ref", "$dynamicRef"] {
        if let text = words[key]?.string {
          pending.append((base, text, location.appending(key)))
        }
      }
      if let pattern = words["pattern"]?.string {
        try compile(pattern, at: location.appending("pattern"))
      }
      for pattern in words["patternProperties"]?.object?.keys ?? [] {
        try compile(pattern, at: location.appending("patternProperties").appending(pattern))
      }
      isTracking =
        isTracking || words["unevaluatedItems"] != nil || words["unevaluatedProperties"] != nil
      for key in Keywords.schemas {
        if let inner = words[key] { try walk(inner, base: base, at: location.appending(key)) }
      }
      for key in Keywords.lists {
        for (place, inner) in (words[key]?.array ?? []).enumerated() {
          try walk(inner, base: base, at: location.appending(key).appending(place))
        }
      }
      for key in Keywords.maps {
        for member in words[key]?.object?.members ?? [] {
          try walk(
            member.value, base: base, at: location.appending(key).appending(member.key))
        }
      }
    }

    /// Takes down what a schema is called; gives the base of what is inside.
    private mutating func enter(
      _ words: JSONObject, _ schema: JSONValue, base: String
    ) -> String {
      var base = base
      if let id = words["$id"]?.string, draft != .draft7 || words["$ref"] == nil {
        let (uri, fragment) = SchemaURI.resolve(id, from: base)
        if !fragment.isEmpty {
          anchors[uri + "#" + fragment] = Place(schema: schema, base: base)
        } else {
          base = uri
          resources[uri] = schema
        }
      }
      guard draft != .draft7 else { return base }
      for key in ["$anchor", "$dynamicAnchor"] {
        guard let name = words[key]?.string else { continue }
        anchors[base + "#" + name] = Place(schema: schema, base: base)
        if key == "$dynamicAnchor" { dynamicAnchors.insert(base + "#" + name) }
      }
      return base
    }

    private mutating func compile(
      _ pattern: String, at location: JSONPointer
    ) throws(JSONSchemaError) {
      if patterns[pattern] != nil { return }
      guard let compiled = SchemaPattern(pattern) else {
        throw JSONSchemaError(
          location: location, reason: "'\(pattern)' is no regular expression that is understood")
      }
      patterns[pattern] = compiled
    }

    private mutating func target(
      of reference: (base: String, text: String, location: JSONPointer)
    ) throws(JSONSchemaError) -> Place {
      let (uri, fragment) = SchemaURI.resolve(reference.text, from: reference.base)
      if resources[uri] == nil, let remote = remotes[uri] ?? JSONSchema.text(ofRulesAt: uri) {
        resources[uri] = remote
        try walk(remote, base: uri, at: JSONPointer())
      }
      guard let place = place(at: fragment, of: uri) else {
        throw JSONSchemaError(
          location: reference.location,
          reason: "'\(reference.text)' leads nowhere; references are not fetched")
      }
      // What stands where no schema is expected has not been walked.
      if walked.insert(uri + "#" + fragment).inserted {
        try walk(place.schema, base: place.base, isEntered: true, at: JSONPointer())
      }
      return place
    }

    private func place(at fragment: String, of uri: String) -> Place? {
      guard let steps = SchemaURI.pointer(fragment) else { return anchors[uri + "#" + fragment] }
      guard var schema = resources[uri] else { return nil }
      var base = uri
      for step in steps {
        guard let inner = schema[step] ?? Int(step).flatMap({ schema[$0] }) else { return nil }
        schema = inner
        if let id = schema["$id"]?.string { base = SchemaURI.resolve(id, from: base).uri }
      }
      return Place(schema: schema, base: base)
    }
  }
}
