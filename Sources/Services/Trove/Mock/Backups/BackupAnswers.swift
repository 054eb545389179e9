import HTTPMessage
import JSON
import MockServer

/// `/backups` (sheet, sections 3.1, 4 and 8).
extension TroveRoute {
  static var backups: [TroveRoute] {
    [
      TroveRoute(.get, "/backups") { call, state throws(TroveRefusal) in
        try call.listBackups(&state)
      },
      TroveRoute(.post, "/backups") { call, state throws(TroveRefusal) in
        call.answer(try call.createBackup(&state), state, status: .accepted)
      },
      TroveRoute(.get, "/backups/{id}") { call, state throws(TroveRefusal) in
        let backup = try state.backup(call.id(), of: call)
        let response = call.answer(backup, state, status: .ok)
        state.wasShown(.backup(backup.id), at: call.now, call.settings)
        return response
      },
      TroveRoute(.delete, "/backups/{id}") { call, state throws(TroveRefusal) in
        try call.deleteBackup(&state)
      },
      TroveRoute(.get, "/instances/{id}/backups") { call, state throws(TroveRefusal) in
        let instance = try state.instance(call.id(), of: call)
        return try call.pageOfBackups(
          state.backups.records(of: instance.project).filter { $0.instance == instance.id },
          &state)
      },
    ]
  }
}

extension TroveCall {
  fileprivate func answer(
    _ backup: Backup, _ state: TroveState, status: HTTPStatus
  ) -> HTTPResponse {
    Self.envelope("backup", status: status) { write(backup, state, to: &$0) }
  }

  fileprivate func listBackups(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let all = flag("all_projects")
    let wanted = query("project_id")
    if all || wanted.map({ $0 != project }) == true {
      try requirePolicy("backup:index:all_projects")
    }
    var found = state.backups.records(of: wanted ?? (all ? nil : project))
    if let instance = query("instance_id") { found.removeAll { $0.instance != instance } }
    if let datastore = query("datastore") {
      let id = try state.catalogue.datastore(datastore).id
      found.removeAll { state.catalogue.version($0.version)?.datastore != id }
    }
    return try pageOfBackups(found, &state)
  }

  /// The newest first; a page begins behind as many backups as its marker says, and the next is
  /// offered whenever this one is full (sheet, section 3.1).
  fileprivate func pageOfBackups(
    _ found: [Backup], _ state: inout TroveState
  ) throws(TroveRefusal) -> HTTPResponse {
    let page = try PageRequest(self, isCapped: false)
    let start = Int(page.marker ?? "0") ?? -1
    guard start >= 0 else {
      throw .badRequest("The marker of backups is a number, not '\(page.marker ?? "")'.")
    }
    let sorted = found.sorted {
      ($0.updated, $0.created, $0.id) > ($1.updated, $1.created, $1.id)
    }
    let shown = sorted.dropFirst(start).prefix(page.limit)
    var json = JSONWriter(reserving: 512 * shown.count + 256)
    json.beginObject()
    json.key("backups")
    json.beginArray()
    for backup in shown { write(backup, state, to: &json) }
    json.endArray()
    if shown.count == page.limit { writeNext(String(start + page.limit), to: &json) }
    json.endObject()
    for backup in shown { state.wasShown(.backup(backup.id), at: now, settings) }
    return .json(json.finish())
  }

  private func write(_ backup: Backup, _ state: TroveState, to json: inout JSONWriter) {
    let version = state.catalogue.version(backup.version)
    json.beginObject()
    json.key("id")
    json.string(backup.id)
    json.key("name")
    json.string(backup.name)
    json.key("description")
    json.optional(backup.description)
    json.key("locationRef")
    json.optional(backup.location)
    json.key("instance_id")
    json.optional(backup.instance)
    json.key("created")
    json.string(backup.created.iso8601Seconds)
    json.key("updated")
    json.string(backup.updated.iso8601Seconds)
    json.key("size")
    if let size = backup.size { json.number(size) } else { json.null() }
    json.key("status")
    json.string(backup.status.rawValue)
    json.key("parent_id")
    json.optional(backup.parent)
    json.key("project_id")
    json.string(backup.project)
    json.key("datastore")
    json.beginObject()
    json.key("type")
    json.optional(version.flatMap { state.catalogue.datastore(of: $0)?.name })
    json.key("version")
    json.optional(version?.name)
    json.key("version_id")
    json.string(backup.version)
    json.endObject()
    json.endObject()
  }
}
