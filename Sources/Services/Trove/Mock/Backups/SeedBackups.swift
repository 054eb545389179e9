import JSON
import MockServer

extension TroveState {
  /// Reads `backups.json`. To be called when the instances are there.
  mutating func addBackups(
    _ nodes: [FixtureNode], _ settings: TroveSettings
  ) throws(FixtureError) {
    let ids = nodes.compactMap { $0.value["id"]?.string }
    for node in nodes { backups.insert(try seedBackup(node, ids, settings)) }
  }

  /// A backup as a file tells it: completed, of its instance's project and version, if nothing else
  /// is said. Its status stays as it is, since nothing is planned for it.
  private func seedBackup(
    _ node: FixtureNode, _ ids: [String], _ settings: TroveSettings
  ) throws(FixtureError) -> Backup {
    try node.object { object throws(FixtureError) in
      let id = try object.required("id").string()
      let instance = try find(instance: object.required("instance"))
      let status = try object.optional("status")?.word(Backup.Status.words) ?? .completed
      let container = try object.optional("container")?.string() ?? settings.backup.container
      let size = try object.nullable("size")?.number()
      let location = try object.nullable("location")?.string()
      let created = try object.required("created").timestamp()
      let others = ids.filter { $0 != id }.map { ($0, $0) }
      return Backup(
        id: id, name: try object.required("name").string(),
        description: try object.nullable("description")?.string(), instance: instance.id,
        project: try object.optional("project")?.string() ?? instance.project,
        version: try object.optional("datastore_version").map { node throws(FixtureError) in
          try catalogue.find(version: node)
        } ?? instance.version,
        parent: try object.nullable("parent")?.word(
          Dictionary(others, uniquingKeysWith: { $1 })), container: container, status: status,
        size: size ?? (status == .completed ? settings.backup.size : nil),
        location: location
          ?? (status == .completed ? settings.backup.location(of: id, in: container) : nil),
        contents: contents[instance.id] ?? InstanceContents(), created: created,
        updated: try object.optional("updated")?.timestamp() ?? created)
    }
  }

  /// Reads `backup_strategies.json`.
  mutating func addStrategies(_ nodes: [FixtureNode]) throws(FixtureError) {
    for node in nodes {
      strategies.append(
        try node.object { object throws(FixtureError) in
          let project = try object.required("project").string()
          let place = try object.required("instance")
          // An empty one stands for all instances of the project.
          let instance = place.value == "" ? "" : try find(instance: place).id
          return BackupStrategy(
            project: project, instance: instance,
            container: try object.required("container").string())
        })
    }
  }

  /// An instance that a record names.
  func find(instance node: FixtureNode) throws(FixtureError) -> Instance {
    let known = instances.records(of: nil)
    return try node.word(Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { $1 }))
  }
}

extension Backup.Status {
  static let words = Dictionary(
    allCases.map { ($0.rawValue, $0) }, uniquingKeysWith: { $1 })
}
