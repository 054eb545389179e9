import HTTPMessage
import JSON
import MockServer

/// What may stand in a configuration, by version (sheet, section 4).
extension TroveRoute {
  static var parameters: [TroveRoute] {
    let versions = "/datastores/{datastore}/versions/{version}/parameters"
    let byID = "/datastores/versions/{version}/parameters"
    return [
      TroveRoute(.get, versions) { call, state throws(TroveRefusal) in
        call.parameters(of: try call.version(state), state.catalogue)
      },
      TroveRoute(.get, versions + "/{name}") { call, state throws(TroveRefusal) in
        try call.parameter(call.id(2), of: try call.version(state), state.catalogue)
      },
      TroveRoute(.get, byID) { call, state throws(TroveRefusal) in
        call.parameters(of: try call.versionByID(state), state.catalogue)
      },
      TroveRoute(.get, byID + "/{name}") { call, state throws(TroveRefusal) in
        try call.parameter(call.id(1), of: try call.versionByID(state), state.catalogue)
      },
    ]
  }
}

extension TroveCall {
  fileprivate func parameters(
    of version: Catalogue.Version, _ catalogue: Catalogue
  ) -> HTTPResponse {
    Self.envelope("configuration-parameters", reserving: 16_384) { json in
      json.beginArray()
      for parameter in catalogue.parameters[version.id] ?? [] {
        write(parameter, of: version, limits: ("max", "min"), to: &json)
      }
      json.endArray()
    }
  }

  fileprivate func parameter(
    _ name: String, of version: Catalogue.Version, _ catalogue: Catalogue
  ) throws(TroveRefusal) -> HTTPResponse {
    let found = catalogue.parameters[version.id]?.first { $0.name == name }
    guard let found else { throw .noResource(name) }
    var json = JSONWriter()
    write(found, of: version, limits: ("max", "min"), to: &json)
    return .json(json.finish())
  }

  /// - Parameter limits: what the bounds are called: administrators see other names than users.
  func write(
    _ parameter: Catalogue.Parameter, of version: Catalogue.Version,
    limits: (max: StaticString, min: StaticString), to json: inout JSONWriter
  ) {
    json.beginObject()
    json.key("name")
    json.string(parameter.name)
    json.key("datastore_version_id")
    json.string(version.id)
    json.key("restart_required")
    json.bool(parameter.needsRestart)
    json.key("type")
    json.string(parameter.type)
    if let max = parameter.max {
      json.key(limits.max)
      json.number(max)
    }
    if let min = parameter.min {
      json.key(limits.min)
      json.number(min)
    }
    json.endObject()
  }
}
