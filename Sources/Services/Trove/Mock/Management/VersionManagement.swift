import HTTPMessage
import JSON
import MockServer

/// `/mgmt/datastore-versions` (sheet, section 4). Not paged; inactive ones are there, too.
extension TroveRoute {
  static var versionManagement: [TroveRoute] {
    let all = "/mgmt/datastore-versions"
    let one = all + "/{version}"
    return [
      TroveRoute(.get, all) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        return TroveCall.envelope("versions", reserving: 4_096) { json in
          json.beginArray()
          for version in state.catalogue.versions {
            call.write(managed: version, state.catalogue, to: &json)
          }
          json.endArray()
        }
      },
      TroveRoute(.get, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let version = try call.versionByID(state)
        return TroveCall.envelope("version") {
          call.write(managed: version, state.catalogue, to: &$0)
        }
      },
      TroveRoute(.post, all) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        try call.createVersion(&state.catalogue)
        // A body would make the real client stumble.
        return TroveCall.accepted
      },
      TroveRoute(.patch, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        try call.editVersion(&state)
        return TroveCall.accepted
      },
      TroveRoute(.delete, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let version = try call.versionByID(state)
        try state.checkUnused(version)
        state.catalogue.remove(version)
        return TroveCall.accepted
      },
    ]
  }
}

extension TroveState {
  fileprivate func checkUnused(_ version: Catalogue.Version) throws(TroveRefusal) {
    let uses = [
      ("instance", instances.records(of: nil).contains { $0.version == version.id }),
      ("cluster", clusters.records(of: nil).contains { $0.version == version.id }),
      ("backup", backups.records(of: nil).contains { $0.version == version.id }),
      ("configuration", configurations.records(of: nil).contains { $0.version == version.id }),
    ]
    if let use = uses.first(where: \.1) {
      throw .badRequest("Datastore version is used by \(use.0)")
    }
  }
}

extension Catalogue {
  fileprivate mutating func remove(_ version: Version) {
    versions.removeAll { $0.id == version.id }
    parameters[version.id] = nil
    for place in datastores.indices where datastores[place].defaultVersion == version.id {
      datastores[place].defaultVersion = nil
    }
  }

  /// Makes a version the one that its datastore usually means, or ends that it is.
  fileprivate mutating func set(isDefault: Bool, _ version: Version) {
    guard let place = datastores.firstIndex(where: { $0.id == version.datastore }) else { return }
    if isDefault {
      datastores[place].defaultVersion = version.id
    } else if datastores[place].defaultVersion == version.id {
      datastores[place].defaultVersion = nil
    }
  }
}

/// What a body says of a version; each part may be missing.
private struct VersionChanges {
  let name: String?
  let manager: String?
  let image: String?
  let imageTags: [String]?
  let packages: [String]?
  let isActive: Bool?
  let isDefault: Bool?

  /// - Parameter place: where the object stands; empty for the body itself.
  init(_ body: JSONObject, at place: String) throws(TroveRefusal) {
    func at(_ key: String) -> String { place.isEmpty ? key : "\(place)['\(key)']" }
    name = try body["name"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: at("name"))
    }
    manager = try body["datastore_manager"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: at("datastore_manager"))
    }
    image = try body["image"].map { value throws(TroveRefusal) in
      try Validation.uuid(value, at: at("image"))
    }
    imageTags = try body["image_tags"].map { value throws(TroveRefusal) in
      try Validation.strings(value, at: at("image_tags"))
    }
    packages = try body["packages"].map { value throws(TroveRefusal) in
      try Validation.strings(value, at: at("packages"))
    }
    isActive = try body["active"].map { value throws(TroveRefusal) in
      try Validation.flag(value, at: at("active"))
    }
    isDefault = try body["default"].map { value throws(TroveRefusal) in
      try Validation.flag(value, at: at("default"))
    }
  }
}

