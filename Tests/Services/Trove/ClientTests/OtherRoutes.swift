import JSON
import TroveClient

extension Route {
  static let users: [Route] = [
    Route("users.create", "POST", "instances/*/users") { tc, parts async throws(TroveError) in
      let users = parts.body["users"]?.array ?? []
      try await tc.users.create(parts[0], users.map(NewUser.init(recorded:)))
      return nil
    },
    Route("users.list", "GET", "instances/*/users") { tc, parts async throws(TroveError) in
      try await tc.users.list(parts[0], limit: parts.limit, marker: parts.marker).rendered("users")
    },
    Route("users.get", "GET", "instances/*/users/*") { tc, parts async throws(TroveError) in
      let (name, host) = parts.user
      return try await tc.users.get(parts[0], name, host: host).rendered(as: "user")
    },
    Route("users.delete", "DELETE", "instances/*/users/*") { tc, parts async throws(TroveError) in
      let (name, host) = parts.user
      try await tc.users.delete(parts[0], name, host: host)
      return nil
    },
    Route("users.updateAttributes", "PUT", "instances/*/users/*") {
      tc, parts async throws(TroveError) in
      let (name, host) = parts.user
      let user = parts.body["user"] ?? .null
      let change = UserChange(
        name: user.text("name"), host: user.text("host"), password: user.text("password"))
      try await tc.users.updateAttributes(parts[0], name, change, host: host)
      return nil
    },
    Route("users.changePasswords", "PUT", "instances/*/users") {
      tc, parts async throws(TroveError) in
      let users = parts.body["users"]?.array ?? []
      try await tc.users.changePasswords(parts[0], users.map(NewUser.init(recorded:)))
      return nil
    },
    Route("users.listAccess", "GET", "instances/*/users/*/databases") {
      tc, parts async throws(TroveError) in
      let (name, host) = parts.user
      return try await tc.users.listAccess(parts[0], name, host: host).rendered("databases")
    },
    Route("users.grant", "PUT", "instances/*/users/*/databases") {
      tc, parts async throws(TroveError) in
      let (name, host) = parts.user
      let databases = parts.body["databases"]?.array ?? []
      try await tc.users.grant(
        parts[0], name, databases.compactMap { $0.text("name") }, host: host)
      return nil
    },
    Route("users.revoke", "DELETE", "instances/*/users/*/databases/*") {
      tc, parts async throws(TroveError) in
      let (name, host) = parts.user
      try await tc.users.revoke(parts[0], name, parts[2], host: host)
      return nil
    },
    Route("root.create…", "POST", "instances/*/root") { tc, parts async throws(TroveError) in
      let password = parts.body.text("password")
      let root =
        password == nil
        ? try await tc.root.create(parts[0])
        : try await tc.root.createInstanceRoot(parts[0], password: password)
      return root.rendered(as: "user")
    },
    Route("root.isRootEnabled", "GET", "instances/*/root") { tc, parts async throws(TroveError) in
      let isEnabled = try await tc.root.isRootEnabled(parts[0])
      return ["rootEnabled": .bool(isEnabled)]
    },
    Route("root.delete", "DELETE", "instances/*/root") { tc, parts async throws(TroveError) in
      try await tc.root.delete(parts[0])
      return nil
    },
    Route("root.createClusterRoot", "POST", "clusters/*/root") {
      tc, parts async throws(TroveError) in
      try await tc.root.createClusterRoot(parts[0], password: parts.body.text("password"))
        .rendered(as: "user")
    },
    Route("root.isClusterRootEnabled", "GET", "clusters/*/root") {
      tc, parts async throws(TroveError) in
      let isEnabled = try await tc.root.isClusterRootEnabled(parts[0])
      return ["rootEnabled": .bool(isEnabled)]
    },
  ]

  static let catalogue: [Route] = [
    Route("flavors.list", "GET", "flavors") { tc, _ async throws(TroveError) in
      try await tc.flavors.list().rendered("flavors")
    },
    Route("flavors.get", "GET", "flavors/*") { tc, parts async throws(TroveError) in
      try await tc.flavors.get(parts[0]).rendered(as: "flavor")
    },
    Route("flavors.list(datastore:version:)", "GET", "datastores/*/versions/*/flavors") {
      tc, parts async throws(TroveError) in
      try await tc.flavors.list(datastore: parts[0], version: parts[1]).rendered("flavors")
    },
    Route("volumeTypes.list", "GET", "datastores/*/versions/*/volume-types") {
      tc, parts async throws(TroveError) in
      try await tc.volumeTypes.list(datastore: parts[0], version: parts[1])
        .rendered("volume_types")
    },
    Route("datastores.list", "GET", "datastores") { tc, parts async throws(TroveError) in
      try await tc.datastores.list(limit: parts.limit, marker: parts.marker).rendered("datastores")
    },
    Route("datastores.get", "GET", "datastores/*") { tc, parts async throws(TroveError) in
      try await tc.datastores.get(parts[0]).rendered(as: "datastore")
    },
    Route("datastores.delete", "DELETE", "datastores/*") { tc, parts async throws(TroveError) in
      try await tc.datastores.delete(parts[0])
      return nil
    },
    Route("datastoreVersions.list", "GET", "datastores/*/versions") {
      tc, parts async throws(TroveError) in
      try await tc.datastoreVersions.list(parts[0], limit: parts.limit, marker: parts.marker)
        .rendered("versions")
    },
    Route("datastoreVersions.get", "GET", "datastores/*/versions/*") {
      tc, parts async throws(TroveError) in
      try await tc.datastoreVersions.get(parts[0], parts[1]).rendered(as: "version")
    },
    Route("datastoreVersions.get(uuid:)", "GET", "datastores/versions/*") {
      tc, parts async throws(TroveError) in
      try await tc.datastoreVersions.get(uuid: parts[0]).rendered(as: "version")
    },
    Route("configurationParameters.parameters", "GET", "datastores/*/versions/*/parameters") {
      tc, parts async throws(TroveError) in
      try await tc.configurationParameters.parameters(parts[0], parts[1])
        .rendered("configuration-parameters")
    },
    Route("configurationParameters.getParameter", "GET", "datastores/*/versions/*/parameters/*") {
      tc, parts async throws(TroveError) in
      try await tc.configurationParameters.getParameter(parts[0], parts[1], parts[2]).rendered
    },
    Route("configurationParameters.parametersByVersion", "GET", "datastores/versions/*/parameters")
    {
      tc, parts async throws(TroveError) in
      try await tc.configurationParameters.parametersByVersion(parts[0])
        .rendered("configuration-parameters")
    },
    Route(
      "configurationParameters.getParameterByVersion", "GET", "datastores/versions/*/parameters/*"
    ) { tc, parts async throws(TroveError) in
      try await tc.configurationParameters.getParameterByVersion(parts[0], parts[1]).rendered
    },
    Route("limits.list", "GET", "limits") { tc, _ async throws(TroveError) in
      try await tc.limits.list().rendered("limits")
    },
  ]

