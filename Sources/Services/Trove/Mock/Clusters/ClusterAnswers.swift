import HTTPMessage
import JSON
import MockServer

/// `/clusters` (sheet, sections 3.1, 4 and 8).
extension TroveRoute {
  static var clusters: [TroveRoute] {
    let one = "/clusters/{id}"
    return [
      TroveRoute(.get, "/clusters") { call, state throws(TroveRefusal) in
        try call.listClusters(of: call.project, isManaged: false, &state)
      },
      TroveRoute(.post, "/clusters") { call, state throws(TroveRefusal) in
        let cluster = try call.createCluster(&state)
        return call.answer(cluster, .brief, state)
      },
      TroveRoute(.get, one) { call, state throws(TroveRefusal) in
        let cluster = try state.cluster(call.id(), of: call)
        let response = call.answer(cluster, .full, state)
        state.wasShown(.cluster(cluster.id), at: call.now, call.settings)
        return response
      },
      TroveRoute(.delete, one) { call, state throws(TroveRefusal) in
        let cluster = try state.useCluster(call.id(), call, during: [.none, .deleting])
        if cluster.task != .deleting {
          state.begin(
            .deleting, cluster.id, on: cluster.members, .deleting,
            call.settings.lifeCycle.deleting, at: call.now)
        }
        return TroveCall.accepted
      },
      TroveRoute(.post, one) { call, state throws(TroveRefusal) in
        let cluster = try call.act(onCluster: call.id(), &state)
        return call.answer(cluster, .brief, state, status: .accepted)
      },
    ]
  }
}

/// How much of a cluster is shown.
enum ClusterView {
  /// Members by name only.
  case brief
  /// Members with status, makeup and addresses.
  case full
}

extension TroveCall {
  func answer(
    _ cluster: Cluster, _ view: ClusterView, _ state: TroveState, isManaged: Bool = false,
    status: HTTPStatus = .ok
  ) -> HTTPResponse {
    Self.envelope("cluster", status: status, reserving: 4_096) {
      write(cluster, view, isManaged: isManaged, state, to: &$0)
    }
  }

  /// A page in the order of ids.
  ///
  /// - Parameter isManaged: whether administrators look, who see more.
  func listClusters(
    of owner: String?, isManaged: Bool, _ state: inout TroveState
  ) throws(TroveRefusal) -> HTTPResponse {
    let page = try PageRequest(self)
    let (keys, hasMore) = state.clusters.page(of: owner, after: page.marker, limit: page.limit)
    var json = JSONWriter(reserving: 2_048 * keys.count + 256)
    json.beginObject()
    json.key("clusters")
    json.beginArray()
    for key in keys {
      guard let cluster = state.clusters[key] else { continue }
      write(cluster, .brief, isManaged: isManaged, state, to: &json)
    }
    json.endArray()
    if hasMore, let last = keys.last { writeNext(last, to: &json) }
    json.endObject()
    for key in keys { state.wasShown(.cluster(key), at: now, settings) }
    return .json(json.finish())
  }

  private func write(
    _ cluster: Cluster, _ view: ClusterView, isManaged: Bool, _ state: TroveState,
    to json: inout JSONWriter
  ) {
    let members = cluster.members.compactMap { state.instances[$0] }
    json.beginObject()
    json.key("id")
    json.string(cluster.id)
    json.key("name")
    json.string(cluster.name)
    json.key("task")
    json.beginObject()
    json.key("id")
    json.int(cluster.task.rawValue)
    json.key("name")
    json.string(cluster.task.name)
    json.key("description")
    json.string(cluster.task.description)
    json.endObject()
    json.key("created")
    json.string(cluster.created.iso8601Seconds)
    json.key("updated")
    json.string(cluster.updated.iso8601Seconds)
    writeLinks("clusters", cluster.id, to: &json)
    let version = state.catalogue.version(cluster.version)
    json.key("datastore")
    json.beginObject()
    json.key("type")
    json.optional(version.flatMap { state.catalogue.datastore(of: $0)?.name })
    json.key("version")
    json.optional(version?.name)
    json.endObject()
    json.key("instances")
    json.beginArray()
    for member in members { write(member: member, view, state, to: &json) }
    json.endArray()
    let addresses = members.filter(\.isBuilt).map(\.address)
    if view == .full, !addresses.isEmpty { write(ip: addresses, to: &json) }
    if let locality = cluster.locality {
      json.key("locality")
      json.string(locality)
    }
    if isManaged {
      json.key("tenant_id")
      json.string(cluster.project)
      json.key("deleted")
      json.bool(false)
    }
    json.endObject()
  }

  private func write(
    member: Instance, _ view: ClusterView, _ state: TroveState, to json: inout JSONWriter
  ) {
    json.beginObject()
    json.key("id")
    json.string(member.id)
    json.key("name")
    json.string(member.name)
    json.key("type")
    json.optional(member.cluster?.type)
    writeLinks("instances", member.id, to: &json)
    if view == .full {
      json.key("status")
      json.string(state.status(of: member))
      json.key("volume")
      json.beginObject()
      json.key("size")
      json.int(member.volume)
      json.endObject()
      json.key("flavor")
      json.beginObject()
      json.key("id")
      json.string(member.flavor)
      writeLinks("flavors", member.flavor, to: &json)
      json.endObject()
      if member.isBuilt { write(ip: [member.address], to: &json) }
    }
    json.endObject()
  }

  private func write(ip addresses: [String], to json: inout JSONWriter) {
    json.key("ip")
    json.beginArray()
    for address in addresses { write(address: address, to: &json) }
    json.endArray()
  }
}
