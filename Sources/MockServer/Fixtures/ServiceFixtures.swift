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
  /// Whether the states are known to be valid.
  let hasTestedStates: Bool
  private let root: FixtureNode
  /// Files that are read as they are, by name.
  private let documents: [String: FixtureNode]
  /// How the collections are served; nil for a service that says so in Swift.
  let served: ServedFixtures?

  /// Whether the folder alone says how its collections are served.
  public var isServedByData: Bool { served != nil }

  /// Whether a source has a folder of this name that alone says how its collections are served.
  ///
  /// - Throws: ``FixtureError`` when its `service.json` can't be read.
  public static func areServedByData(
    _ service: String, from source: FixtureSource
  ) throws(FixtureError) -> Bool {
    guard source.services.contains(service) else { return false }
    let file = try FixtureFolder(source: source, service: service).file("service.json")
    return file.root.value["collections"]?.object?.members.contains { $0.value.object != nil }
      ?? false
  }

  /// Reads somebody's own service from its folder, whatever that is called.
  ///
  /// - Throws: ``FixtureError`` for the first thing that is wrong.
  public init(folder: String, profile wanted: String? = nil) throws(FixtureError) {
    try self.init("", from: FixtureSource(folder: folder), profile: wanted)
    description.path = folder
  }

  /// Reads `service.json`, one file per collection and per document, and `states.json`.
  ///
  /// - Parameters:
  ///   - profile: nil for the service's usual one.
  ///   - path: what these fixtures were made from, when somebody named that.
  /// - Throws: ``FixtureError`` for the first thing that is wrong.
  public init(
    _ service: String, from source: FixtureSource, profile wanted: String? = nil,
    path: String? = nil
  ) throws(FixtureError) {
    let folder = FixtureFolder(source: source, service: service)
    hasTestedStates = source.isTested
    root = try folder.file("service.json").root
    let definitions: [CollectionDefinition]
    let allProfiles: FixtureNode?
    let documentNames: [String]
    (description, definitions, served, settings, allProfiles, documentNames) = try root.object {
      object throws(FixtureError) in
      let collections = try object.required("collections")
      let served = try ServedFixtures(collections, reading: &object)
      let definitions = try Self.definitions(collections, served)
      let settings = object.optional("settings") ?? object.empty("settings")
      // What a folder alone serves has no Swift that could read them.
      let documents = served == nil ? try object.optional("documents")?.strings() ?? [] : []
      let profiles = object.optional("profiles")
      let description = try ServiceDescription(reading: &object, profiles: profiles, wanted: wanted)
      return (description, definitions, served, settings, profiles, documents)
    }
    let named = try allProfiles?.members().map { ($0.key, $0.node) } ?? []
    profiles = Dictionary(named, uniquingKeysWith: { $1 })
    description.path = path
    profile =
      profiles[description.profile]
      ?? FixtureNode(file: root.file, pointer: root.pointer, value: [:])
    guard !source.namesServices || description.name == service else {
      throw root.error("the name \"\(description.name)\" is not the folder's name \"\(service)\"")
    }
    if let served {
      try served.check(description, root)
      try folder.refuseStrays(definitions)
    }
    var documents: [String: FixtureNode] = [:]
    for name in documentNames { documents[name] = try folder.file("\(name).json").root }
    self.documents = documents
    let isOptional = served != nil
    var nodes: [String: FixtureNode] = [:]
    for definition in definitions {
      let name = "\(definition.name).json"
      nodes[definition.name] =
        isOptional ? try folder.optional(name, else: []) : try folder.file(name).root
    }
    collections = Collections(definitions: definitions, nodes: nodes)
    try collections.checkKeys()
    let written =
      isOptional
      ? try folder.optional("states.json", else: [:]) : try folder.file("states.json").root
    var states: [ProviderState] = []
    for (name, node) in try written.members() {
      states.append(
        try ProviderState(
          name: name, node: node, collections: definitions, profiles: description.profiles))
    }
    self.states = states
  }

  private static func definitions(
    _ collections: FixtureNode, _ served: ServedFixtures?
  ) throws(FixtureError) -> [CollectionDefinition] {
    if let served { return served.definitions }
    var definitions: [CollectionDefinition] = []
    for (name, key) in try collections.members() {
      definitions.append(CollectionDefinition(name: name, key: try key.strings()))
    }
    return definitions
  }

  /// A file that `documents` in `service.json` names, as `openapi` for `openapi.json`.
  ///
  /// - Throws: ``FixtureError`` when it is not named there.
  public func document(_ name: String) throws(FixtureError) -> FixtureNode {
    guard let node = documents[name] else {
      throw error(at: "documents", "\"\(name)\" is missing, which this service reads")
    }
    return node
  }

  /// An error that points at a member of `service.json`.
  public func error(at key: String, _ message: String) -> FixtureError {
    root.member(key).error(message)
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
