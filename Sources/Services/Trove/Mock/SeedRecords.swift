import JSON
import MockServer

/// Builds the state from the seed records.
extension TroveState {
  init(
    _ records: Collections, _ settings: TroveSettings, _ catalogue: Catalogue
  ) throws(FixtureError) {
    self.catalogue = catalogue
    nextAddress = settings.network.firstAddress
    for node in try records.records("modules") { insert(try seedModule(node, settings)) }
    try addConfigurations(records.records("configurations"))
    // A replica may stand before its source.
    var sources: [FixtureNode] = []
    for node in try records.records("instances") {
      let (instance, contents) = try seedInstance(node, settings, &sources)
      instances.insert(instance, key: instance.id, owner: instance.project)
      self.contents[instance.id] = contents
    }
    for node in sources { _ = try find(instance: node) }
    findReplicaSources()
    try addBackups(records.records("backups"), settings)
    try addStrategies(records.records("backup_strategies"))
    try addClusters(records.records("clusters"))
    for node in try records.records("quotas") {
      try node.object { object throws(FixtureError) in
        let project = try object.required("project").string()
        if let limits = object.optional("limits") { quotaByProject[project] = try Quotas(limits) }
        for (method, limit) in try object.optional("rates")?.members() ?? [] {
          rateLimits.set(try limit.int(in: 0...1_000_000), of: method, for: project)
        }
      }
    }
  }

  private static let statuses: [String: InstanceTask] = [
    "ACTIVE": .none, "BUILD": .building, "REBOOT": .rebooting,
    "RESIZE": .resizing(volume: nil, flavor: nil), "UPGRADE": .upgrading, "EJECT": .ejecting,
    "DETACH": .detaching, "LOGGING": .logging, "RESTART_REQUIRED": .restartRequired,
    "SHUTDOWN": .deleting, "ERROR": .none,
  ]

  /// An instance as a file tells it. Its status stays as it is, since nothing is planned for it.
  private mutating func seedInstance(
    _ node: FixtureNode, _ settings: TroveSettings, _ sources: inout [FixtureNode]
  ) throws(FixtureError) -> (Instance, InstanceContents) {
    try node.object { object throws(FixtureError) in
      let id = try object.required("id").string()
      let status = object.optional("status")
      let task = try status?.word(Self.statuses) ?? .none
      let created = try object.required("created").timestamp()
      let updated = try object.optional("updated")?.timestamp() ?? created
      let project = try object.required("project").string()
      let version = try catalogue.find(version: object.required("datastore_version"))
      let access = object.optional("access")
      _ = try access?.members()
      let address = try object.required("address")
      let source = object.nullable("replica_of")
      if let source { sources.append(source) }
      let instance = Instance(
        id: id, name: try object.required("name").string(),
        project: project, task: task,
        isBuilt: task != .building, hasFailed: status?.value == "ERROR",
        flavor: try catalogue.find(flavor: object.required("flavor")),
        version: version,
        volume: try object.required("volume").int(in: 1...1_000_000),
        access: access?.value.object
          ?? JSONObject(task == .building ? [] : [.init(key: "is_public", value: false)]),
        address: IPv4.text(try IPv4.number(address)), replicaOf: try source?.string(),
        configuration: try object.nullable("configuration").map { node throws(FixtureError) in
          try find(configuration: node, of: project, version: version)
        },
        locality: try object.optional("locality")?.string(),
        created: created, updated: updated, serviceUpdated: updated, serverID: id, volumeID: id,
        server: makeServer(for: try object.required("name").string()))
      var contents = try InstanceContents(&object)
      for module in try object.optional("modules")?.array() ?? [] {
        let known = modules.records(of: nil).map { ($0.id, $0) }
        contents.apply(
          try module.word(Dictionary(known, uniquingKeysWith: { $1 })), at: updated)
      }
      return (instance, contents)
    }
  }
}
