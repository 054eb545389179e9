import HTTPMessage
import JSON
import MockServer

/// Datastores, their versions and kinds of volume (sheet, sections 4 and 8). None is paged.
extension TroveRoute {
  static var datastores: [TroveRoute] {
    let versions = "/datastores/{datastore}/versions"
    return [
      TroveRoute(.get, "/datastores") { call, state throws(TroveRefusal) in
        TroveCall.envelope("datastores", reserving: 4_096) { json in
          json.beginArray()
          for datastore in state.catalogue.datastores {
            call.write(datastore, state.catalogue, to: &json)
          }
          json.endArray()
        }
      },
      TroveRoute(.get, "/datastores/{datastore}") { call, state throws(TroveRefusal) in
        let datastore = try state.catalogue.datastore(call.id())
        return TroveCall.envelope("datastore") {
          call.write(datastore, state.catalogue, to: &$0)
        }
      },
      TroveRoute(.delete, "/datastores/{datastore}") { call, state throws(TroveRefusal) in
        try call.requirePolicy("datastore:delete")
        return try call.deleteDatastore(&state.catalogue)
      },
      TroveRoute(.get, versions) { call, state throws(TroveRefusal) in
        let datastore = try state.catalogue.datastore(call.id())
        return TroveCall.envelope("versions") { json in
          json.beginArray()
          for version in state.catalogue.activeVersions(of: datastore) {
            call.write(version, withDatastore: true, to: &json)
          }
          json.endArray()
        }
      },
      TroveRoute(.get, versions + "/{version}") { call, state throws(TroveRefusal) in
        call.answer(try call.version(state))
      },
      TroveRoute(.get, "/datastores/versions/{version}") { call, state throws(TroveRefusal) in
        call.answer(try call.versionByID(state))
      },
      TroveRoute(.get, versions + "/{version}/volume-types") { call, state throws(TroveRefusal) in
        _ = try call.version(state)
        return TroveCall.envelope("volume_types") { $0.value(.array(state.catalogue.volumeTypes)) }
      },
    ]
  }
}

extension Catalogue {
  func activeVersions(of datastore: Datastore) -> [Version] {
    versions.filter { $0.datastore == datastore.id && $0.isActive }
  }
}

extension TroveCall {
  /// The version that `/datastores/{datastore}/versions/{version}` names.
  func version(_ state: TroveState) throws(TroveRefusal) -> Catalogue.Version {
    try state.catalogue.version(id(1), of: state.catalogue.datastore(id(0)))
  }

  /// The version that `/datastores/versions/{version}` names, by id only.
  func versionByID(_ state: TroveState) throws(TroveRefusal) -> Catalogue.Version {
    guard let version = state.catalogue.version(id()) else {
      throw .badRequest("Datastore version '\(id())' cannot be found.")
    }
    return version
  }

  fileprivate func answer(_ version: Catalogue.Version) -> HTTPResponse {
    Self.envelope("version") { write(version, withDatastore: true, to: &$0) }
  }

  fileprivate func write(
    _ datastore: Catalogue.Datastore, _ catalogue: Catalogue, to json: inout JSONWriter
  ) {
    json.beginObject()
    json.key("id")
    json.string(datastore.id)
    json.key("name")
    json.string(datastore.name)
    writeLinks("datastores", datastore.id, to: &json)
    json.key("versions")
    json.beginArray()
    for version in catalogue.activeVersions(of: datastore) {
      write(version, withDatastore: false, to: &json)
    }
    json.endArray()
    if let version = datastore.defaultVersion {
      json.key("default_version")
      json.string(version)
    }
    json.endObject()
  }

  fileprivate func write(
    _ version: Catalogue.Version, withDatastore: Bool, to json: inout JSONWriter
  ) {
    json.beginObject()
    json.key("id")
    json.string(version.id)
    json.key("name")
    json.string(version.name)
    json.key("version")
    json.string(version.number)
    writeLinks("datastores/versions", version.id, to: &json)
    if withDatastore {
      json.key("datastore")
      json.string(version.datastore)
    }
    json.endObject()
  }

  fileprivate func deleteDatastore(_ catalogue: inout Catalogue) throws(TroveRefusal)
    -> HTTPResponse
  {
    let datastore = try catalogue.datastore(id())
    guard !catalogue.versions.contains(where: { $0.datastore == datastore.id }) else {
      throw .badRequest("Datastore \(datastore.name) has versions and cannot be deleted.")
    }
    catalogue.datastores.removeAll { $0.id == datastore.id }
    return Self.accepted
  }
}
