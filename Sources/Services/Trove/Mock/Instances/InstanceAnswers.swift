import HTTPMessage
import JSON
import MockServer

/// Reading instances (sheet, sections 3.1, 4 and 8).
extension TroveRoute {
  static var instances: [TroveRoute] {
    [
      TroveRoute(.get, "/instances") { call, state throws(TroveRefusal) in
        try call.list(&state, .list)
      },
      TroveRoute(.get, "/instances/detail") { call, state throws(TroveRefusal) in
        try call.list(&state, .detailedList)
      },
      TroveRoute(.get, "/instances/{id}") { call, state throws(TroveRefusal) in
        let instance = try state.instance(call.id(), of: call)
        let response = call.answer(instance, state)
        state.wereShown([instance.id], at: call.now, call.settings)
        return response
      },
      TroveRoute(.post, "/instances") { call, state throws(TroveRefusal) in
        let instance = try call.createInstances(&state)
        return call.answer(instance, state)
      },
      TroveRoute(.delete, "/instances/{id}") { call, state throws(TroveRefusal) in
        try call.deleteInstance(&state)
      },
      TroveRoute(.put, "/instances/{id}") { call, state throws(TroveRefusal) in
        try call.updateInstance(&state)
      },
      TroveRoute(.patch, "/instances/{id}") { call, state throws(TroveRefusal) in
        try call.upgradeInstance(&state)
      },
    ]
  }
}

/// How much of an instance is shown.
enum InstanceView: Sendable, Equatable {
  case list, detailedList, single, managed

  var isDetailed: Bool { self != .list }
}

extension TroveCall {
  func answer(_ instance: Instance, _ state: TroveState) -> HTTPResponse {
    Self.envelope("instance", reserving: 2_048) { write(instance, .single, state, to: &$0) }
  }

  /// A page in the order of ids, shown with the newest first.
  fileprivate func list(
    _ state: inout TroveState, _ view: InstanceView
  ) throws(TroveRefusal) -> HTTPResponse {
    // Being shown may let something happen, so that the page is another one the next time.
    let isLasting = state.agenda.isEmpty
    let key = RenderedPages.Key(
      origin: origin, project: project, isAdmin: isAdmin, target: request.target.raw)
    if isLasting, let page = state.pages.page(for: key) { return .json(page) }
    let page = try PageRequest(self)
    let withMembers = flag("include_clustered")
    let hidesMembers = !withMembers && state.clusters.count > 0
    let (keys, hasMore) = state.instances.page(
      of: project, after: page.marker, limit: page.limit,
      where: hidesMembers ? { $0.cluster == nil } : nil)
    let shown = keys.compactMap { state.instances[$0] }.sorted { $0.created > $1.created }
    var json = JSONWriter(reserving: 1_024 * shown.count + 256)
    json.beginObject()
    json.key("instances")
    json.beginArray()
    for instance in shown { write(instance, view, state, to: &json) }
    json.endArray()
    if hasMore, let last = keys.last { writeNext(last, to: &json) }
    json.endObject()
    let text = json.finish()
    if isLasting { state.pages.keep(text, for: key) }
    state.wereShown(keys, at: now, settings)
    return .json(text)
  }

  func write(
    _ instance: Instance, _ view: InstanceView, _ state: TroveState, to json: inout JSONWriter
  ) {
    json.beginObject()
    writeMembers(instance, view, state, to: &json)
    json.endObject()
  }

  /// The members of an instance, without the braces, so that others can follow.
  func writeMembers(
    _ instance: Instance, _ view: InstanceView, _ state: TroveState, to json: inout JSONWriter
  ) {
    json.key("id")
    json.string(instance.id)
    json.key("name")
    json.string(instance.name)
    json.key("status")
    json.string(state.status(of: instance))
    json.key("operating_status")
    json.string(state.operatingStatus(of: instance))
    writeLinks("instances", instance.id, to: &json)
    writeMakeup(instance, view, state, to: &json)
    if isAdmin {
      json.key("tenant_id")
      json.string(instance.project)
    }
    writeVolume(instance, view, to: &json)
    if instance.isBuilt { writeAddresses(of: [instance.address], to: &json) }
    writeReplication(instance, state, to: &json)
    if view.isDetailed { writeDetails(instance, state, to: &json) }
  }

