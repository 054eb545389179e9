import HTTPMessage
import JSON
import MockServer

/// `/clusters/{id}/root` (sheet, section 4). What the datastore allows is told by its version.
extension TroveRoute {
  static var clusterRoot: [TroveRoute] {
    [
      TroveRoute(.get, "/clusters/{id}/root") { call, state throws(TroveRefusal) in
        let cluster = try state.knownCluster(call.id(), of: call)
        guard state.catalogue.version(cluster.version)?.cluster?.hasRoot == true else {
          throw .unprocessable("Cluster \(cluster.members.first ?? cluster.id) is not ready.")
        }
        var json = JSONWriter()
        json.beginObject()
        json.key("rootEnabled")
        json.bool(cluster.isRootEnabled)
        json.endObject()
        return .json(json.finish())
      },
      TroveRoute(.post, "/clusters/{id}/root") { call, state throws(TroveRefusal) in
        try call.enableRoot(&state)
      },
    ]
  }
}

extension TroveState {
  /// A cluster, refused by the name that its table has where clusters are not asked for as such.
  func knownCluster(_ id: String, of call: TroveCall) throws(TroveRefusal) -> Cluster {
    guard let found = clusters[id], call.maySee(found.project) else {
      throw .notFound("DBCluster Not Found")
    }
    return found
  }
}

extension TroveCall {
  fileprivate func enableRoot(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let wanted = try optionalJSON()["password"]
    let password = try wanted.map { value throws(TroveRefusal) in
      try Validation.string(value, at: "password")
    }
    var cluster = try state.knownCluster(id(), of: self)
    let version = state.catalogue.version(cluster.version)
    guard version?.cluster?.hasRoot == true else {
      let datastore = version.flatMap { state.catalogue.datastore(of: $0)?.name } ?? ""
      throw .unprocessable("Operation not supported for datastore \(datastore).")
    }
    cluster = try state.useCluster(cluster.id, self)
    state.clusters.change(cluster.id) { $0.isRootEnabled = true }
    for member in cluster.members {
      state.contents[member]?.isRootEnabled = true
      if state.contents[member]?.rootHistory == nil {
        state.contents[member]?.rootHistory = (now, caller.user)
      }
    }
    return Self.envelope("user") { json in
      json.value(["name": "root", "password": .string(password ?? settings.rootPassword)])
    }
  }
}
