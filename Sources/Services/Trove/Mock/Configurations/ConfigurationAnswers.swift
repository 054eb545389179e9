import HTTPMessage
import JSON
import MockServer

/// `/configurations` (sheet, sections 3.1, 4 and 8).
extension TroveRoute {
  static var configurations: [TroveRoute] {
    let one = "/configurations/{id}"
    return [
      TroveRoute(.get, "/configurations") { call, state throws(TroveRefusal) in
        try call.listConfigurations(state)
      },
      TroveRoute(.post, "/configurations") { call, state throws(TroveRefusal) in
        call.answer(try call.createConfiguration(&state), state)
      },
      TroveRoute(.get, one) { call, state throws(TroveRefusal) in
        call.answer(try state.configuration(call.id(), of: call), state)
      },
      TroveRoute(.put, one) { call, state throws(TroveRefusal) in
        try call.replaceConfiguration(&state)
      },
      TroveRoute(.patch, one) { call, state throws(TroveRefusal) in
        try call.mergeConfiguration(&state)
      },
      TroveRoute(.delete, one) { call, state throws(TroveRefusal) in
        try call.deleteConfiguration(&state)
      },
      TroveRoute(.get, one + "/instances") { call, state throws(TroveRefusal) in
        try call.listInstances(of: try state.configuration(call.id(), of: call), state)
      },
    ]
  }
}

extension TroveCall {
  fileprivate func answer(_ configuration: Configuration, _ state: TroveState) -> HTTPResponse {
    Self.envelope("configuration") { write(configuration, isDetailed: true, state, to: &$0) }
  }

  fileprivate func listConfigurations(_ state: TroveState) throws(TroveRefusal) -> HTTPResponse {
    let page = try PageRequest(self)
    let owner = isAdmin ? nil : project
    let (keys, hasMore) = state.configurations.page(
      of: owner, after: page.marker, limit: page.limit)
    var json = JSONWriter(reserving: 512 * keys.count + 256)
    json.beginObject()
    json.key("configurations")
    json.beginArray()
    for key in keys {
      guard let configuration = state.configurations[key] else { continue }
      write(configuration, isDetailed: false, state, to: &json)
    }
    json.endArray()
    if hasMore, let last = keys.last { writeNext(last, to: &json) }
    json.endObject()
    return .json(json.finish())
  }

  fileprivate func listInstances(
    of configuration: Configuration, _ state: TroveState
  ) throws(TroveRefusal) -> HTTPResponse {
    let page = try PageRequest(self)
    let (keys, hasMore) = state.instances.page(
      of: configuration.project, after: page.marker, limit: page.limit
    ) { $0.configuration == configuration.id }
    var json = JSONWriter(reserving: 128 * keys.count + 256)
    json.beginObject()
    json.key("instances")
    json.beginArray()
    for key in keys {
      json.beginObject()
      json.key("id")
      json.string(key)
      json.key("name")
      json.optional(state.instances[key]?.name)
      json.endObject()
    }
    json.endArray()
    if hasMore, let last = keys.last { writeNext(last, to: &json) }
    json.endObject()
    return .json(json.finish())
  }

  /// - Parameter isDetailed: whether the values are shown, and how many instances have them.
  private func write(
    _ configuration: Configuration, isDetailed: Bool, _ state: TroveState,
    to json: inout JSONWriter
  ) {
    let version = state.catalogue.version(configuration.version)
    json.beginObject()
    json.key("id")
    json.string(configuration.id)
    json.key("name")
    json.string(configuration.name)
    json.key("description")
    json.optional(configuration.description)
    if isDetailed {
      json.key("values")
      json.value(.object(configuration.values))
    }
    json.key("created")
    json.string(configuration.created.iso8601Seconds)
    json.key("updated")
    json.string(configuration.updated.iso8601Seconds)
    if isDetailed {
      json.key("instance_count")
      json.int(state.instances(attachedTo: configuration).count)
    }
    json.key("datastore_name")
    json.optional(version.flatMap { state.catalogue.datastore(of: $0)?.name })
    json.key("datastore_version_id")
    json.string(configuration.version)
    json.key("datastore_version_name")
    json.optional(version?.name)
    if isDetailed {
      json.key("datastore_version_number")
      json.optional(version?.number)
    }
    json.endObject()
  }
}
