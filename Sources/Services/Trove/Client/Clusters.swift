public import JSON
import ServiceAnswers

/// Instances that work as one.
public struct Cluster: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let id: String
  public let name: String
  /// What it is doing: `NONE`, `BUILDING`, `GROWING_CLUSTER`, `SHRINKING_CLUSTER`, `DELETING` …
  public let task: ClusterTask
  public let datastore: InstanceDatastore
  public let instances: [ClusterMember]
  /// Empty while it is built.
  public let ip: [Address]
  public let created: TroveTimestamp?
  public let updated: TroveTimestamp?
  /// Told to administrators, as the one that follows.
  public let tenantID: String?
  public let isDeleted: Bool?
  public let links: [Link]

  /// Asks the service how the cluster is by now.
  @discardableResult public mutating func refresh() async throws(TroveError) -> Cluster {
    self = try await refreshed()
    return self
  }

  /// The cluster as it is by now.
  public func refreshed() async throws(TroveError) -> Cluster { try await client.clusters.get(id) }

  /// Deletes the cluster; see ``ClusterManager/delete(_:)``.
  public func delete() async throws(TroveError) { try await client.clusters.delete(id) }
}

/// What a cluster is doing.
public struct ClusterTask: Sendable, Hashable {
  public let id: Int?
  public let name: String
  public let description: String?
}

/// An instance in a cluster; what it is beyond its name is told only while the cluster is idle.
public struct ClusterMember: Sendable, Hashable, Identifiable {
  public let id: String
  public let name: String
  /// For example `member`.
  public let type: String?
  public let status: InstanceStatus?
  public let flavor: Reference?
  public let volume: Volume?
  public let ip: [Address]
  public let links: [Link]
}

/// An instance to be made in a cluster.
public struct NewClusterMember: Sendable, Hashable {
  public var flavorID: String
  public var volume: Volume?
  /// Nil for a name that the service makes up.
  public var name: String?
  /// What it is to be, where the datastore tells members apart.
  public var type: String?
  public var availabilityZone: String?
  public var nics: [NIC]?

  public init(
    flavorID: String, volume: Volume? = nil, name: String? = nil, type: String? = nil,
    availabilityZone: String? = nil, nics: [NIC]? = nil
  ) {
    self.flavorID = flavorID
    self.volume = volume
    self.name = name
    self.type = type
    self.availabilityZone = availabilityZone
    self.nics = nics
  }

  var json: JSONValue {
    var member = JSONObject()
    member.set("flavorRef", flavorID)
    if let volume { member["volume"] = volume.json }
    member.set("name", name)
    member.set("type", type)
    member.set("availability_zone", availabilityZone)
    member.set("nics", nics?.map(\.json))
    return .object(member)
  }
}

extension Cluster: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    task = try ClusterTask(answer.member("task"))
    datastore = try InstanceDatastore(answer.member("datastore"))
    instances = try answer.list("instances") ?? []
    ip = try answer.list("ip") ?? []
    created = try answer.time("created")
    updated = try answer.time("updated")
    tenantID = try answer.text("tenant_id")
    isDeleted = try answer.flag("deleted")
    links = try answer.links()
  }
}

extension ClusterTask: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    id = try answer.number("id")
    name = try answer.member("name").string()
    description = try answer.text("description")
  }
}

extension ClusterMember: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    type = try answer.text("type")
    status = try answer.text("status").map(InstanceStatus.init(rawValue:))
    flavor = try answer.read("flavor")
    volume = try answer.read("volume")
    ip = try answer.list("ip") ?? []
    links = try answer.links()
  }
}
