import HTTPMessage
import JSON
import MockServer

/// Instances as administrators see them: of all projects, and with what they run on (sheet, sections
/// 4 and 8).
extension TroveRoute {
  static var managedInstances: [TroveRoute] {
    let one = "/mgmt/instances/{id}"
    return [
      TroveRoute(.get, "/mgmt/instances") { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        return try call.listManaged(&state)
      },
      TroveRoute(.get, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        return try call.showManaged(&state)
      },
      TroveRoute(.get, one + "/diagnostics") { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        _ = try state.useDatabase(call.id(), call)
        return TroveCall.envelope("diagnostics") { $0.value(call.settings.management.diagnostics) }
      },
      TroveRoute(.get, one + "/hwinfo") { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        _ = try state.useDatabase(call.id(), call)
        return TroveCall.envelope("hwinfo") { $0.value(call.settings.management.hardware) }
      },
    ]
  }
}

/// An instance with what only administrators are shown.
private struct ManagedInstance {
  let instance: Instance
  var rootHistory: (enabled: Timestamp, user: String)?
  var departed: Timestamp?

  init(_ instance: Instance, _ state: TroveState) {
    self.instance = instance
    rootHistory = state.contents[instance.id]?.rootHistory
  }

  init(_ departed: DepartedInstances.Departed) {
    instance = departed.instance
    rootHistory = departed.rootHistory
    self.departed = departed.at
  }
}

extension TroveCall {
  /// A page by time of change, newest first, shown by time of creation. The marker is an offset, and
  /// a full page is followed by another, if only by an empty one.
  fileprivate func listManaged(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let page = try PageRequest(self, isCapped: false)
    let start = try page.marker.map { marker throws(TroveRefusal) in
      guard let offset = Int(marker), offset >= 0 else {
        throw .badRequest("The marker must be a number, not '\(marker)'.")
      }
      return offset
    }
    let all = wanted(state).sorted {
      ($1.instance.updated, $0.instance.id) < ($0.instance.updated, $1.instance.id)
    }
    let shown = all.dropFirst(start ?? 0).prefix(page.limit)
    var json = JSONWriter(reserving: 2_048 * shown.count + 256)
    json.beginObject()
    json.key("instances")
    json.beginArray()
    for managed in shown.sorted(by: { $0.instance.created > $1.instance.created }) {
      write(managed, .detailedList, state, to: &json)
    }
    json.endArray()
    if shown.count == page.limit { writeNext(String((start ?? 0) + page.limit), to: &json) }
    json.endObject()
    state.wereShown(shown.map(\.instance.id), at: now, settings)
    return .json(json.finish())
  }

  /// The instances that the query asks for.
  private func wanted(_ state: TroveState) -> [ManagedInstance] {
    let deleted = query("deleted")?.lowercased()
    var all: [ManagedInstance] = []
    if deleted != "true" {
      all += state.instances.records(of: nil).map { ManagedInstance($0, state) }
    }
    if deleted != "false" { all += state.departed.all.map { ManagedInstance($0) } }
    let withMembers = query("include_clustered")?.lowercased() == "true"
    let project = query("project_id") ?? ""
    return all.filter {
      (withMembers || $0.instance.cluster == nil)
        && (project.isEmpty || $0.instance.project == project)
    }
  }

  fileprivate func showManaged(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let departed =
      query("deleted")?.lowercased() == "true"
      ? state.departed.all.last { $0.instance.id == id() } : nil
    let managed: ManagedInstance
    if let departed {
      managed = ManagedInstance(departed)
    } else {
      managed = ManagedInstance(try state.instance(id(), of: self), state)
    }
    let response = Self.envelope("instance", reserving: 2_048) {
      write(managed, .managed, state, to: &$0)
    }
    state.wereShown([managed.instance.id], at: now, settings)
    return response
  }

  private func write(
    _ managed: ManagedInstance, _ view: InstanceView, _ state: TroveState,
    to json: inout JSONWriter
  ) {
    let instance = managed.instance
    let service: Instance.Service =
      managed.departed == nil ? instance.service : ("DELETED", "deleted")
    json.beginObject()
    writeMembers(instance, view, state, to: &json)
    json.key("server")
    writeServer(of: managed, withAddresses: view == .managed, to: &json)
    json.key("service_status")
    json.string(service.name)
    json.key("deleted")
    json.bool(managed.departed != nil)
    json.key("deleted_at")
    json.optional(managed.departed?.iso8601Seconds)
    json.key("task_description")
    json.string(instance.task.description)
    if view == .managed {
      if let root = managed.rootHistory {
        json.key("root_enabled")
        json.string(root.enabled.iso8601Seconds)
        json.key("root_enabled_by")
        json.string(root.user)
      }
      json.key("guest_status")
      json.beginObject()
      json.key("state_description")
      json.string(service.description)
      json.endObject()
    }
    json.endObject()
  }

  private func writeServer(
    of managed: ManagedInstance, withAddresses: Bool, to json: inout JSONWriter
  ) {
    let instance = managed.instance
    guard managed.departed == nil else { return json.null() }
    json.beginObject()
    json.key("id")
    json.string(instance.serverID)
    json.key("name")
    json.string(instance.server.name)
    json.key("status")
    json.string(instance.isBuilt ? "ACTIVE" : "BUILD")
    json.key("tenant_id")
    json.string(instance.project)
    json.key("host")
    json.string(settings.management.host)
    json.key("deleted")
    json.bool(false)
    json.key("deleted_at")
    json.null()
    json.key("local_id")
    json.int(instance.server.number)
    if withAddresses {
      json.key("addresses")
      json.beginObject()
      json.endObject()
    }
    json.endObject()
  }

  func writeManagedVolume(of instance: Instance, to json: inout JSONWriter) {
    json.beginObject()
    if instance.isBuilt {
      json.key("attachments")
      json.beginArray()
      json.endArray()
      json.key("availability_zone")
      json.string(settings.management.availabilityZone)
      json.key("created_at")
      json.string(instance.created.iso8601Seconds + ".000000")
    }
    json.key("id")
    json.string(instance.volumeID)
    if instance.isBuilt {
      let answers = instance.task.keepsDatabaseRunning
      json.key("size")
      json.int(instance.volume)
      json.key("status")
      json.string("in-use")
      json.key("used")
      if answers { json.number(settings.volumeUsed) } else { json.null() }
      json.key("total")
      if answers { json.number(settings.management.volumeTotal) } else { json.null() }
    }
    json.endObject()
  }
}

extension Instance {
  fileprivate typealias Service = (name: StaticString, description: StaticString)

  /// What the guest agent says of the database, for administrators.
  fileprivate var service: Service {
    if hasFailed || isReset { return ("ERROR", "unknown") }
    if !isBuilt { return ("NEW", "new") }
    if task == .restartRequired { return ("RESTART_REQUIRED", "restart required") }
    return ("HEALTHY", "healthy")
  }
}
