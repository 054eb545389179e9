import JSON
import MockServer

/// How what is done to instances ends (sheet, section 6).
extension TroveState {
  /// Begins something that ends by itself.
  mutating func begin(_ task: InstanceTask, _ id: String, _ delay: Delay, at now: Timestamp) {
    instances.change(id) { instance in
      instance.task = task
      instance.updated = now
    }
    agenda.plan(.instance(id), delay, at: now)
  }

  mutating func finishTask(of id: String, at time: Timestamp, _ settings: TroveSettings) {
    guard let instance = instances[id] else { return }
    switch instance.task {
    case .none, .logging, .restartRequired: return
    case .deleting: return remove(instance: id, at: time)
    case .promoting(let source): promote(source, outOf: id)
    case .building, .rebooting, .resizing, .upgrading, .ejecting, .detaching: break
    }
    let hasFailed = instance.task == .building && instance.name.hasSuffix(settings.failingName)
    instances.change(id) { instance in
      switch instance.task {
      case .building:
        instance.isBuilt = true
        instance.hasFailed = hasFailed && !settings.failingName.isEmpty
        instance.access = TroveState.builtAccess(instance.access)
      case .resizing(let volume, let flavor):
        instance.volume = volume ?? instance.volume
        instance.flavor = flavor ?? instance.flavor
      case .detaching: instance.replicaOf = nil
      default: break
      }
      instance.task = .none
      instance.updated = time
      instance.serviceUpdated = time
    }
    if !replicaSources.isEmpty { findReplicaSources() }
  }

  /// Says of a built instance whether it is public, if nothing was said before.
  private static func builtAccess(_ given: JSONObject) -> JSONObject {
    var access = given
    if access["is_public"] == nil { access["is_public"] = false }
    return access
  }

  /// The new source takes the old one's replicas, and the old one becomes a replica, too.
  private mutating func promote(_ source: String, outOf id: String) {
    instances.change(id) { instance in
      instance.replicaOf = instance.id == source ? nil : source
    }
  }

  func replicas(of id: String) -> [Instance] {
    guard let owner = instances.owner(of: id) else { return [] }
    return instances.records(of: owner).filter { $0.replicaOf == id }
  }

  /// Ends what is being done to an instance, and marks it as broken.
  mutating func resetStatus(of id: String, at now: Timestamp) {
    agenda.cancel(.instance(id))
    failBackups(of: id, at: now)
    instances.change(id) { instance in
      instance.task = .none
      instance.isBuilt = true
      instance.isReset = true
      instance.updated = now
      instance.serviceUpdated = now
    }
  }

  mutating func remove(instance id: String, at time: Timestamp) {
    failBackups(of: id, at: time)
    let removed = instances.remove(id)
    if let removed { departed.append(removed, contents[id]?.rootHistory, at: time) }
    if let place = removed?.cluster {
      clusters.change(place.cluster) { $0.members.removeAll { $0 == id } }
    }
    if removed?.replicaOf != nil { findReplicaSources() }
    contents[id] = nil
    agenda.cancel(.instance(id))
  }
}
