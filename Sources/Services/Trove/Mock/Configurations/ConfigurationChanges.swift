import HTTPMessage
import JSON
import MockServer

/// Making, changing and deleting configurations (sheet, sections 4 and 7).
extension TroveCall {
  func createConfiguration(_ state: inout TroveState) throws(TroveRefusal) -> Configuration {
    let body = try object("configuration")
    let name = try Validation.name(
      Validation.required("name", in: body, at: "configuration"), at: "configuration['name']")
    let given = try Validation.required("values", in: body, at: "configuration")
    let changes = try ConfigurationChanges(body)
    let datastore = try Validation.datastore(body["datastore"], at: "configuration['datastore']")
    let version = try state.catalogue.version(
      type: datastore.type, version: datastore.version, settings)
    var values = JSONObject()
    values.merge(try Validation.object(given, at: "configuration['values']"))
    try state.catalogue.check(values, for: version)
    let configuration = Configuration(
      id: context.identifiers.uuid(), name: name, description: changes.description,
      project: project, version: version.id, values: values, created: now, updated: now)
    state.configurations.insert(configuration, key: configuration.id, owner: project)
    return configuration
  }

  /// `PUT`: the values are those of the body and no others.
  func replaceConfiguration(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    try changeConfiguration(&state, isReplaced: true)
    return Self.accepted
  }

  /// `PATCH`: the values of the body are added.
  func mergeConfiguration(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    try changeConfiguration(&state, isReplaced: false)
    return Self.done
  }

  private func changeConfiguration(
    _ state: inout TroveState, isReplaced: Bool
  ) throws(TroveRefusal) {
    let changes = try ConfigurationChanges(try object("configuration"))
    let configuration = try state.configuration(id(), of: self)
    if let version = state.catalogue.version(configuration.version) {
      try state.catalogue.check(changes.values, for: version)
    }
    state.configurations.change(configuration.id) { configuration in
      if isReplaced {
        configuration.name = changes.name ?? configuration.name
        configuration.description = changes.description ?? configuration.description
        configuration.values = JSONObject()
      }
      configuration.values.merge(changes.values)
      configuration.updated = now
    }
    let former = isReplaced ? configuration.values.keys : []
    state.require(restartFor: changes.values.keys + former, of: configuration)
  }

  func deleteConfiguration(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let configuration = try state.configuration(id(), of: self)
    guard state.instances(attachedTo: configuration).isEmpty else {
      throw .badRequest(
        "A configuration group cannot be deleted if it is associated with one or more non-terminated instances. Detach the configuration group from all non-terminated instances and please try again."
      )
    }
    state.configurations.remove(configuration.id)
    return Self.accepted
  }
}

/// What a body may say about a configuration that is there.
private struct ConfigurationChanges {
  let name: String?
  let description: String?
  let values: JSONObject

  init(_ body: JSONObject) throws(TroveRefusal) {
    name = try body["name"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: "configuration['name']")
    }
    description = try body["description"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: "configuration['description']")
    }
    values =
      try body["values"].map { value throws(TroveRefusal) in
        try Validation.object(value, at: "configuration['values']")
      } ?? JSONObject()
  }
}
