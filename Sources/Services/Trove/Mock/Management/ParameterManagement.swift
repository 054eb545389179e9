import HTTPMessage
import JSON
import MockServer

/// `/mgmt/datastores/versions/{id}/parameters` (sheet, section 4). The bounds have other names here
/// than in what users see.
extension TroveRoute {
  static var parameterManagement: [TroveRoute] {
    let all = "/mgmt/datastores/versions/{version}/parameters"
    let one = all + "/{name}"
    return [
      TroveRoute(.get, all) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let version = try call.versionByID(state)
        return TroveCall.envelope("configuration-parameters", reserving: 16_384) { json in
          json.beginArray()
          for parameter in state.catalogue.parameters[version.id] ?? [] {
            call.write(parameter, of: version, limits: ("max_size", "min_size"), to: &json)
          }
          json.endArray()
        }
      },
      TroveRoute(.get, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let version = try call.versionByID(state)
        return call.answer(try call.knownParameter(of: version, state.catalogue), of: version)
      },
      TroveRoute(.post, all) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let parameter = try call.newParameter()
        let version = try call.versionByID(state)
        if state.catalogue.parameters[version.id]?.contains(where: { $0.name == parameter.name })
          == true
        {
          throw .badRequest(
            "\(parameter.name) parameter already exists for datastore version \(version.id).")
        }
        state.catalogue.parameters[version.id, default: []].append(parameter)
        return call.answer(parameter, of: version)
      },
      TroveRoute(.put, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let wanted = try call.newParameter()
        let version = try call.versionByID(state)
        var parameter = try call.knownParameter(of: version, state.catalogue)
        (parameter.type, parameter.needsRestart) = (wanted.type, wanted.needsRestart)
        (parameter.min, parameter.max) = (wanted.min, wanted.max)
        state.catalogue.replace(parameter, of: version.id)
        return call.answer(parameter, of: version)
      },
      TroveRoute(.delete, one) { call, state throws(TroveRefusal) in
        try call.requireAdmin()
        let name = call.id(1)
        let version = call.id()
        guard state.catalogue.parameters[version]?.contains(where: { $0.name == name }) == true
        else { throw .badRequest("Parameter \(name) does not exist in the database.") }
        state.catalogue.parameters[version]?.removeAll { $0.name == name }
        return HTTPResponse(status: .noContent, fields: [.contentType: "application/json"])
      },
    ]
  }
}

extension Catalogue {
  fileprivate mutating func replace(_ parameter: Parameter, of version: String) {
    guard let place = parameters[version]?.firstIndex(where: { $0.name == parameter.name }) else {
      return
    }
    parameters[version]?[place] = parameter
  }
}

extension TroveCall {
  fileprivate func answer(
    _ parameter: Catalogue.Parameter, of version: Catalogue.Version
  ) -> HTTPResponse {
    var json = JSONWriter()
    write(parameter, of: version, limits: ("max_size", "min_size"), to: &json)
    return .json(json.finish())
  }

  fileprivate func knownParameter(
    of version: Catalogue.Version, _ catalogue: Catalogue
  ) throws(TroveRefusal) -> Catalogue.Parameter {
    let found = catalogue.parameters[version.id]?.first { $0.name == id(1) }
    guard let found else { throw .noResource(id(1)) }
    return found
  }

  /// A parameter as the body tells it.
  fileprivate func newParameter() throws(TroveRefusal) -> Catalogue.Parameter {
    let place = "configuration-parameter"
    let body = try object(place)
    let name = try Validation.name(
      Validation.required("name", in: body, at: place), at: "\(place)['name']")
    let needsRestart = try Validation.zeroOrOne(
      Validation.required("restart_required", in: body, at: place),
      at: "\(place)['restart_required']")
    let given = try Validation.string(
      Validation.required("data_type", in: body, at: place), at: "\(place)['data_type']")
    guard let type = Catalogue.Parameter.types[given] else {
      throw .invalid(
        "\(place)['data_type'] \(Validation.repr(given)) does not match 'integer|string|boolean|float'"
      )
    }
    let max = try bound("max_size", in: body, at: place)
    let min = try bound("min_size", in: body, at: place)
    if type == "integer" {
      guard let max else { throw .badRequest("max_size is required for integer data type.") }
      guard let min else { throw .badRequest("min_size is required for integer data type.") }
      guard !max.isLess(than: min) else {
        throw .badRequest("max_size must be greater than or equal to min_size.")
      }
    }
    return Catalogue.Parameter(
      name: name, type: type, needsRestart: needsRestart, min: min, max: max)
  }

  /// A bound: a whole number, or its digits; nil when there is none.
  private func bound(
    _ key: String, in body: JSONObject, at place: String
  ) throws(TroveRefusal) -> JSONNumber? {
    guard let value = body[key], value != .null else { return nil }
    if case .number(let number) = value, number.isInteger { return number }
    if let text = value.string, let number = JSONNumber(text), number.isInteger { return number }
    throw .invalid("\(place)['\(key)'] \(Validation.repr(value)) is not of type 'integer'")
  }
}