  static let configurations: [Route] = [
    Route("configurations.list", "GET", "configurations") { tc, parts async throws(TroveError) in
      try await tc.configurations.list(limit: parts.limit, marker: parts.marker)
        .rendered("configurations")
    },
    Route("configurations.get", "GET", "configurations/*") { tc, parts async throws(TroveError) in
      try await tc.configurations.get(parts[0]).rendered(as: "configuration")
    },
    Route("configurations.instances", "GET", "configurations/*/instances") {
      tc, parts async throws(TroveError) in
      try await tc.configurations.instances(parts[0], limit: parts.limit).rendered("instances")
    },
    Route("configurations.create", "POST", "configurations") { tc, parts async throws(TroveError) in
      let body = parts.body["configuration"] ?? .null
      return try await tc.configurations.create(
        body.text("name") ?? "", values: body["values"] ?? .null,
        description: body.text("description"), datastore: body["datastore"]?.text("type"),
        datastoreVersion: body["datastore"]?.text("version")
      ).rendered(as: "configuration")
    },
    Route("configurations.update", "PUT", "configurations/*") {
      tc, parts async throws(TroveError) in
      let body = parts.body["configuration"] ?? .null
      try await tc.configurations.update(
        parts[0], values: body["values"] ?? .null, name: body.text("name"),
        description: body.text("description"))
      return nil
    },
    Route("configurations.edit", "PATCH", "configurations/*") {
      tc, parts async throws(TroveError) in
      let values = parts.body["configuration"]?["values"] ?? .null
      try await tc.configurations.edit(parts[0], values: values)
      return nil
    },
    Route("configurations.delete", "DELETE", "configurations/*") {
      tc, parts async throws(TroveError) in
      try await tc.configurations.delete(parts[0])
      return nil
    },
  ]

  static let backups: [Route] = [
    Route("backups.list", "GET", "backups") { tc, parts async throws(TroveError) in
      try await tc.backups.list(
        limit: parts.limit, marker: parts.marker, datastore: parts.query["datastore"],
        instanceID: parts.query["instance_id"],
        fromAllProjects: parts.flag("all_projects") ?? false
      ).rendered("backups")
    },
    Route("backups.get", "GET", "backups/*") { tc, parts async throws(TroveError) in
      try await tc.backups.get(parts[0]).rendered(as: "backup")
    },
    Route("backups.create", "POST", "backups") { tc, parts async throws(TroveError) in
      let body = parts.body["backup"] ?? .null
      return try await tc.backups.create(
        body.text("name") ?? "", instance: body.text("instance") ?? "",
        description: body.text("description"), parentID: body.text("parent_id"),
        isIncremental: body["incremental"] == 1
      ).rendered(as: "backup")
    },
    Route("backups.delete", "DELETE", "backups/*") { tc, parts async throws(TroveError) in
      try await tc.backups.delete(parts[0])
      return nil
    },
    Route("backupStrategies.list", "GET", "backup_strategies") {
      tc, parts async throws(TroveError) in
      try await tc.backupStrategies.list(instanceID: parts.query["instance_id"])
        .rendered("backup_strategies")
    },
    Route("backupStrategies.create", "POST", "backup_strategies") {
      tc, parts async throws(TroveError) in
      let body = parts.body["backup_strategy"] ?? .null
      return try await tc.backupStrategies.create(
        instanceID: body.text("instance_id"), swiftContainer: body.text("swift_container")
      ).rendered(as: "backup_strategy")
    },
    Route("backupStrategies.delete", "DELETE", "backup_strategies") {
      tc, parts async throws(TroveError) in
      try await tc.backupStrategies.delete(instanceID: parts.query["instance_id"])
      return nil
    },
  ]
}

extension Route.Parts {
  /// The second part of the path, `name` or `name@host`.
  var user: (name: String, host: String?) {
    let parts = self[1].split(separator: "@", maxSplits: 1).map(String.init)
    return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
  }
}
