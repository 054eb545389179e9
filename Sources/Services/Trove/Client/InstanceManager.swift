public import JSON
import ServiceAnswers

/// Makes, finds, changes and deletes instances.
public struct InstanceManager: Sendable {
  let client: TroveClient

  /// Makes an instance. It is in status ``InstanceStatus/build`` at first; names need not be unique,
  /// so doing this twice makes two.
  ///
  /// - Parameters:
  ///   - flavorID: its size; not for a replica, which has its source's.
  ///   - users: may be given access to `databases` only.
  ///   - datastore: the name of a datastore; the cloud has a default.
  ///   - datastoreVersion: a version's name; the datastore has a default.
  ///   - restoringBackup: the id of a backup to begin with.
  ///   - nics: one at most.
  ///   - configuration: the id of a configuration group.
  ///   - replicaOf: the id of an instance to replicate.
  ///   - modules: ids.
  /// - Throws: ``TroveError``: a bad request for what the service finds wrong or doesn't know of
  ///   flavor and version; not found for an unknown datastore, backup or replica source; over limit
  ///   when the volume is too large or the quota is used up.
  public func create(
    _ name: String, flavorID: String? = nil, volume: Volume? = nil, databases: [Database]? = nil,
    users: [NewUser]? = nil, restoringBackup: String? = nil, availabilityZone: String? = nil,
    datastore: String? = nil, datastoreVersion: String? = nil,
    datastoreVersionNumber: String? = nil, nics: [NIC]? = nil, configuration: String? = nil,
    replicaOf: String? = nil, replicaCount: Int? = nil, modules: [String]? = nil,
    locality: String? = nil, regionName: String? = nil, access: Access? = nil
  ) async throws(TroveError) -> Instance {
    var instance = JSONObject()
    instance.set("name", name)
    instance.set("flavorRef", flavorID)
    if let volume { instance["volume"] = volume.json }
    // As in the Python client, an empty list is not sent.
    if databases?.isEmpty == false { instance.set("databases", databases?.map(\.json)) }
    if users?.isEmpty == false { instance.set("users", users?.map(\.json)) }
    if let restoringBackup {
      instance["restorePoint"] = ["backupRef": .string(restoringBackup)]
    }
    instance.set("availability_zone", availabilityZone)
    instance.setDatastore(datastore, version: datastoreVersion, number: datastoreVersionNumber)
    instance.set("nics", nics?.map(\.json))
    instance.set("configuration", configuration)
    instance.set("replica_of", replicaOf)
    instance.set("replica_count", replicaCount)
    instance.set("modules", modules?.map { ["id": .string($0)] })
    instance.set("locality", locality)
    instance.set("region_name", regionName)
    if let access { instance["access"] = access.json }
    let body: JSONValue = ["instance": .object(instance)]
    return try await client.value(.post("instances", body: body), "instance")
  }

  /// A page of the project's instances: chosen in the order of their ids, and within a page shown
  /// newest first (the Trove sheet, section 3.1).
  ///
  /// - Parameters:
  ///   - limit: 20 at most; the service cuts it.
  ///   - marker: ``Page/next`` of the page before.
  ///   - includesClustered: whether members of clusters are listed, too.
  ///   - isDetailed: whether times and version numbers are told.
  /// - Throws: ``TroveError``
  public func list(
    limit: Int? = nil, marker: String? = nil, includesClustered: Bool = false,
    isDetailed: Bool = false
  ) async throws(TroveError) -> Page<Instance> {
    var call = Call.get("instances", query: Query(limit: limit, marker: .plain(marker)))
    if isDetailed { call.path.append("detail") }
    call.query.add("include_clustered", includesClustered)
    return try await client.page(call, "instances")
  }

  /// All of the project's instances, in pages of `pageSize`.
  public func all(
    pageSize: Int? = nil, includesClustered: Bool = false, isDetailed: Bool = false
  ) -> PageSequence<Instance> {
    PageSequence { marker throws(TroveError) in
      try await list(
        limit: pageSize, marker: marker, includesClustered: includesClustered,
        isDetailed: isDetailed)
    }
  }

  /// An instance.
  ///
  /// - Throws: ``TroveError``: not found when the project has no such instance.
  public func get(_ id: String) async throws(TroveError) -> Instance {
    try await client.value(.get("instances", id), "instance")
  }

  /// Deletes an instance. It is in status ``InstanceStatus/shutdown`` until it is gone.
  ///
  /// - Throws: ``TroveError``: unprocessable while it is built; forbidden while it has replicas; not
  ///   implemented for a member of a cluster.
  public func delete(_ id: String) async throws(TroveError) {
    try await client.send(.delete("instances", id))
  }

  /// Deletes an instance whatever its state: ``resetStatus(_:)``, then ``delete(_:)``. For
  /// administrators.
  public func forceDelete(_ id: String) async throws(TroveError) {
    try await resetStatus(id)
    try await delete(id)
  }

  /// Changes an instance. Beside the name, the service takes one change at a time.
  ///
  /// - Parameters:
  ///   - configuration: the id of a configuration group to attach.
  ///   - removesConfiguration: detaches the group; not together with `configuration`.
  ///   - detachesReplicaSource: makes a replica an instance of its own.
  /// - Throws: ``TroveError``: a bad request when it is no replica, or has a configuration already.
  public func update(
    _ id: String, name: String? = nil, configuration: String? = nil,
    removesConfiguration: Bool = false, detachesReplicaSource: Bool = false,
    access: Access? = nil
  ) async throws(TroveError) {
    var instance = JSONObject()
    instance.set("configuration", configuration)
    instance.set("name", name)
    if detachesReplicaSource { instance["replica_of"] = .null }
    if removesConfiguration { instance["configuration"] = .null }
    if let access { instance["access"] = access.json }
    try await client.send(.put("instances", id, body: ["instance": .object(instance)]))
  }

  /// Moves an instance to another version of its datastore.
  ///
  /// - Parameter datastoreVersion: the version's name.
  /// - Throws: ``TroveError``: a bad request for an unknown version; unprocessable while it is busy.
  public func upgrade(_ id: String, to datastoreVersion: String) async throws(TroveError) {
    let body: JSONValue = ["instance": ["datastore_version": .string(datastoreVersion)]]
    try await client.send(.patch("instances", id, body: body))
  }

  /// The configuration an instance has without a group: the values by name.
  public func configuration(_ id: String) async throws(TroveError) -> JSONObject {
    try await client.read(.get("instances", id, "configuration")) {
      answer throws(UnreadableAnswer) in
      try answer.member("instance").member("configuration").object()
    }
  }

  /// The backups of an instance.
  public func backups(
    _ id: String, limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Backup> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(.get("instances", id, "backups", query: query), "backups")
  }
}

extension JSONObject {
  /// What is to run, in the way that instances, configurations, clusters and modules say it.
  mutating func setDatastore(_ type: String?, version: String?, number: String? = nil) {
    var datastore = JSONObject()
    datastore.set("type", type)
    datastore.set("version", version)
    datastore.set("version_number", number)
    if !datastore.isEmpty { self["datastore"] = .object(datastore) }
  }
}
