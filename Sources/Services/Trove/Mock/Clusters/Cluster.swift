import JSON
import MockServer

/// Instances that work as one.
struct Cluster: Sendable {
  let id: String
  let name: String
  let project: String
  var version: String
  var task = ClusterTask.none
  /// Ids of instances, in the order they joined.
  var members: [String]
  var locality: String?
  var isRootEnabled = false
  let created: Timestamp
  var updated: Timestamp
}

/// What is being done to a cluster; the numbers are the service's.
enum ClusterTask: Int, Sendable, CaseIterable {
  case none = 1
  case building = 2
  case deleting = 3
  case addingShard = 4
  case growing = 5
  case shrinking = 6
  case upgrading = 7
  case restarting = 8

  var name: String {
    switch self {
    case .none: "NONE"
    case .building: "BUILDING"
    case .deleting: "DELETING"
    case .addingShard: "ADDING_SHARD"
    case .growing: "GROWING_CLUSTER"
    case .shrinking: "SHRINKING_CLUSTER"
    case .upgrading: "UPGRADING_CLUSTER"
    case .restarting: "RESTARTING_CLUSTER"
    }
  }

  var description: StaticString {
    switch self {
    case .none: "No tasks for the cluster."
    case .building: "Building the initial cluster."
    case .deleting: "Deleting the cluster."
    case .addingShard: "Adding a shard to the cluster."
    case .growing: "Increasing the size of the cluster."
    case .shrinking: "Decreasing the size of the cluster."
    case .upgrading: "Upgrading the cluster to new version."
    case .restarting: "Restarting the cluster."
    }
  }
}

extension TroveState {
  /// A cluster that the caller may see: an administrator sees those of all projects.
  func cluster(_ id: String, of call: TroveCall) throws(TroveRefusal) -> Cluster {
    guard let found = clusters[id], call.maySee(found.project) else {
      throw .notFound("Cluster '\(id)' cannot be found.")
    }
    return found
  }

  /// A cluster that is about to be used: what was due happens first.
  mutating func useCluster(
    _ id: String, _ call: TroveCall, during allowed: [ClusterTask] = [.none]
  ) throws(TroveRefusal) -> Cluster {
    _ = try cluster(id, of: call)
    if agenda.used(.cluster(id), at: call.now) {
      finish(.cluster(id), at: call.now, call.settings)
    }
    let found = try cluster(id, of: call)
    guard allowed.contains(found.task) else {
      throw .unprocessable(
        "This action cannot be performed on the cluster while the current cluster task is '\(found.task.name)'."
      )
    }
    return found
  }

  /// Begins something that ends by itself, for a cluster and those members that have a part in it.
  mutating func begin(
    _ task: ClusterTask, _ id: String, on members: [String], _ memberTask: InstanceTask,
    _ delay: Delay, at now: Timestamp
  ) {
    for member in members {
      agenda.cancel(.instance(member))
      instances.change(member) { instance in
        instance.task = memberTask
        instance.updated = now
      }
    }
    clusters.change(id) { cluster in
      cluster.task = task
      cluster.updated = now
    }
    agenda.plan(.cluster(id), delay, at: now)
  }

  mutating func finishCluster(_ id: String, at time: Timestamp, _ settings: TroveSettings) {
    guard let cluster = clusters[id] else { return }
    if cluster.task == .deleting {
      for member in cluster.members { remove(instance: member, at: time) }
      clusters.remove(id)
      return
    }
    for member in cluster.members where !agenda.isPlanned(.instance(member)) {
      finishTask(of: member, at: time, settings)
    }
    clusters.change(id) { cluster in
      cluster.task = .none
      cluster.updated = time
    }
  }

  /// What is waited for when an instance is looked at: that which happens to it alone, or to its
  /// whole cluster.
  func happening(of id: String) -> Happening {
    guard let place = instances[id]?.cluster, !agenda.isPlanned(.instance(id)) else {
      return .instance(id)
    }
    return .cluster(place.cluster)
  }

  /// After instances were shown, and with them what goes on with them: a cluster counts once, however
  /// many members were in a list.
  mutating func wereShown(_ ids: [String], at now: Timestamp, _ settings: TroveSettings) {
    if agenda.isEmpty { return }
    var counted: Set<Happening> = []
    for id in ids {
      let happening = happening(of: id)
      if counted.insert(happening).inserted { wasShown(happening, at: now, settings) }
      for backup in backups.running(of: id) { wasShown(.backup(backup), at: now, settings) }
    }
  }
}
