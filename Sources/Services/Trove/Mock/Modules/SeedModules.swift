import MockServer

extension TroveState {
  /// A module as a file tells it.
  func seedModule(
    _ node: FixtureNode, _ settings: TroveSettings
  ) throws(FixtureError) -> Module {
    try node.object { object throws(FixtureError) in
      var module = Module(
        id: try object.required("id").string(), name: try object.required("name").string(),
        type: try object.required("type").word(
          Dictionary(settings.moduleTypes.map { ($0, $0) }, uniquingKeysWith: { $1 })),
        contents: try object.required("contents").string(),
        project: try object.nullable("project")?.string(),
        created: try object.required("created").timestamp())
      module.updated = try object.optional("updated")?.timestamp() ?? module.created
      module.description = try object.nullable("description")?.string()
      if let datastore = object.nullable("datastore") {
        module.datastore = try catalogue.find(datastore: datastore)
      }
      if let version = object.nullable("datastore_version") {
        module.version = try catalogue.find(version: version)
      }
      module.isAutomatic = try object.optional("auto_apply")?.bool() ?? false
      module.isUrgent = try object.optional("priority_apply")?.bool() ?? false
      module.order = try object.optional("apply_order")?.int(in: 0...9) ?? 5
      module.isVisible = try object.optional("visible")?.bool() ?? true
      module.isLive = try object.optional("live_update")?.bool() ?? false
      module.isAdmins = try object.optional("is_admin")?.bool() ?? false
      return module
    }
  }
}
