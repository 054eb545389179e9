import HTTPMessage
import JSON
import MockServer

/// `/mgmt/clusters` (sheet, section 4). Clusters that are gone are not kept, so none is listed as
/// deleted.
extension TroveRoute {
  static var clusterManagement: [TroveRoute] {
    let one = "/mgmt/clusters/{id}"
    return [
      TroveRoute(.get, "/mgmt/clusters") { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        if call.flag("deleted") {
          return TroveCall.envelope("clusters") { json in
            json.beginArray()
            json.endArray()
          }
        }
        return try call.listClusters(of: nil, isManaged: true, &state)
      },
      TroveRoute(.get, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let cluster = try state.knownCluster(call.id(), of: call)
        let response = call.answer(cluster, .full, state, isManaged: true)
        state.wasShown(.cluster(cluster.id), at: call.now, call.settings)
        return response
      },
      TroveRoute(.post, one + "/action") { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let action = try call.json().object?.members.first?.key
        let cluster = try state.knownCluster(call.id(), of: call)
        guard action == "reset-task" else {
          throw .badRequest("Invalid cluster action requested.")
        }
        state.resetTask(of: cluster, at: call.now, call.settings)
        return TroveCall.accepted
      },
    ]
  }
}

extension TroveState {
  /// The cluster itself is free at once; what its members are about, they finish one by one.
  fileprivate mutating func resetTask(
    of cluster: Cluster, at now: Timestamp, _ settings: TroveSettings
  ) {
    if agenda.isPlanned(.cluster(cluster.id)) {
      let delay = Delay(time: settings.lifeCycle.cluster.time)
      for member in cluster.members where !agenda.isPlanned(.instance(member)) {
        agenda.plan(.instance(member), delay, at: now)
      }
      agenda.cancel(.cluster(cluster.id))
    }
    clusters.change(cluster.id) { cluster in
      cluster.task = .none
      cluster.updated = now
    }
  }
}
