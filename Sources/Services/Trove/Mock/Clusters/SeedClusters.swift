import MockServer

extension TroveState {
  /// Reads `clusters.json`. Members are instances of `instances.json`, named by their ids. To be
  /// called when the instances are there.
  mutating func addClusters(_ nodes: [FixtureNode]) throws(FixtureError) {
    for node in nodes {
      let cluster = try seedCluster(node)
      clusters.insert(cluster, key: cluster.id, owner: cluster.project)
      for member in cluster.members {
        instances.change(member) { instance in
          instance.cluster = ClusterMembership(
            cluster: cluster.id, type: ClusterMembership.usualType)
        }
      }
    }
  }

  private func seedCluster(_ node: FixtureNode) throws(FixtureError) -> Cluster {
    try node.object { object throws(FixtureError) in
      let project = try object.required("project").string()
      let place = try object.required("datastore_version")
      let version = try catalogue.find(version: place)
      guard catalogue.version(version)?.cluster != nil else {
        throw place.error("this datastore version has no clusters")
      }
      let list = try object.required("members")
      var members: [String] = []
      for node in try list.array() {
        let instance = try find(instance: node)
        guard instance.project == project, instance.version == version else {
          throw node.error("the instance is of another project or datastore version")
        }
        guard instance.cluster == nil, !members.contains(instance.id) else {
          throw node.error("the instance is in a cluster already")
        }
        members.append(instance.id)
      }
      guard !members.isEmpty else { throw list.error("a cluster needs at least one member") }
      let created = try object.required("created").timestamp()
      let tasks = ClusterTask.allCases.map { ($0.name, $0) }
      return Cluster(
        id: try object.required("id").string(), name: try object.required("name").string(),
        project: project, version: version,
        task: try object.optional("task")?.word(Dictionary(tasks, uniquingKeysWith: { $1 }))
          ?? .none,
        members: members, locality: try object.nullable("locality")?.string(), created: created,
        updated: try object.optional("updated")?.timestamp() ?? created)
    }
  }
}
