import JSON
import ServiceAnswers

/// The disk of an instance.
public struct Volume: Sendable, Hashable {
  /// GiB.
  public var size: Int
  /// A name from ``VolumeTypeManager``; given when an instance is made, not told afterwards.
  public var type: String?
  /// GiB in use; told of a single instance that is active.
  public internal(set) var used: Double?
  /// GiB; told to administrators.
  public internal(set) var total: Double?
  /// The id of the disk; told to administrators.
  public internal(set) var id: String?
  /// What the disk's service says of it; told to administrators.
  public internal(set) var status: String?

  public init(size: Int, type: String? = nil) {
    self.size = size
    self.type = type
  }

  var json: JSONValue {
    var volume = JSONObject()
    volume.set("size", size)
    volume.set("type", type)
    return .object(volume)
  }
}

/// Who may reach an instance.
public struct Access: Sendable, Hashable {
  /// Whether it has a public address.
  public var isPublic: Bool?
  /// Nil for everybody.
  public var allowedCIDRs: [String]?

  public init(isPublic: Bool? = nil, allowedCIDRs: [String]? = nil) {
    self.isPublic = isPublic
    self.allowedCIDRs = allowedCIDRs
  }

  var json: JSONValue {
    var access = JSONObject()
    access.set("is_public", isPublic)
    access.set("allowed_cidrs", allowedCIDRs?.map { .string($0) })
    return .object(access)
  }
}

/// What runs in an instance.
public struct InstanceDatastore: Sendable, Hashable {
  /// The datastore's name, for example `mysql`.
  public let type: String
  /// The version's name, for example `5.6-104`.
  public let version: String?
  /// The version's number, for example `5.6.104`; not in lists.
  public let versionNumber: String?
}

/// Where an instance can be reached.
public struct Address: Sendable, Hashable {
  public let address: String
  /// `private` or `public`.
  public let type: String?
  /// The id of the network.
  public let network: String?
}

/// A network for an instance that is made.
public struct NIC: Sendable, Hashable {
  public var networkID: String?
  public var subnetID: String?
  public var ipAddress: String?

  public init(networkID: String? = nil, subnetID: String? = nil, ipAddress: String? = nil) {
    self.networkID = networkID
    self.subnetID = subnetID
    self.ipAddress = ipAddress
  }

  var json: JSONValue {
    var nic = JSONObject()
    nic.set("network_id", networkID)
    nic.set("subnet_id", subnetID)
    nic.set("ip_address", ipAddress)
    return .object(nic)
  }
}

extension Volume: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    self.init(size: try answer.member("size").int(), type: try answer.text("type"))
    used = try answer.optional("used")?.double()
    total = try answer.optional("total")?.double()
    id = try answer.text("id")
    status = try answer.text("status")
  }
}

extension Access: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    self.init(
      isPublic: try answer.flag("is_public"), allowedCIDRs: try answer.list("allowed_cidrs"))
  }
}

extension InstanceDatastore: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    type = try answer.member("type").string()
    version = try answer.text("version")
    versionNumber = try answer.text("version_number")
  }
}

extension Address: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    address = try answer.member("address").string()
    type = try answer.text("type")
    network = try answer.text("network")
  }
}
