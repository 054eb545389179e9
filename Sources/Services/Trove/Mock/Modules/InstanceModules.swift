import HTTPMessage
import JSON
import MockServer

/// Modules on an instance (sheet, section 4), as its guest agent tells of them.
extension TroveRoute {
  static var instanceModules: [TroveRoute] {
    let path = "/instances/{id}/modules"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in
        let instance = try state.useDatabase(call.id(), call)
        let applied = (state.contents[instance.id]?.modules ?? []).filter {
          call.isAdmin || $0.module.isVisible
        }.sorted { $0.updated > $1.updated }
        return call.answer(
          applied, withContents: call.query("include_contents")?.isEmpty == false, state.catalogue)
      },
      TroveRoute(.post, path) { call, state throws(TroveRefusal) in
        try call.applyModules(&state)
      },
      TroveRoute(.delete, path + "/{module}") { call, state throws(TroveRefusal) in
        try call.removeModule(&state)
      },
    ]
  }
}

extension TroveCall {
  /// The modules that a list of `{"id": …}` names, as a version can have them. Ids of modules that the
  /// caller does not see are passed over.
  func modules(
    _ value: JSONValue, at place: String, for version: String, _ state: TroveState
  ) throws(TroveRefusal) -> [Module] {
    var modules: [Module] = []
    for (object, place) in try Validation.objects(value, at: place, required: ["id"]) {
      let id = try Validation.uuid(object["id"] ?? .null, at: "\(place)['id']")
      guard let module = state.modules[id], !modules.contains(where: { $0.id == id }),
        isAdmin || module.project == nil || module.project == project
      else { continue }
      modules.append(module)
    }
    if let version = state.catalogue.version(version) {
      for module in modules { try check(module, fits: version) }
    }
    return modules
  }

  private func check(
    _ module: Module, fits version: Catalogue.Version
  ) throws(TroveRefusal) {
    let wrong: String
    if let datastore = module.datastore, datastore != version.datastore {
      wrong = "datastore '\(datastore)' - expected '\(version.datastore)'"
    } else if let other = module.version, other != version.id {
      wrong = "datastore version '\(other)' - expected '\(version.id)'"
    } else {
      return
    }
    throw .badRequest(
      "The module is invalid: Module '\(module.name)' cannot be applied  (Wrong \(wrong))")
  }

  fileprivate func applyModules(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let given = try member("modules")
    let known = try state.instance(id(), of: self)
    let modules = try modules(given, at: "modules", for: known.version, state)
    let instance = try state.useDatabase(id(), self)
    for module in modules.sorted(by: Module.isApplied) {
      state.contents[instance.id, default: InstanceContents()].apply(module, at: now)
    }
    let applied = (state.contents[instance.id]?.modules ?? []).filter { applied in
      modules.contains { $0.id == applied.module.id }
    }.sorted { Module.isApplied($0.module, before: $1.module) }
    return answer(applied, withContents: false, state.catalogue)
  }

  fileprivate func removeModule(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    _ = try state.instance(id(), of: self)
    let module = try state.module(id(1), for: self)
    let instance = try state.useDatabase(id(), self)
    let place = state.contents[instance.id]?.modules.firstIndex { $0.module.id == module.id }
    guard let place else {
      throw .notFound("Module '\(module.name)' has not been applied")
    }
    state.contents[instance.id]?.modules.remove(at: place)
    return HTTPResponse(status: .ok, fields: [.contentType: "application/json"])
  }

  fileprivate func answer(
    _ applied: [AppliedModule], withContents: Bool, _ catalogue: Catalogue
  ) -> HTTPResponse {
    Self.envelope("modules") { json in
      json.beginArray()
      for applied in applied {
        write(applied, withContents: withContents, catalogue, to: &json)
      }
      json.endArray()
    }
  }

  private func write(
    _ applied: AppliedModule, withContents: Bool, _ catalogue: Catalogue, to json: inout JSONWriter
  ) {
    let module = applied.module
    json.beginObject()
    json.key("type")
    json.string(module.type)
    json.key("name")
    json.string(module.name)
    writeScope(module, catalogue, to: &json)
    json.key("id")
    json.string(module.id)
    json.key("md5")
    json.string(module.md5)
    json.key("status")
    json.string(module.message == nil ? "ERROR" : "OK")
    json.key("message")
    json.string(module.message ?? "Message not found in contents file")
    json.key("created")
    json.string(Self.guestTime(applied.applied))
    json.key("updated")
    json.string(Self.guestTime(applied.updated))
    json.key("removed")
    json.null()
    json.key("auto_apply")
    json.bool(module.isAutomatic)
    json.key("visible")
    json.bool(module.isVisible)
    json.key("is_admin")
    json.bool(module.isAdmins)
    json.key("contents")
    json.optional(withContents ? contents(of: module) : nil as String?)
    json.endObject()
  }

  private func contents(of module: Module) -> String {
    guard module.isAdmins, !isAdmin else { return module.contents }
    return Base64.encode(
      "Must be admin to retrieve contents for module \(module.name)".utf8)
  }

  /// A guest's times: `2026-01-31 12:00:00.00`.
  private static func guestTime(_ time: Timestamp) -> String {
    let hundredths = time.microseconds % 1_000_000 / 10_000
    return time.iso8601Seconds.replacing("T", with: " ") + (hundredths < 10 ? ".0" : ".")
      + String(hundredths)
  }
}

extension Module {
  /// Urgent ones come first, then those of lower order.
  static func isApplied(_ left: Module, before right: Module) -> Bool {
    left.isUrgent != right.isUrgent ? left.isUrgent : left.order < right.order
  }
}
