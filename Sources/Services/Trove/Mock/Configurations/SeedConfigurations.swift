import JSON
import MockServer

extension TroveState {
  /// Reads `configurations.json`. To be called when the catalogue is there.
  mutating func addConfigurations(_ nodes: [FixtureNode]) throws(FixtureError) {
    for node in nodes {
      let configuration = try seedConfiguration(node)
      configurations.insert(
        configuration, key: configuration.id, owner: configuration.project)
    }
  }

  private func seedConfiguration(_ node: FixtureNode) throws(FixtureError) -> Configuration {
    try node.object { object throws(FixtureError) in
      let version = try catalogue.find(version: object.required("datastore_version"))
      var values = JSONObject()
      for member in try object.required("values").members() {
        if let known = catalogue.version(version),
          let problem = catalogue.problem(with: member.node.value, of: member.key, for: known)
        {
          throw member.node.error(problem)
        }
        values[member.key] = member.node.value
      }
      let created = try object.required("created").timestamp()
      return Configuration(
        id: try object.required("id").string(), name: try object.required("name").string(),
        description: try object.nullable("description")?.string(),
        project: try object.required("project").string(), version: version, values: values,
        created: created, updated: try object.optional("updated")?.timestamp() ?? created)
    }
  }

  /// The id of a configuration that a record of a project names, which must be for its version.
  func find(
    configuration node: FixtureNode, of project: String, version: String
  ) throws(FixtureError) -> String {
    let known = configurations.records(of: project)
    let id = try node.word(Dictionary(known.map { ($0.id, $0.id) }, uniquingKeysWith: { $1 }))
    guard configurations[id]?.version == version else {
      throw node.error("configuration \"\(id)\" is for another datastore version")
    }
    return id
  }
}
