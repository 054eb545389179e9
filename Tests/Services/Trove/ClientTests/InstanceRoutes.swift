import JSON
import TroveClient

extension Route {
  static let instances: [Route] = [
    Route("instances.create", "POST", "instances") { tc, parts async throws(TroveError) in
      let body = parts.body["instance"] ?? .null
      return try await tc.instances.create(
        body.text("name") ?? "", flavorID: body.text("flavorRef"),
        volume: body["volume"].flatMap(Volume.init(recorded:)),
        databases: body["databases"]?.array?.map(Database.init(recorded:)),
        users: body["users"]?.array?.map(NewUser.init(recorded:)),
        restoringBackup: body["restorePoint"]?.text("backupRef"),
        availabilityZone: body.text("availability_zone"),
        datastore: body["datastore"]?.text("type"),
        datastoreVersion: body["datastore"]?.text("version"),
        replicaOf: body.text("replica_of"), locality: body.text("locality"),
        access: body["access"].map(Access.init(recorded:))
      ).rendered(as: "instance")
    },
    Route("instances.list", "GET", "instances") { tc, parts async throws(TroveError) in
      try await tc.instances.list(
        limit: parts.limit, marker: parts.marker,
        includesClustered: parts.flag("include_clustered") ?? false
      ).rendered("instances")
    },
    Route("instances.list(isDetailed:)", "GET", "instances/detail") {
      tc, parts async throws(TroveError) in
      try await tc.instances.list(
        limit: parts.limit, marker: parts.marker,
        includesClustered: parts.flag("include_clustered") ?? false, isDetailed: true
      ).rendered("instances")
    },
    Route("instances.get", "GET", "instances/*") { tc, parts async throws(TroveError) in
      try await tc.instances.get(parts[0]).rendered(as: "instance")
    },
    Route("instances.delete", "DELETE", "instances/*") { tc, parts async throws(TroveError) in
      try await tc.instances.delete(parts[0])
      return nil
    },
    Route("instances.update", "PUT", "instances/*") { tc, parts async throws(TroveError) in
      let body = parts.body["instance"] ?? .null
      try await tc.instances.update(
        parts[0], name: body.text("name"), configuration: body.text("configuration"),
        removesConfiguration: body["configuration"] == .null,
        detachesReplicaSource: body["replica_of"] == .null,
        access: body["access"].map(Access.init(recorded:)))
      return nil
    },
    Route("instances.upgrade", "PATCH", "instances/*") { tc, parts async throws(TroveError) in
      try await tc.instances.upgrade(
        parts[0], to: parts.body["instance"]?.text("datastore_version") ?? "")
      return nil
    },
    Route("instances.configuration", "GET", "instances/*/configuration") {
      tc, parts async throws(TroveError) in
      let values = try await tc.instances.configuration(parts[0])
      return ["instance": ["configuration": .object(values)]]
    },
    Route("instances.backups", "GET", "instances/*/backups") { tc, parts async throws(TroveError) in
      try await tc.instances.backups(parts[0], limit: parts.limit, marker: parts.marker)
        .rendered("backups")
    },
  ]

  static let instanceActions: [Route] = [
    Route("instances.restart", "POST", "instances/*/action:restart") {
      tc, parts async throws(TroveError) in
      try await tc.instances.restart(parts[0])
      return nil
    },
    Route("instances.resize…", "POST", "instances/*/action:resize") {
      tc, parts async throws(TroveError) in
      let resize = parts.body["resize"] ?? .null
      if let flavor = resize.text("flavorRef") {
        try await tc.instances.resizeInstance(parts[0], toFlavor: flavor)
      } else {
        try await tc.instances.resizeVolume(parts[0], to: resize["volume"]?["size"]?.int ?? -1)
      }
      return nil
    },
    Route(
      "instances.promoteToReplicaSource", "POST", "instances/*/action:promote_to_replica_source"
    ) {
      tc, parts async throws(TroveError) in
      try await tc.instances.promoteToReplicaSource(parts[0])
      return nil
    },
    Route("instances.ejectReplicaSource", "POST", "instances/*/action:eject_replica_source") {
      tc, parts async throws(TroveError) in
      try await tc.instances.ejectReplicaSource(parts[0])
      return nil
    },
    Route("instances.resetStatus", "POST", "instances/*/action:reset_status") {
      tc, parts async throws(TroveError) in
      try await tc.instances.resetStatus(parts[0])
      return nil
    },
  ]

