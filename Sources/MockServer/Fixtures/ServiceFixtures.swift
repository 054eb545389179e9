import JSON

/// A service's folder, read and checked: its description, its seed records, its provider states.
public struct ServiceFixtures: Sendable {
  public private(set) var description: ServiceDescription
  /// The service's own settings.
  public let settings: FixtureNode
  /// The chosen profile's settings.
  public private(set) var profile: FixtureNode
  private let profiles: [String: FixtureNode]
  public let collections: Collections
  public let states: [ProviderState]

  /// Reads `service.json`, one file per collection, and `states.json`.
  ///
  /// - Parameter profile: nil for the service's usual one.
  /// - Throws: ``FixtureError`` for the first thing that is wrong.
  public init(
    _ service: String, from source: FixtureSource, profile wanted: String? = nil
  ) throws(FixtureError) {
    func file(_ name: String) throws(FixtureError) -> FixtureFile {
      let text = try source.text(service, name)
      return try FixtureFile(name: source.displayName("\(service)/\(name)"), text: text)
    }
    let root = try file("service.json").root
    let definitions: [CollectionDefinition]
    (description, definitions, settings, profiles) = try root.object {
      object throws(FixtureError) in
      var definitions: [CollectionDefinition] = []
      for (name, key) in try object.required("collections").members() {
        definitions.append(CollectionDefinition(name: name, key: try key.strings()))
      }
      let settings = try object.required("settings")
      let profiles = try object.required("profiles")
      let description = try ServiceDescription(reading: &object, profiles: profiles, wanted: wanted)
      let named = try profiles.members().map { ($0.key, $0.node) }
      return (description, definitions, settings, Dictionary(named, uniquingKeysWith: { $1 }))
    }
    // The description has found it among them.
    profile = profiles[description.profile] ?? root
    guard description.name == service else {
      throw root.error("the name \"\(description.name)\" is not the folder's name \"\(service)\"")
    }
    var nodes: [String: FixtureNode] = [:]
    for definition in definitions {
      nodes[definition.name] = try file("\(definition.name).json").root
    }
    collections = Collections(definitions: definitions, nodes: nodes)
    try collections.checkKeys()
    var states: [ProviderState] = []
    for (name, node) in try file("states.json").root.members() {
      states.append(
        try ProviderState(
          name: name, node: node, collections: definitions, profiles: description.profiles))
    }
    self.states = states
  }

  /// The same fixtures in another of their profiles; nil when there is none of that name.
  func inProfile(_ name: String) -> ServiceFixtures? {
    guard let profile = profiles[name] else { return nil }
    var other = self
    other.profile = profile
    other.description.profile = name
    return other
  }
}
