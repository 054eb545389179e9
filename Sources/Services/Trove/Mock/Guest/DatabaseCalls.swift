import HTTPMessage
import JSON
import MockServer

/// The databases on an instance (sheet, sections 3.1, 4 and 8).
extension TroveRoute {
  static var databases: [TroveRoute] {
    let path = "/instances/{id}/databases"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in
        try call.listDatabases(&state)
      },
      TroveRoute(.post, path) { call, state throws(TroveRefusal) in
        try call.createDatabases(&state)
      },
      TroveRoute(.delete, path + "/{name}") { call, state throws(TroveRefusal) in
        try call.deleteDatabase(&state)
      },
    ]
  }
}

extension TroveState {
  /// The path's instance, whose databases and users are about to be used: its kind must have them,
  /// and it must answer.
  mutating func useGuest(_ call: TroveCall) throws(TroveRefusal) -> String {
    let instance = try use(call.id(), call)
    let manager = catalogue.version(instance.version)?.manager ?? ""
    guard call.settings.guestManagers.contains(manager) else {
      throw .unprocessable("Operation not supported for datastore \(manager).")
    }
    return try useDatabase(instance.id, call).id
  }

  /// Changes what is inside of an instance.
  mutating func changeContents<Result>(
    of id: String, _ body: (inout InstanceContents) throws(TroveRefusal) -> Result
  ) throws(TroveRefusal) -> Result {
    try body(&contents[id, default: InstanceContents()])
  }
}

extension TroveCall {
  /// A page of what is inside of an instance, in the order of its keys, and the key it ends with when
  /// more follow.
  func page<Element>(
    of elements: [Element], after marker: String?, key: (Element) -> String
  ) throws(TroveRefusal) -> (shown: ArraySlice<Element>, next: String?) {
    let page = try PageRequest(self)
    let rest = marker.map { marker in elements.drop { key($0) <= marker } } ?? elements[...]
    let shown = rest.prefix(page.limit)
    return (shown, rest.count > shown.count ? shown.last.map(key) : nil)
  }

  fileprivate func listDatabases(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let id = try state.useGuest(self)
    let databases = state.contents[id]?.databases ?? []
    let (shown, next) = try page(of: databases, after: query("marker"), key: \.name)
    var json = JSONWriter()
    json.beginObject()
    json.key("databases")
    writeNames(shown.map(\.name), to: &json)
    if let next { writeNext(next, to: &json) }
    json.endObject()
    return .json(json.finish())
  }

  /// `[{"name": …}, …]`
  func writeNames(_ names: [String], to json: inout JSONWriter) {
    json.beginArray()
    for name in names {
      json.beginObject()
      json.key("name")
      json.string(name)
      json.endObject()
    }
    json.endArray()
  }

  fileprivate func createDatabases(
    _ state: inout TroveState
  ) throws(TroveRefusal) -> HTTPResponse {
    let given = try Validation.databases(member("databases"), at: "databases")
    _ = try state.instance(id(), of: self)
    let new = try newDatabases(given)
    let id = try state.useGuest(self)
    try state.changeContents(of: id) { contents throws(TroveRefusal) in
      for database in new where contents.databases.contains(where: { $0.name == database.name }) {
        throw .badRequest("A database with the name \"\(database.name)\" already exists.")
      }
      contents.databases += new
      contents.databases.sort { $0.name < $1.name }
    }
    return Self.accepted
  }

  fileprivate func deleteDatabase(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let name = id(1)
    _ = try state.instance(id(), of: self)
    try checkNotReserved(
      database: name, doing: "Database delete error: Cannot delete database: ")
    let id = try state.useGuest(self)
    return try state.changeContents(of: id) { contents throws(TroveRefusal) in
      guard let place = contents.databases.firstIndex(where: { $0.name == name }) else {
        throw .notFound("Database \(name) cannot be found on the instance.")
      }
      contents.databases.remove(at: place)
      return Self.accepted
    }
  }
}
