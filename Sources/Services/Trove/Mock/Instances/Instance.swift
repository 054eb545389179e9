import JSON
import MockServer

/// A database instance. What is inside of it (databases, users, logs) is kept apart, as
/// ``InstanceContents``, since lists never show it.
struct Instance: Sendable {
  let id: String
  var name: String
  let project: String
  var task = InstanceTask.none
  /// Whether a server stands behind it, with an address.
  var isBuilt = false
  var hasFailed = false
  /// An administrator has marked it as broken.
  var isReset = false
  var flavor: String
  var version: String
  /// In gigabytes.
  var volume: Int
  /// What was said about who may reach it.
  var access: JSONObject
  var address: String
  var replicaOf: String?
  var configuration: String?
  var locality: String?
  var cluster: ClusterMembership?
  let created: Timestamp
  var updated: Timestamp
  var serviceUpdated: Timestamp
  let serverID: String
  let volumeID: String
  var server = Server(name: "", number: 0)

  /// What only administrators see of the machine that an instance runs on.
  struct Server: Sendable {
    let name: String
    let number: Int
  }
}

/// An instance's place in a cluster.
struct ClusterMembership: Sendable {
  let cluster: String
  /// For example `member`.
  let type: String
}

/// What is being done to an instance (sheet, section 6).
enum InstanceTask: Sendable, Equatable {
  case none
  case building
  case rebooting
  case resizing(volume: Int?, flavor: String?)
  case upgrading
  /// Towards the instance that becomes the source.
  case promoting(String)
  case ejecting
  case detaching
  case logging
  case restartRequired
  case deleting

  /// The service's name for it.
  var name: String {
    switch self {
    case .none: "NONE"
    case .building: "BUILDING"
    case .rebooting: "REBOOTING"
    case .resizing: "RESIZING"
    case .upgrading: "UPGRADING"
    case .promoting: "PROMOTING"
    case .ejecting: "EJECTING"
    case .detaching: "DETACHING"
    case .logging: "LOGGING"
    case .restartRequired: "RESTART_REQUIRED"
    case .deleting: "DELETING"
    }
  }

  /// The service's sentence about it.
  var description: StaticString {
    switch self {
    case .none: "No tasks for the instance."
    case .building: "The instance is building."
    case .rebooting: "Rebooting the instance."
    case .resizing: "Resizing the instance."
    case .upgrading: "Upgrading the instance."
    case .promoting: "Promoting the instance to replica source."
    case .ejecting: "Ejecting the replica source."
    case .detaching: "Detaching the instance from replica source."
    case .logging: "Transferring guest logs."
    case .restartRequired: "Instance requires a restart."
    case .deleting: "Deleting the instance."
    }
  }

  /// What an instance's status says while it is done; nil when the status says something else.
  var status: StaticString? {
    switch self {
    case .none: nil
    case .building: "BUILD"
    case .rebooting: "REBOOT"
    case .resizing: "RESIZE"
    case .upgrading: "UPGRADE"
    case .promoting: "PROMOTE"
    case .ejecting: "EJECT"
    case .detaching: "DETACH"
    case .logging: "LOGGING"
    case .restartRequired: "RESTART_REQUIRED"
    case .deleting: "SHUTDOWN"
    }
  }

  /// Whether the database answers meanwhile.
  var keepsDatabaseRunning: Bool {
    switch self {
    case .none, .detaching, .logging, .restartRequired: true
    default: false
    }
  }
}

extension TroveState {
  /// What an instance's status says, in the order of the service (sheet, section 6).
  func status(of instance: Instance) -> StaticString {
    if instance.hasFailed, instance.task != .deleting { return "ERROR" }
    if let status = instance.task.status { return status }
    return isBackedUp(instance.id) ? "BACKUP" : "ACTIVE"
  }

  func operatingStatus(of instance: Instance) -> StaticString {
    if instance.hasFailed || !instance.isBuilt { return "" }
    if instance.task == .restartRequired { return "RESTART_REQUIRED" }
    guard instance.task == .none else { return "" }
    return instance.isReset ? "ERROR" : "HEALTHY"
  }

  /// An instance of the caller's project; administrators reach those of all.
  func instance(_ id: String, of call: TroveCall) throws(TroveRefusal) -> Instance {
    guard let instance = instances[id], instance.project == call.project || call.isAdmin else {
      throw .noResource(id)
    }
    return instance
  }

  /// An idle instance that may be changed by itself, unlike the members of a cluster.
  mutating func useAlone(_ id: String, _ call: TroveCall) throws(TroveRefusal) -> Instance {
    let instance = try useIdle(id, call)
    guard instance.cluster == nil || call.isAdmin else {
      throw .notImplemented("Operation not supported for instances that are part of a cluster.")
    }
    return instance
  }

  /// An instance of the caller's project that is about to be used: what was due happens first.
  mutating func use(_ id: String, _ call: TroveCall) throws(TroveRefusal) -> Instance {
    let found = try instance(id, of: call)
    for backup in backups.running(of: id) where agenda.used(.backup(backup), at: call.now) {
      finish(.backup(backup), at: call.now, call.settings)
    }
    let happening = happening(of: id)
    guard agenda.used(happening, at: call.now) else { return found }
    finish(happening, at: call.now, call.settings)
    return try instance(id, of: call)
  }

  /// An instance whose database answers.
  mutating func useDatabase(_ id: String, _ call: TroveCall) throws(TroveRefusal) -> Instance {
    let instance = try use(id, call)
    guard instance.isBuilt, !instance.hasFailed, instance.task.keepsDatabaseRunning else {
      throw .unprocessable("Instance \(id) is not ready.")
    }
    return instance
  }

  /// An instance to which nothing else is being done.
  mutating func useIdle(_ id: String, _ call: TroveCall) throws(TroveRefusal) -> Instance {
    let instance = try use(id, call)
    if instance.task == .building { throw .unprocessable("Instance \(id) is not ready.") }
    let busy: String
    if instance.task != .none, instance.task != .restartRequired {
      busy = "task status was \(instance.task.name)"
    } else if isBackedUp(id) || instance.hasFailed {
      busy = "instance status was \(status(of: instance))"
    } else {
      return instance
    }
    throw .unprocessable(
      "Instance \(id) is not currently available for an action to be performed (\(busy)).")
  }
}
