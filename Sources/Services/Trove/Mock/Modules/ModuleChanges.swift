import HTTPMessage
import JSON
import MockServer

/// Making and changing modules (sheet, section 4).
extension TroveCall {
  func createModule(_ state: inout TroveState) throws(TroveRefusal) -> Module {
    let body = try object("module")
    let missing = ["name", "module_type", "contents"].filter { body[$0] == nil }
    guard missing.isEmpty else {
      throw .invalid(
        missing.map { "module '\($0)' is a required property" }.joined(separator: "; "))
    }
    let given = try GivenModule(body)
    let type = try checkType(given.type ?? "")
    var module = Module(
      id: context.identifiers.uuid(), name: given.name ?? "", type: type,
      contents: given.contents ?? "", project: project, created: now)
    given.change(&module, project: project)
    let options = try adminOptions(of: module, given.hasFullAccess, to: "create")
    (module.datastore, module.version) = try scope(given.datastore, given.version, state.catalogue)
    try checkIsNew(module, state)
    module.isAdmins = given.hasFullAccess == true ? false : isAdmin || options
    state.insert(module)
    return module
  }

  func updateModule(_ state: inout TroveState) throws(TroveRefusal) -> Module {
    let given = try GivenModule(object("module"))
    let original = try state.module(id(), for: self)
    var module = original
    if let type = given.type { module.type = try checkType(type) }
    given.change(&module, project: project)
    if given.datastore != nil || given.version != nil {
      (module.datastore, module.version) = try scope(
        given.datastore ?? original.datastore, given.version ?? original.version, state.catalogue)
    }
    if given.isForAllDatastores {
      guard given.datastore == nil else {
        throw .badRequest(
          "The module is invalid: You cannot set a datastore and specify --all_datastores")
      }
      module.datastore = nil
    }
    if given.isForAllVersions {
      guard given.version == nil else {
        throw .badRequest(
          "The module is invalid: You cannot set a datastore version and specify --all_datastore_versions"
        )
      }
      module.version = nil
    }
    try checkIsNotInUse(original, state)
    if original.isAdmins, !isAdmin {
      throw .forbidden(
        "You must be admin to update a module with these options. (Module is an admin module)")
    }
    let options = try adminOptions(of: module, given.hasFullAccess, to: "update")
    module.isAdmins = given.hasFullAccess.map { !$0 } ?? (original.isAdmins || options)
    try checkIsNew(module, state)
    module.updated = now
    state.insert(module)
    return module
  }

  func deleteModule(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let module = try state.module(id(), for: self)
    _ = try adminOptions(of: module, nil, to: "delete")
    try checkIsNotInUse(module, state)
    state.modules.remove(module.id)
    return HTTPResponse(status: .ok, fields: [.contentType: "application/json"])
  }

  /// Puts the present contents onto all instances that have other ones, or onto all that have it.
  func reapplyModule(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let body = try object("reapply")
    let module = try state.module(id(), for: self)
    let md5 = body["md5"]?.string
    let isForced = body["force"].map { $0 != 0 && $0 != false && $0 != .null } ?? false
    let all = state.instances(with: module.id).filter { isAdmin || $0.instance.project == project }
    for (instance, applied) in all {
      let isWanted = md5.map { $0 == applied.module.md5 } ?? (applied.module.md5 != module.md5)
      if isWanted || isForced { state.contents[instance.id]?.apply(module, at: now) }
    }
    return Self.accepted
  }

  private func checkType(_ type: String) throws(TroveRefusal) -> String {
    guard settings.moduleTypes.contains(type.lowercased()) else {
      throw .notFound("Module type '\(type)' was not found.")
    }
    return type.lowercased()
  }

  /// The ids of the datastore and the version that are named, by name or id.
  private func scope(
    _ datastore: String?, _ version: String?, _ catalogue: Catalogue
  ) throws(TroveRefusal) -> (datastore: String?, version: String?) {
    guard let datastore else {
      if let version { throw .badRequest("Datastore 'None' has no version '\(version)'.") }
      return (nil, nil)
    }
    let found = try catalogue.datastore(datastore)
    return (
      found.id,
      try version.map { version throws(TroveRefusal) in
        try catalogue.version(version, of: found).id
      }
    )
  }

  private func checkIsNew(_ module: Module, _ state: TroveState) throws(TroveRefusal) {
    let hasTwin = state.modules.records(of: module.project ?? "").contains {
      $0.id != module.id && $0.name == module.name && $0.type == module.type
        && $0.datastore == module.datastore && $0.version == module.version
    }
    guard !hasTwin else {
      throw .badRequest(
        "A module with the name '\(module.name)' already exists for datastore '\(module.datastore ?? Module.all)' and datastore version '\(module.version ?? Module.all)'"
      )
    }
  }

