import HTTPMessage
import JSON
import TroveClient

extension Route {
  static let clusters: [Route] = [
    Route("clusters.list", "GET", "clusters") { tc, parts async throws(TroveError) in
      try await tc.clusters.list(limit: parts.limit, marker: parts.marker).rendered("clusters")
    },
    Route("clusters.get", "GET", "clusters/*") { tc, parts async throws(TroveError) in
      try await tc.clusters.get(parts[0]).rendered(as: "cluster")
    },
    Route("clusters.create", "POST", "clusters") { tc, parts async throws(TroveError) in
      let body = parts.body["cluster"] ?? .null
      return try await tc.clusters.create(
        body.text("name") ?? "", datastore: body["datastore"]?.text("type") ?? "",
        datastoreVersion: body["datastore"]?.text("version") ?? "",
        instances: (body["instances"]?.array ?? []).map(NewClusterMember.init(recorded:))
      ).rendered(as: "cluster")
    },
    Route("clusters.delete", "DELETE", "clusters/*") { tc, parts async throws(TroveError) in
      try await tc.clusters.delete(parts[0])
      return nil
    },
    Route("clusters.grow", "POST", "clusters/*:grow") { tc, parts async throws(TroveError) in
      let members = parts.body["grow"]?.array ?? []
      return try await tc.clusters.grow(parts[0], members.map(NewClusterMember.init(recorded:)))
        .rendered(as: "cluster")
    },
    Route("clusters.shrink", "POST", "clusters/*:shrink") { tc, parts async throws(TroveError) in
      try await tc.clusters.shrink(parts[0], parts.body.texts("shrink") ?? [])
        .rendered(as: "cluster")
    },
    Route("clusters.upgrade", "POST", "clusters/*:upgrade") { tc, parts async throws(TroveError) in
      let version = parts.body["upgrade"]?.text("datastore_version") ?? ""
      return try await tc.clusters.upgrade(parts[0], to: version).rendered(as: "cluster")
    },
    Route("clusters.resetStatus", "POST", "clusters/*:reset-status") {
      tc, parts async throws(TroveError) in
      try await tc.clusters.resetStatus(parts[0])
      return nil
    },
    Route("clusters.addShard", "POST", "clusters/*:add_shard") {
      tc, parts async throws(TroveError) in
      try await tc.clusters.addShard(parts[0]).rendered(as: "cluster")
    },
  ]

  static let modules: [Route] = [
    Route("modules.list", "GET", "modules") { tc, parts async throws(TroveError) in
      try await tc.modules.list(
        limit: parts.limit, marker: parts.marker, datastore: parts.query["datastore"]
      ).rendered("modules")
    },
    Route("modules.get", "GET", "modules/*") { tc, parts async throws(TroveError) in
      try await tc.modules.get(parts[0]).rendered(as: "module")
    },
    Route("modules.create", "POST", "modules") { tc, parts async throws(TroveError) in
      let body = parts.body["module"] ?? .null
      return try await tc.modules.create(
        body.text("name") ?? "", type: body.text("module_type") ?? "",
        contents: Base64.decode(body.text("contents") ?? "") ?? [],
        options: ModuleOptions(
          description: body.text("description"), datastore: body["datastore"]?.text("type"))
      ).rendered(as: "module")
    },
    Route("modules.update", "PUT", "modules/*") { tc, parts async throws(TroveError) in
      let body = parts.body["module"] ?? .null
      return try await tc.modules.update(
        parts[0], options: ModuleOptions(description: body.text("description"))
      ).rendered(as: "module")
    },
    Route("modules.delete", "DELETE", "modules/*") { tc, parts async throws(TroveError) in
      try await tc.modules.delete(parts[0])
      return nil
    },
    Route("modules.instances", "GET", "modules/*/instances") { tc, parts async throws(TroveError) in
      try await tc.modules.instances(parts[0]).rendered("instances")
    },
    Route("modules.instanceCounts", "GET", "modules/*/instances?count_only") {
      tc, parts async throws(TroveError) in
      try await tc.modules.instanceCounts(parts[0]).rendered("instances")
    },
    Route("modules.reapply", "PUT", "modules/*/instances") { tc, parts async throws(TroveError) in
      try await tc.modules.reapply(parts[0])
      return nil
    },
  ]

