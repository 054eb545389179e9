import JSON

/// The names that a collection's records can have, gathered before anything refers to them.
struct MemberNames {
  /// Of records.
  let all: [String]
  /// Those that tell a record from others.
  let key: [String]
  /// Those that the path holds.
  let path: [String]
  /// Those that the service sets.
  let set: [String]
  /// All values that members can have which the service alone sets, and without templates.
  let values: [String: [JSONValue]]
  /// Those that are computed when a record is shown.
  let computed: [String]
  /// Whether lists stand in an object.
  let hasEnvelope: Bool
  /// An empty object in place of parts that are absent.
  let nothing: FixtureNode

  init(
    _ node: FixtureNode, _ definition: CollectionDefinition, path: [String],
    _ fixtures: ServiceFixtures
  ) throws(FixtureError) {
    let create = node.value["create"]
    var names = definition.key + path
    for rules in [create?["required"], create?["optional"]] {
      names += rules?.array?.compactMap(\.string) ?? rules?.object?.keys ?? []
    }
    names += create?["defaults"]?.object?.keys ?? []
    let changes =
      [create?["set"], node.value["update"]?["set"], node.value["delete"]?["set"]]
      + (node.value["life_cycle"]?.array ?? []).map { $0["set"] }
    set = changes.flatMap { $0?.object?.keys ?? [] }
    names += set
    let records =
      try fixtures.collections.records(definition.name).map(\.value)
      + fixtures.states.flatMap { $0.template.put[definition.name] ?? [] }
    for record in records { names += record.object?.keys ?? [] }
    values = Self.values(node, changes + records)
    var seen: Set<String> = []
    all = names.filter { seen.insert($0).inserted }
    key = definition.key
    self.path = path
    computed = node.value["show"]?["add"]?.object?.keys ?? []
    hasEnvelope = node.value["envelope"]?["many"] != nil
    nothing = FixtureNode(file: node.file, pointer: node.pointer, value: [:])
  }

  /// The values of members that `create` sets, when clients can't change them.
  private static func values(
    _ node: FixtureNode, _ sources: [JSONValue?]
  ) -> [String: [JSONValue]] {
    guard node.value["update"]?["fixed"] == nil else { return [:] }
    var values: [String: [JSONValue]] = [:]
    for name in node.value["create"]?["set"]?.object?.keys ?? [] {
      let found = sources.compactMap { $0?[name] }
      let isOpen = found.contains { $0.description.contains("${") }
      if !isOpen { values[name] = found }
    }
    return values
  }

  /// Values that the service gives members of a record.
  func settable(_ node: FixtureNode?) throws(FixtureError) -> MemberValues {
    try MemberValues(node, known: TemplateWords.making + all, keeping: key + path)
  }

  /// A name that records can have.
  func member(_ node: FixtureNode) throws(FixtureError) -> String { try Self.find(node, all) }

  /// A name that shown records can have.
  func shown(_ node: FixtureNode) throws(FixtureError) -> String {
    try Self.find(node, all + computed)
  }

  private static func find(_ node: FixtureNode, _ names: [String]) throws(FixtureError) -> String {
    let name = try node.string()
    guard names.contains(name) else {
      throw node.error("records have no \"\(name)\"" + Suggestion.hint(for: name, among: names))
    }
    return name
  }
}