  static let instanceServices: [Route] = [
    Route("instances.logList", "GET", "instances/*/log") { tc, parts async throws(TroveError) in
      try await tc.instances.logList(parts[0]).rendered("logs")
    },
    Route("instances.logAction", "POST", "instances/*/log") { tc, parts async throws(TroveError) in
      let actions: [(LogAction, String)] = [
        (.enable, "enable"), (.disable, "disable"), (.publish, "publish"), (.discard, "discard"),
      ]
      let asked = LogAction(actions.filter { parts.body[$0.1] != nil }.map(\.0))
      let name = parts.body.text("name") ?? ""
      let log =
        asked.isEmpty
        ? try await tc.instances.logShow(parts[0], name)
        : try await tc.instances.logAction(parts[0], name, asked)
      return log.rendered(as: "log")
    },
    Route("instances.sslShow", "GET", "instances/*/ssl") { tc, parts async throws(TroveError) in
      try await tc.instances.sslShow(parts[0]).rendered(as: "ssl")
    },
    Route("instances.ssl…", "POST", "instances/*/ssl") { tc, parts async throws(TroveError) in
      let ssl = parts.body["ssl"] ?? .null
      if ssl["rollback"] != nil {
        return try await tc.instances.sslRollback(parts[0]).rendered(as: "ssl")
      }
      if ssl["disable"] != nil {
        return try await tc.instances.sslDisable(parts[0]).rendered(as: "ssl")
      }
      return try await tc.instances.sslEnable(
        parts[0], mode: ssl.text("mode"), containerRef: ssl.text("container_ref")
      ).rendered(as: "ssl")
    },
    Route("instances.modules", "GET", "instances/*/modules") { tc, parts async throws(TroveError) in
      try await tc.instances.modules(parts[0]).rendered("modules")
    },
    Route("instances.moduleQuery", "GET", "instances/*/modules?from_guest") {
      tc, parts async throws(TroveError) in
      try await tc.instances.moduleQuery(parts[0]).rendered("modules")
    },
    Route("instances.moduleApply", "POST", "instances/*/modules") {
      tc, parts async throws(TroveError) in
      try await tc.instances.moduleApply(parts[0], parts.body.texts("modules") ?? [])
        .rendered("modules")
    },
    Route("instances.moduleRemove", "DELETE", "instances/*/modules/*") {
      tc, parts async throws(TroveError) in
      try await tc.instances.moduleRemove(parts[0], parts[1])
      return nil
    },
  ]

  static let databases: [Route] = [
    Route("databases.create", "POST", "instances/*/databases") {
      tc, parts async throws(TroveError) in
      let databases = parts.body["databases"]?.array ?? []
      try await tc.databases.create(parts[0], databases.map(Database.init(recorded:)))
      return nil
    },
    Route("databases.list", "GET", "instances/*/databases") { tc, parts async throws(TroveError) in
      try await tc.databases.list(parts[0], limit: parts.limit, marker: parts.marker)
        .rendered("databases")
    },
    Route("databases.delete", "DELETE", "instances/*/databases/*") {
      tc, parts async throws(TroveError) in
      try await tc.databases.delete(parts[0], parts[1])
      return nil
    },
  ]
}

extension Volume {
  init?(recorded value: JSONValue) {
    guard let size = value["size"]?.int else { return nil }
    self.init(size: size, type: value.text("type"))
  }
}

extension Access {
  init(recorded value: JSONValue) {
    self.init(isPublic: value["is_public"]?.bool, allowedCIDRs: value.texts("allowed_cidrs"))
  }
}

extension Database {
  init(recorded value: JSONValue) {
    self.init(
      value.text("name") ?? "", characterSet: value.text("character_set"),
      collate: value.text("collate"))
  }
}

extension NewUser {
  init(recorded value: JSONValue) {
    self.init(
      value.text("name") ?? "", password: value.text("password") ?? "", host: value.text("host"),
      databases: value["databases"]?.array?.map(Database.init(recorded:)))
  }
}