  static let management: [Route] = [
    Route("managementInstances.list", "GET", "mgmt/instances") {
      tc, parts async throws(TroveError) in
      try await tc.managementInstances.list(
        limit: parts.limit, marker: parts.marker, isDeleted: parts.flag("deleted") ?? false,
        includesClustered: parts.flag("include_clustered"), projectID: parts.query["project_id"]
      ).rendered("instances")
    },
    Route("managementInstances.show", "GET", "mgmt/instances/*") {
      tc, parts async throws(TroveError) in
      try await tc.managementInstances.show(parts[0]).rendered(as: "instance")
    },
    Route("managementInstances.rootEnabledHistory", "GET", "mgmt/instances/*/root") {
      tc, parts async throws(TroveError) in
      try await tc.managementInstances.rootEnabledHistory(parts[0]).rendered(as: "root_history")
    },
    Route("managementInstances.diagnostics", "GET", "mgmt/instances/*/diagnostics") {
      tc, parts async throws(TroveError) in
      try await tc.managementInstances.diagnostics(parts[0]).rendered(as: "diagnostics")
    },
    Route("managementInstances.hardwareInfo", "GET", "mgmt/instances/*/hwinfo") {
      tc, parts async throws(TroveError) in
      try await tc.managementInstances.hardwareInfo(parts[0]).rendered(as: "hwinfo")
    },
    Route("managementInstances actions", "POST", "mgmt/instances/*/action") {
      tc, parts async throws(TroveError) in
      let manager = tc.managementInstances
      switch parts.body.object?.keys.first {
      case "reboot": try await manager.reboot(parts[0])
      case "migrate": try await manager.migrate(parts[0], host: parts.body["migrate"]?.text("host"))
      case "stop": try await manager.stop(parts[0])
      case "reset-task-status": try await manager.resetTaskStatus(parts[0])
      default:
        let image = parts.body["rebuild"]?.text("image_id") ?? ""
        try await manager.rebuild(parts[0], imageID: image)
      }
      return nil
    },
    Route("quota.show", "GET", "mgmt/quotas/*") { tc, parts async throws(TroveError) in
      try await tc.quota.show(parts[0]).rendered("quotas")
    },
    Route("quota.update", "PUT", "mgmt/quotas/*") { tc, parts async throws(TroveError) in
      var limits: [String: Int] = [:]
      for member in parts.body["quotas"]?.object?.members ?? [] {
        limits[member.key] = member.value.int
      }
      let changed = try await tc.quota.update(parts[0], limits)
      let members = changed.map { JSONObject.Member(key: $0, value: .number(JSONNumber($1))) }
      return ["quotas": .object(JSONObject(members))]
    },
    Route(
      "managementConfigurationParameters.list", "GET", "mgmt/datastores/versions/*/parameters"
    ) { tc, parts async throws(TroveError) in
      try await tc.managementConfigurationParameters.list(parts[0])
        .rendered("configuration-parameters")
    },
    Route(
      "managementConfigurationParameters.get", "GET", "mgmt/datastores/versions/*/parameters/*"
    ) { tc, parts async throws(TroveError) in
      try await tc.managementConfigurationParameters.get(parts[0], parts[1]).rendered
    },
    Route(
      "managementConfigurationParameters.create", "POST", "mgmt/datastores/versions/*/parameters"
    ) { tc, parts async throws(TroveError) in
      try await tc.managementConfigurationParameters.create(
        parts[0], NewConfigurationParameter(recorded: parts.body)
      ).rendered
    },
    Route(
      "managementConfigurationParameters.modify", "PUT", "mgmt/datastores/versions/*/parameters/*"
    ) { tc, parts async throws(TroveError) in
      try await tc.managementConfigurationParameters.modify(
        parts[0], NewConfigurationParameter(recorded: parts.body)
      ).rendered
    },
    Route(
      "managementConfigurationParameters.delete", "DELETE",
      "mgmt/datastores/versions/*/parameters/*"
    ) { tc, parts async throws(TroveError) in
      try await tc.managementConfigurationParameters.delete(parts[0], parts[1])
      return nil
    },
    Route("managementDatastoreVersions.list", "GET", "mgmt/datastore-versions") {
      tc, parts async throws(TroveError) in
      try await tc.managementDatastoreVersions.list(limit: parts.limit).rendered("versions")
    },
    Route("managementDatastoreVersions.get", "GET", "mgmt/datastore-versions/*") {
      tc, parts async throws(TroveError) in
      try await tc.managementDatastoreVersions.get(parts[0]).rendered(as: "version")
    },
    Route("managementDatastoreVersions.create", "POST", "mgmt/datastore-versions") {
      tc, parts async throws(TroveError) in
      let body = parts.body["version"] ?? .null
      try await tc.managementDatastoreVersions.create(
        body.text("name") ?? "", datastoreName: body.text("datastore_name") ?? "",
        datastoreManager: body.text("datastore_manager") ?? "", image: body.text("image"),
        packages: body.texts("packages") ?? [], version: body.text("version"))
      return nil
    },
    Route("managementDatastoreVersions.edit", "PATCH", "mgmt/datastore-versions/*") {
      tc, parts async throws(TroveError) in
      try await tc.managementDatastoreVersions.edit(
        parts[0], image: parts.body.text("image"), isActive: parts.body["active"]?.bool,
        name: parts.body.text("name"))
      return nil
    },
    Route("managementDatastoreVersions.delete", "DELETE", "mgmt/datastore-versions/*") {
      tc, parts async throws(TroveError) in
      try await tc.managementDatastoreVersions.delete(parts[0])
      return nil
    },
    Route("managementClusters.list", "GET", "mgmt/clusters") { tc, parts async throws(TroveError) in
      try await tc.managementClusters.list(isDeleted: parts.flag("deleted")).rendered("clusters")
    },
    Route("managementClusters.show", "GET", "mgmt/clusters/*") {
      tc, parts async throws(TroveError) in
      try await tc.managementClusters.show(parts[0]).rendered(as: "cluster")
    },
    Route("managementClusters.resetTask", "POST", "mgmt/clusters/*/action") {
      tc, parts async throws(TroveError) in
      try await tc.managementClusters.resetTask(parts[0])
      return nil
    },
  ]
}

extension NewClusterMember {
  init(recorded value: JSONValue) {
    self.init(
      flavorID: value.text("flavorRef") ?? "",
      volume: value["volume"].flatMap(Volume.init(recorded:)), name: value.text("name"))
  }
}

extension NewConfigurationParameter {
  init(recorded body: JSONValue) {
    let value = body["configuration-parameter"] ?? .null
    self.init(
      value.text("name") ?? "", type: value.text("data_type") ?? "",
      requiresRestart: value["restart_required"] == 1, maximum: value["max_size"]?.int,
      minimum: value["min_size"]?.int)
  }
}