  private func writeMakeup(
    _ instance: Instance, _ view: InstanceView, _ state: TroveState, to json: inout JSONWriter
  ) {
    json.key("flavor")
    json.beginObject()
    json.key("id")
    json.string(instance.flavor)
    writeLinks("flavors", instance.flavor, to: &json)
    json.endObject()
    let version = state.catalogue.version(instance.version)
    json.key("datastore")
    json.beginObject()
    json.key("type")
    json.optional(version.flatMap { state.catalogue.datastore(of: $0)?.name })
    json.key("version")
    json.optional(version?.name)
    if view.isDetailed {
      json.key("version_number")
      json.optional(version?.number)
    }
    json.endObject()
    json.key("region")
    // The members of a cluster are made without one.
    json.optional(instance.cluster == nil ? settings.region : nil)
    json.key("access")
    json.beginObject()
    for member in instance.access.members {
      json.key(member.key)
      json.value(member.value)
    }
    json.endObject()
  }

  private func writeVolume(
    _ instance: Instance, _ view: InstanceView, to json: inout JSONWriter
  ) {
    json.key("volume")
    if view == .managed { return writeManagedVolume(of: instance, to: &json) }
    json.beginObject()
    json.key("size")
    json.int(instance.volume)
    // The guest tells of it, when it can be asked.
    if view == .single, instance.isBuilt, instance.task.keepsDatabaseRunning {
      json.key("used")
      json.number(settings.volumeUsed)
    }
    json.endObject()
  }

  func writeAddresses(of addresses: [String], to json: inout JSONWriter) {
    json.key("ip")
    json.beginArray()
    for address in addresses { json.string(address) }
    json.endArray()
    json.key("addresses")
    json.beginArray()
    for address in addresses { write(address: address, to: &json) }
    json.endArray()
  }

  func write(address: String, to json: inout JSONWriter) {
    json.beginObject()
    json.key("address")
    json.string(address)
    json.key("type")
    json.string("private")
    json.key("network")
    json.string(settings.network.id)
    json.endObject()
  }

  private func writeReplication(
    _ instance: Instance, _ state: TroveState, to json: inout JSONWriter
  ) {
    if let source = instance.replicaOf {
      json.key("replica_of")
      json.beginObject()
      json.key("id")
      json.string(source)
      writeLinks("instances", source, to: &json)
      json.endObject()
    }
    guard state.replicaSources.contains(instance.id) else { return }
    json.key("replicas")
    json.beginArray()
    for replica in state.replicas(of: instance.id) {
      json.beginObject()
      json.key("id")
      json.string(replica.id)
      writeLinks("instances", replica.id, to: &json)
      json.endObject()
    }
    json.endArray()
  }

  private func writeDetails(
    _ instance: Instance, _ state: TroveState, to json: inout JSONWriter
  ) {
    json.key("created")
    json.string(instance.created.iso8601Seconds)
    json.key("updated")
    json.string(instance.updated.iso8601Seconds)
    json.key("service_status_updated")
    json.string(instance.serviceUpdated.iso8601Seconds)
    if let id = instance.configuration {
      json.key("configuration")
      json.beginObject()
      json.key("id")
      json.string(id)
      json.key("name")
      json.optional(state.configurations[id]?.name)
      writeLinks("configurations", id, to: &json)
      json.endObject()
    }
    if let locality = instance.locality {
      json.key("locality")
      json.string(locality)
    }
    guard isAdmin else { return }
    json.key("server_id")
    json.string(instance.serverID)
    json.key("volume_id")
    json.string(instance.volumeID)
    json.key("encrypted_rpc_messaging")
    json.bool(false)
  }
}
