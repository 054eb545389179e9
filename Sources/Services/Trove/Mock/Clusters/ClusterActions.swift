import JSON
import MockServer

/// `POST /clusters/{id}` (sheet, section 4).
extension TroveCall {
  func act(onCluster id: String, _ state: inout TroveState) throws(TroveRefusal) -> Cluster {
    guard let action = try json().object?.members.first else {
      throw .badRequest("Invalid request body.")
    }
    switch action.key {
    case "grow": try grow(id, action.value, &state)
    case "shrink": try shrink(id, action.value, &state)
    case "upgrade": try upgrade(id, action.value, &state)
    case "restart":
      let cluster = try state.useCluster(id, self)
      state.begin(
        .restarting, id, on: cluster.members, .rebooting, settings.lifeCycle.cluster, at: now)
    case "reset-status": try resetStatus(id, &state)
    default:
      _ = try state.cluster(id, of: self)
      throw .badRequest("Action \(action.key) not supported")
    }
    return try state.cluster(id, of: self)
  }

  private func grow(
    _ id: String, _ wanted: JSONValue, _ state: inout TroveState
  ) throws(TroveRefusal) {
    let orders = try MemberOrder.list(wanted, at: "grow")
    let cluster = try state.useCluster(id, self)
    let pattern = cluster.members.first.flatMap { state.instances[$0] }.map {
      MemberOrder(name: nil, flavor: $0.flavor, volume: $0.volume)
    }
    try check(orders, alike: pattern ?? orders.first, state)
    let configuration = cluster.members.first.flatMap { state.instances[$0]?.configuration }
    let added = addMembers(orders, to: cluster, configuration, &state)
    state.begin(.growing, id, on: added, .building, settings.lifeCycle.cluster, at: now)
  }

  private func shrink(
    _ id: String, _ wanted: JSONValue, _ state: inout TroveState
  ) throws(TroveRefusal) {
    var leaving: [String] = []
    for (place, value) in try Validation.array(wanted, at: "shrink").enumerated() {
      let at = "shrink[\(place)]"
      let object = try Validation.object(value, at: at)
      let member = try Validation.uuid(
        Validation.required("id", in: object, at: at), at: "\(at)['id']")
      if !leaving.contains(member) { leaving.append(member) }
    }
    let cluster = try state.useCluster(id, self)
    for member in leaving where !cluster.members.contains(member) { throw .noResource(member) }
    guard leaving.count < cluster.members.count else {
      throw .badRequest("Must leave at least one instance in the cluster when shrinking.")
    }
    state.begin(.shrinking, id, on: leaving, .deleting, settings.lifeCycle.cluster, at: now)
  }

  private func upgrade(
    _ id: String, _ wanted: JSONValue, _ state: inout TroveState
  ) throws(TroveRefusal) {
    let text = try Validation.name(
      Validation.required(
        "datastore_version", in: Validation.object(wanted, at: "upgrade"), at: "upgrade"),
      at: "upgrade['datastore_version']")
    _ = try state.cluster(id, of: self)
    let cluster = try state.useCluster(id, self)
    guard let current = state.catalogue.version(cluster.version),
      let datastore = state.catalogue.datastore(of: current)
    else { throw .noResource(cluster.version) }
    let version = try state.catalogue.version(text, of: datastore).id
    // The new version is shown at once, as with a single instance.
    state.clusters.change(id) { $0.version = version }
    for member in cluster.members { state.instances.change(member) { $0.version = version } }
    state.begin(
      .upgrading, id, on: cluster.members, .upgrading, settings.lifeCycle.cluster, at: now)
  }

  private func resetStatus(_ id: String, _ state: inout TroveState) throws(TroveRefusal) {
    let cluster = try state.cluster(id, of: self)
    try requirePolicy("cluster:reset-status")
    state.agenda.cancel(.cluster(id))
    state.clusters.change(id) { cluster in
      cluster.task = .none
      cluster.updated = now
    }
    for member in cluster.members { state.resetStatus(of: member, at: now) }
  }
}