extension TroveCall {
  /// The datastore is made, too, when it is not there yet.
  fileprivate func createVersion(_ catalogue: inout Catalogue) throws(TroveRefusal) {
    let body = try object("version")
    let name = try Validation.name(
      Validation.required("name", in: body, at: "version"), at: "version['name']")
    let datastore = try Validation.name(
      Validation.required("datastore_name", in: body, at: "version"),
      at: "version['datastore_name']")
    let manager = try Validation.name(
      Validation.required("datastore_manager", in: body, at: "version"),
      at: "version['datastore_manager']")
    let isActive = try Validation.flag(
      Validation.required("active", in: body, at: "version"), at: "version['active']")
    let given = try VersionChanges(body, at: "version")
    let number =
      try body["version"].map { value throws(TroveRefusal) in
        try Validation.name(value, at: "version['version']")
      } ?? name
    guard given.image != nil || given.imageTags?.isEmpty == false else {
      throw .badRequest("Image must be specified.")
    }
    let known = catalogue.datastores.first { $0.id == datastore || $0.name == datastore }
    if catalogue.versions.contains(where: {
      $0.datastore == known?.id && $0.name == name && $0.number == number
    }) {
      throw .badRequest("A datastore version with the name '\(name)' already exists.")
    }
    let owner =
      known ?? Catalogue.Datastore(id: context.identifiers.uuid(), name: datastore)
    if known == nil { catalogue.datastores.append(owner) }
    let version = Catalogue.Version(
      id: context.identifiers.uuid(), datastore: owner.id, name: name, number: number,
      manager: manager, image: given.image ?? "",
      imageTags: Self.shown(given.imageTags), packages: Self.shown(given.packages),
      isActive: isActive)
    catalogue.versions.append(version)
    if given.isDefault == true { catalogue.set(isDefault: true, version) }
  }

  fileprivate func editVersion(_ state: inout TroveState) throws(TroveRefusal) {
    guard let body = try json().object else { throw .badRequest("Invalid request body.") }
    let changes = try VersionChanges(body, at: "")
    let version = try versionByID(state)
    guard let place = state.catalogue.versions.firstIndex(where: { $0.id == version.id }) else {
      return
    }
    var changed = version
    changed.name = changes.name ?? version.name
    changed.manager = changes.manager ?? version.manager
    // Tags alone take the place of an image.
    changed.image =
      changes.image ?? (changes.imageTags?.isEmpty == false ? "" : version.image)
    changed.imageTags = changes.imageTags.map(Self.shown) ?? version.imageTags
    changed.packages = changes.packages.map(Self.shown) ?? version.packages
    changed.isActive = changes.isActive ?? version.isActive
    state.catalogue.versions[place] = changed
    if let isDefault = changes.isDefault { state.catalogue.set(isDefault: isDefault, changed) }
  }

  /// A list as the service keeps it, as one text: an empty one comes back with one empty element.
  private static func shown(_ list: [String]?) -> [String] {
    guard let list, !list.isEmpty else { return [""] }
    return list
  }

  fileprivate func write(
    managed version: Catalogue.Version, _ catalogue: Catalogue, to json: inout JSONWriter
  ) {
    let datastore = catalogue.datastore(of: version)
    let manager = settings.managers[version.manager]
    json.beginObject()
    json.key("id")
    json.string(version.id)
    json.key("name")
    json.string(version.name)
    json.key("version")
    json.string(version.number)
    json.key("datastore_id")
    json.string(version.datastore)
    json.key("datastore_name")
    json.optional(datastore?.name)
    json.key("datastore_manager")
    json.string(version.manager)
    json.key("image")
    json.string(version.image)
    json.key("image_tags")
    json.value(.array(version.imageTags.map { .string($0) }))
    json.key("packages")
    json.value(.array(version.packages.map { .string($0) }))
    json.key("active")
    json.bool(version.isActive)
    json.key("registry_ext")
    json.optional(manager?.registryExtension)
    json.key("repl_strategy")
    json.optional(manager?.replicationStrategy)
    json.key("default")
    json.bool(datastore?.defaultVersion == version.id)
    json.endObject()
  }
}
