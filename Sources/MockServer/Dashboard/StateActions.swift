import HTTPMessage
import HTTPServer
import JSON

/// `GET /__admin/state`: the records that services hold, as far as they can be shown:
///
///     { "services": [ { "service": "workqueue", "collections": [
///         { "name": "jobs", "count": 12, "records": [ … ] } ] } ] }
///
/// `?collection=NAME` picks one, `?limit=N` (100 when missing) is for the records of each, and
/// `?world=ID`, on the control port, is for the services of a fresh world.
enum StateActions {
  private static let usualLimit = 100

  static func show(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service", "collection", "limit", "world")
    let limit = try call.number("limit") ?? usualLimit
    let wanted = call.query("collection")
    let services = try worlds(call).map { world -> JSONValue in
      let collections = world.collections.filter { wanted == nil || $0.name == wanted }
      return [
        "service": .string(world.description.name),
        "collections": .array(
          collections.map { collection in
            [
              "name": .string(collection.name),
              "count": .number(JSONNumber(collection.records.count)),
              "records": .array(collection.records.prefix(limit).map { StateForm.json($0) }),
            ]
          }),
      ]
    }
    return .json(JSONWriter.pretty(["services": .array(services)]))
  }

  private static func worlds(_ call: AdminRequest) throws(AdminError) -> [any ServiceWorld] {
    guard let id = call.query("world") else { return try call.selectedWorlds() }
    guard let world = call.fresh?[id] else {
      throw AdminError(.notFound, "there is no world \"\(id)\"", "it may have ended by itself")
    }
    let worlds = world.running.services.map(\.world)
    guard let name = call.query("service") else { return worlds }
    return worlds.filter { $0.description.name == name }
  }
}
