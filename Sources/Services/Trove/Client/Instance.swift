public import JSON
import ServiceAnswers

/// A database server in the cloud.
public struct Instance: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let id: String
  /// Need not be unique.
  public let name: String
  public let status: InstanceStatus
  /// Nil where the service doesn't tell.
  public let operatingStatus: OperatingStatus?
  /// Its size; only the id and links are told here.
  public let flavor: Reference
  public let datastore: InstanceDatastore
  /// Nil on a cloud without volumes.
  public let volume: Volume?
  public let region: String?
  /// Empty while the instance is built.
  public let access: Access?
  /// Empty while the instance is built.
  public let ip: [String]
  /// Empty while the instance is built.
  public let addresses: [Address]
  /// The configuration group that is attached.
  public let configuration: Reference?
  /// The instance this one replicates.
  public let replicaOf: Reference?
  /// The instances that replicate this one.
  public let replicas: [Reference]
  /// How replicas are spread over machines, for example `affinity`.
  public let locality: String?
  /// Nil in lists that are not detailed, as the two that follow.
  public let created: TroveTimestamp?
  public let updated: TroveTimestamp?
  public let serviceStatusUpdated: TroveTimestamp?
  /// Told to administrators, as the three that follow.
  public let tenantID: String?
  public let serverID: String?
  public let volumeID: String?
  public let hasEncryptedMessaging: Bool?
  public let links: [Link]
}

extension Instance: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    status = InstanceStatus(rawValue: try answer.member("status").string())
    operatingStatus = try answer.text("operating_status").map(OperatingStatus.init(rawValue:))
    flavor = try Reference(answer.member("flavor"))
    datastore = try InstanceDatastore(answer.member("datastore"))
    volume = try answer.read("volume")
    region = try answer.text("region")
    access = try answer.read("access")
    ip = try answer.list("ip") ?? []
    addresses = try answer.list("addresses") ?? []
    configuration = try answer.read("configuration")
    replicaOf = try answer.read("replica_of")
    replicas = try answer.list("replicas") ?? []
    locality = try answer.text("locality")
    created = try answer.time("created")
    updated = try answer.time("updated")
    serviceStatusUpdated = try answer.time("service_status_updated")
    tenantID = try answer.text("tenant_id")
    serverID = try answer.text("server_id")
    volumeID = try answer.text("volume_id")
    hasEncryptedMessaging = try answer.flag("encrypted_rpc_messaging")
    links = try answer.links()
  }
}

// MARK: Calls

/// What a manager's call of the same name does with the instance's id.
extension Instance {
  /// Asks the service how the instance is by now.
  ///
  /// - Throws: ``TroveError``: not found once the instance is gone; then it stays as it was.
  @discardableResult public mutating func refresh() async throws(TroveError) -> Instance {
    self = try await refreshed()
    return self
  }

  /// The instance as it is by now.
  public func refreshed() async throws(TroveError) -> Instance {
    try await client.instances.get(id)
  }

  /// See ``InstanceManager/delete(_:)``.
  public func delete() async throws(TroveError) { try await client.instances.delete(id) }

  /// See ``InstanceManager/forceDelete(_:)``.
  public func forceDelete() async throws(TroveError) { try await client.instances.forceDelete(id) }

  /// See ``InstanceManager/restart(_:)``.
  public func restart() async throws(TroveError) { try await client.instances.restart(id) }

  /// See ``InstanceManager/resizeVolume(_:to:)``.
  public func resizeVolume(to size: Int) async throws(TroveError) {
    try await client.instances.resizeVolume(id, to: size)
  }

  /// See ``InstanceManager/resizeInstance(_:toFlavor:)``.
  public func resizeInstance(toFlavor flavorID: String) async throws(TroveError) {
    try await client.instances.resizeInstance(id, toFlavor: flavorID)
  }

  /// See ``InstanceManager/upgrade(_:to:)``.
  public func upgrade(to datastoreVersion: String) async throws(TroveError) {
    try await client.instances.upgrade(id, to: datastoreVersion)
  }

  /// See ``InstanceManager/update(_:name:configuration:removesConfiguration:detachesReplicaSource:access:)``.
  public func update(
    name: String? = nil, configuration: String? = nil, removesConfiguration: Bool = false,
    detachesReplicaSource: Bool = false, access: Access? = nil
  ) async throws(TroveError) {
    try await client.instances.update(
      id, name: name, configuration: configuration, removesConfiguration: removesConfiguration,
      detachesReplicaSource: detachesReplicaSource, access: access)
  }

  /// Makes this replica an instance of its own. The method of this name in the Python client fails
  /// without a request.
  public func detachReplica() async throws(TroveError) {
    try await client.instances.update(id, detachesReplicaSource: true)
  }

  /// See ``InstanceManager/promoteToReplicaSource(_:)``.
  public func promoteToReplicaSource() async throws(TroveError) {
    try await client.instances.promoteToReplicaSource(id)
  }

  /// See ``InstanceManager/ejectReplicaSource(_:)``.
  public func ejectReplicaSource() async throws(TroveError) {
    try await client.instances.ejectReplicaSource(id)
  }

  /// See ``InstanceManager/resetStatus(_:)``.
  public func resetStatus() async throws(TroveError) { try await client.instances.resetStatus(id) }

  /// See ``InstanceManager/backups(_:limit:marker:)``.
  public func listBackups(
    limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Backup> {
    try await client.instances.backups(id, limit: limit, marker: marker)
  }

  /// See ``DatabaseManager/list(_:limit:marker:)``.
  public func listDatabases(
    limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Database> {
    try await client.databases.list(id, limit: limit, marker: marker)
  }

  /// See ``UserManager/list(_:limit:marker:)``.
  public func listUsers(
    limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<User> {
    try await client.users.list(id, limit: limit, marker: marker)
  }
}