  private func checkIsNotInUse(_ module: Module, _ state: TroveState) throws(TroveRefusal) {
    let isApplied = state.instances(with: module.id).contains {
      $0.applied.module.md5 == module.md5
    }
    guard module.isLive || !isApplied else {
      throw .forbidden(
        "A module cannot be deleted or its contents modified if it has been applied to a non-terminated instance, unless the module has been marked as 'live_update.' Please remove the module from all non-terminated instances and try again."
      )
    }
  }

  /// Whether a module has options that only administrators may use; refuses them to others.
  private func adminOptions(
    of module: Module, _ hasFullAccess: Bool?, to action: String
  ) throws(TroveRefusal) -> Bool {
    var options: [String] = []
    if module.project == nil { options.append("Tenant: \(Module.all)") }
    if module.isAutomatic { options.append("Auto: 1") }
    if !module.isVisible { options.append("Visible: 0") }
    if module.isUrgent { options.append("Priority: 1") }
    if let hasFullAccess {
      if hasFullAccess, !options.isEmpty {
        throw .badRequest(
          "The following values are invalid: Cannot make module full access: (\(options.joined(separator: ", ")))."
        )
      }
      options.append("Full Access: \(hasFullAccess ? 1 : 0)")
    }
    if !options.isEmpty, !isAdmin {
      throw .forbidden(
        "You must be admin to \(action) a module with these options. (\(options.joined(separator: ", ")))"
      )
    }
    return !options.isEmpty
  }
}

/// What a body says of a module; any of it may be missing.
private struct GivenModule {
  let name: String?
  let type: String?
  let contents: String?
  /// As it is given, with null.
  let description: JSONValue?
  let datastore: String?
  let version: String?
  let isAutomatic: Bool?
  let isForAllProjects: Bool?
  let isForAllDatastores: Bool
  let isForAllVersions: Bool
  let isVisible: Bool?
  let isLive: Bool?
  let isUrgent: Bool?
  let order: Int?
  let hasFullAccess: Bool?

  init(_ body: JSONObject) throws(TroveRefusal) {
    func name(_ key: String, in object: JSONObject = body, at place: String = "module")
      throws(TroveRefusal) -> String?
    {
      try Validation.optional(key, in: object, at: place) {
        value, place throws(TroveRefusal) in try Validation.name(value, at: place)
      }
    }
    func flag(_ key: String) throws(TroveRefusal) -> Bool? {
      try Validation.optional(key, in: body, at: "module") {
        value, place throws(TroveRefusal) in try Validation.zeroOrOne(value, at: place)
      }
    }
    self.name = try name("name")
    type = try name("module_type")
    contents = try Validation.optional("contents", in: body, at: "module") {
      value, place throws(TroveRefusal) in
      let text = try Validation.string(value, at: place)
      guard !text.isEmpty else { throw .invalid("\(place) '' should be non-empty") }
      return text
    }
    _ = try name("description")
    description = body["description"]
    let datastore = try Validation.optional("datastore", in: body, at: "module") {
      value, place throws(TroveRefusal) in try Validation.object(value, at: place)
    }
    self.datastore = try name("type", in: datastore ?? JSONObject(), at: "module['datastore']")
    version = try name("version", in: datastore ?? JSONObject(), at: "module['datastore']")
    isAutomatic = try flag("auto_apply")
    isForAllProjects = try flag("all_tenants")
    isForAllDatastores = try flag("all_datastores") != nil
    isForAllVersions = try flag("all_datastore_versions") != nil
    isVisible = try flag("visible")
    isLive = try flag("live_update")
    isUrgent = try flag("priority_apply")
    order = try Validation.optional("apply_order", in: body, at: "module") {
      value, place throws(TroveRefusal) in try Validation.integer(value, in: 0...9, at: place)
    }
    hasFullAccess = try flag("full_access")
  }

  /// Changes what is said of a module, but for its type and what it fits.
  func change(_ module: inout Module, project: String) {
    if let name { module.name = name }
    if let contents { module.contents = contents }
    if let description { module.description = description.string }
    if let isForAllProjects { module.project = isForAllProjects ? nil as String? : project }
    if let isAutomatic { module.isAutomatic = isAutomatic }
    if let isVisible { module.isVisible = isVisible }
    if let isLive { module.isLive = isLive }
    if let isUrgent { module.isUrgent = isUrgent }
    if let order { module.order = order }
  }
}
