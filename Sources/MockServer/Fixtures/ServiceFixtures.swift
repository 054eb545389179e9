import JSON

/// A service's folder, read and checked: its description, its seed records, its provider states.
public struct ServiceFixtures: Sendable {
  public let description: ServiceDescription
  /// The service's own settings.
  public let settings: FixtureNode
  /// The chosen profile's settings.
  public let profile: FixtureNode
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
    (description, definitions, settings, profile) = try root.object {
      object throws(FixtureError) in
      var definitions: [CollectionDefinition] = []
      for (name, key) in try object.required("collections").members() {
        definitions.append(CollectionDefinition(name: name, key: try key.strings()))
      }
      let settings = try object.required("settings")
      let profiles = try object.required("profiles")
      let description = try ServiceDescription(reading: &object, profiles: profiles, wanted: wanted)
      guard let profile = try profiles.members().first(where: { $0.key == description.profile })
      else { throw profiles.error("there is no profile \"\(description.profile)\"") }
      return (description, definitions, settings, profile.node)
    }
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
      states.append(try ProviderState(name: name, node: node, collections: definitions))
    }
    self.states = states
  }
}
