import JSON
import MockServer

/// What instances are made of: flavors, datastores with their versions, parameters, kinds of volume.
struct Catalogue: Sendable {
  struct Flavor: Sendable {
    let id: String
    let name: String
    /// In megabytes.
    let ram: Int
    let vcpus: Int
    /// In gigabytes.
    let disk: Int
    let ephemeral: Int
  }

  struct Datastore: Sendable {
    let id: String
    let name: String
    var defaultVersion: String?
  }

  struct Version: Sendable {
    let id: String
    /// The datastore's id.
    let datastore: String
    /// What clients call it, for example `5.6-104`.
    var name: String
    /// The number, for example `5.6.104`.
    var number: String
    var manager: String
    var image: String
    var imageTags: [String] = [""]
    var packages: [String] = [""]
    var isActive: Bool
    /// Nil when instances of the version can't work together.
    var cluster: ClusterRules?
  }

  /// What clusters of a version can be.
  struct ClusterRules: Sendable {
    let leastMembers: Int
    let hasRoot: Bool
  }

  /// What may stand in a configuration.
  struct Parameter: Sendable {
    let name: String
    var type: String
    var needsRestart: Bool
    var min: JSONNumber?
    var max: JSONNumber?
  }

  var flavors: [Flavor] = []
  var datastores: [Datastore] = []
  var versions: [Version] = []
  /// By version id, in the fixture's order.
  var parameters: [String: [Parameter]] = [:]
  var volumeTypes: [JSONValue] = []
  /// What a version's configuration is when nobody has said anything, by version id.
  var renderedDefaults: [String: JSONObject] = [:]
  /// The logs that instances keep, by datastore id.
  var logs: [String: [LogKind]] = [:]

  func flavor(_ id: String) -> Flavor? { flavors.first { $0.id == id } }

  func version(_ id: String) -> Version? { versions.first { $0.id == id } }

  func datastore(of version: Version) -> Datastore? {
    datastores.first { $0.id == version.datastore }
  }

  /// A datastore by id or name.
  func datastore(_ text: String) throws(TroveRefusal) -> Datastore {
    guard let found = datastores.first(where: { $0.id == text || $0.name == text }) else {
      throw .notFound("Datastore '\(text)' cannot be found.")
    }
    return found
  }

  /// An active version of a datastore by id or name; an unknown one is a bad request, not a missing
  /// resource (sheet, section 4).
  func version(_ text: String, of datastore: Datastore) throws(TroveRefusal) -> Version {
    let found = versions.first {
      $0.datastore == datastore.id && $0.isActive && ($0.id == text || $0.name == text)
    }
    guard let found else { throw .badRequest("Datastore version '\(text)' cannot be found.") }
    return found
  }

  /// The version that a request means with `{"type", "version"}`, both of which have usual values.
  func version(
    type: String?, version: String?, _ settings: TroveSettings
  ) throws(TroveRefusal) -> Version {
    let datastore = try datastore(type ?? settings.defaultDatastore)
    guard let wanted = version ?? datastore.defaultVersion else {
      throw .badRequest("Default version for datastore '\(datastore.name)' cannot be found.")
    }
    return try self.version(wanted, of: datastore)
  }
}

extension Catalogue {
  /// The collections that it is read from.
  static let sources = [
    "flavors", "datastores", "datastore_versions", "parameters", "volume_types",
  ]

  init(_ records: Collections, _ settings: TroveSettings) throws(FixtureError) {
    for node in try records.records("flavors") {
      flavors.append(
        try node.object { object throws(FixtureError) in
          Flavor(
            id: try object.required("id").string(), name: try object.required("name").string(),
            ram: try object.required("ram").int(), vcpus: try object.required("vcpus").int(),
            disk: try object.required("disk").int(),
            ephemeral: try object.required("ephemeral").int())
        })
    }
    var defaults: [FixtureNode] = []
    for node in try records.records("datastores") {
      datastores.append(
        try node.object { object throws(FixtureError) in
          let version = object.nullable("default_version")
          if let version { defaults.append(version) }
          return Datastore(
            id: try object.required("id").string(), name: try object.required("name").string(),
            defaultVersion: try version?.string())
        })
    }
    for node in try records.records("datastore_versions") {
      versions.append(try version(node, settings))
    }
    _ = try find(datastore: settings.defaultDatastorePlace)
    for node in defaults { _ = try find(version: node) }
    for node in try records.records("parameters") {
      let (version, parameter) = try self.parameter(node)
      parameters[version, default: []].append(parameter)
    }
    volumeTypes = try records.records("volume_types").map(\.value)
    for node in try records.records("rendered_defaults") {
      try node.object { object throws(FixtureError) in
        let values = try object.required("values")
        _ = try values.members()
        renderedDefaults[try find(version: object.required("datastore_version"))] =
          values.value.object
      }
    }
    for node in try records.records("logs") {
      try node.object { object throws(FixtureError) in
        let datastore = try find(datastore: object.required("datastore"))
        logs[datastore, default: []].append(try LogKind(&object))
      }
    }
  }

  private func version(
    _ node: FixtureNode, _ settings: TroveSettings
  ) throws(FixtureError) -> Version {
    try node.object { object throws(FixtureError) in
      Version(
        id: try object.required("id").string(),
        datastore: try find(datastore: object.required("datastore")),
        name: try object.required("name").string(),
        number: try object.required("version").string(),
        manager: try object.required("manager").word(
          Dictionary(settings.managers.keys.map { ($0, $0) }, uniquingKeysWith: { $1 })),
        image: try object.required("image").string(),
        isActive: try object.required("active").bool(),
        cluster: try object.optional("cluster").map { node throws(FixtureError) in
          try clusterRules(node)
        })
    }
  }

  private func clusterRules(_ node: FixtureNode) throws(FixtureError) -> ClusterRules {
    try node.object { object throws(FixtureError) in
      ClusterRules(
        leastMembers: try object.required("least_members").int(in: 1...1_000),
        hasRoot: try object.optional("root")?.bool() ?? false)
    }
  }

  private func parameter(
    _ node: FixtureNode
  ) throws(FixtureError) -> (version: String, Parameter) {
    try node.object { object throws(FixtureError) in
      (
        try find(version: object.required("datastore_version")),
        Parameter(
          name: try object.required("name").string(),
          type: try object.required("type").word(Parameter.types),
          needsRestart: try object.required("restart_required").bool(),
          min: try object.optional("min")?.number(), max: try object.optional("max")?.number())
      )
    }
  }

  /// The id of a datastore that a record names.
  func find(datastore node: FixtureNode) throws(FixtureError) -> String {
    try node.word(Dictionary(datastores.map { ($0.name, $0.id) }, uniquingKeysWith: { $1 }))
  }

  /// The id of a version that a record names.
  func find(version node: FixtureNode) throws(FixtureError) -> String {
    if let id = node.value.string, version(id) != nil { return id }
    return try node.word(Dictionary(versions.map { ($0.id, $0.id) }, uniquingKeysWith: { $1 }))
  }

  func find(flavor node: FixtureNode) throws(FixtureError) -> String {
    if let id = node.value.string, flavor(id) != nil { return id }
    return try node.word(Dictionary(flavors.map { ($0.id, $0.id) }, uniquingKeysWith: { $1 }))
  }
}

extension Catalogue.Parameter {
  static let types = [
    "integer": "integer", "string": "string", "boolean": "boolean", "float": "float",
  ]
}
