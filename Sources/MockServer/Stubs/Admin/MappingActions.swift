import HTTPMessage
import HTTPServer
import JSON

/// The admin calls for stubs, in WireMock's form.
enum MappingActions {
  static func list(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service", "limit", "offset")
    let limit = try call.number("limit") ?? .max
    let offset = try call.number("offset") ?? 0
    return list(try all(call), limit: limit, offset: offset)
  }

  private static func list(
    _ entries: [RegisteredStub], limit: Int = .max, offset: Int = 0
  ) -> HTTPResponse {
    .json(
      JSONWriter.pretty([
        "mappings": .array(
          entries.dropFirst(offset).prefix(limit).map { .object($0.stub.form) }),
        "meta": ["total": .number(JSONNumber(entries.count))],
      ]))
  }

  private static func all(_ call: AdminRequest) throws(AdminError) -> [RegisteredStub] {
    try call.selectedWorlds().flatMap { $0.stubs.all(at: $0.group.clock.now()) }
  }

  static func create(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let world = try call.oneWorld()
    let stub = try call.read { node throws(FixtureError) in
      try Stub.read(node, id: StubIDs.next)
    }
    world.stubs.put([stub], at: world.group.clock.now())
    var response = HTTPResponse.json(
      JSONWriter.pretty(.object(stub.form)), status: .created)
    response.fields.append("Location", "/__admin/mappings/\(stub.id)")
    return response
  }

  static func removeAll(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() { world.stubs.removeAll() }
    return .json(JSONWriter.pretty([:]))
  }

  static func show(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let (_, entry) = try find(call)
    return .json(JSONWriter.pretty(.object(entry.stub.form)))
  }

  static func replace(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let (world, entry) = try find(call)
    let stub = try call.read { node throws(FixtureError) in
      try Stub.read(node, id: StubIDs.next, wanted: entry.stub.id)
    }
    world.stubs.put([stub], at: world.group.clock.now())
    return .json(JSONWriter.pretty(.object(stub.form)))
  }

  static func remove(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let (world, entry) = try find(call)
    _ = world.stubs.remove([entry.stub.id])
    return .json(JSONWriter.pretty([:]))
  }

  private static func find(
    _ call: AdminRequest
  ) throws(AdminError) -> (any ServiceWorld, RegisteredStub) {
    try call.onlyParameters("service")
    let id = call.parameters.text(0)
    for world in try call.selectedWorlds() {
      if let entry = world.stubs.stub(id, at: world.group.clock.now()) { return (world, entry) }
    }
    throw AdminError(.notFound, "there is no stub \"\(id)\"")
  }

  static func reset(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() { world.stubs.reset(at: world.group.clock.now()) }
    return .json(JSONWriter.pretty([:]))
  }

  static func save(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for world in try call.selectedWorlds() where world.stubs.hasStubs {
      do throws(StubSaving.Problem) {
        try world.stubs.save(at: world.group.clock.now())
      } catch {
        throw AdminError(.unprocessable, "the stubs can't be saved", error.reason)
      }
    }
    return .json(JSONWriter.pretty([:]))
  }

  /// All of them are read before the first is registered.
  static func importAll(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let world = try call.oneWorld()
    let (stubs, overwrites, isAll) = try call.read { node throws(FixtureError) in
      try node.object { object throws(FixtureError) in
        _ = object.optional("meta")
        var stubs: [Stub] = []
        for element in try object.required("mappings").array() {
          stubs.append(try Stub.read(element, id: StubIDs.next))
        }
        guard let options = object.nullable("importOptions") else { return (stubs, true, false) }
        return try options.object { object throws(FixtureError) in
          let overwrites = try object.nullable("duplicatePolicy")?.word(
            ["OVERWRITE": true, "IGNORE": false])
          let isAll = try object.nullable("deleteAllNotInImport")?.bool()
          return (stubs, overwrites ?? true, isAll ?? false)
        }
      }
    }
    let now = world.group.clock.now()
    let known = Set(world.stubs.all(at: now).map(\.stub.id))
    if isAll { _ = world.stubs.remove(Array(known.subtracting(stubs.map(\.id)))) }
    // The first of the list is the newest, as in a list that was exported.
    world.stubs.put(stubs.reversed().filter { overwrites || !known.contains($0.id) }, at: now)
    return .json(JSONWriter.pretty([:]))
  }

  // MARK: By metadata, and those that nothing used

  static func findByMetadata(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    list(try byMetadata(call).map(\.entry))
  }

  static func removeByMetadata(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    let found = try byMetadata(call)
    for (world, entry) in found { _ = world.stubs.remove([entry.stub.id]) }
    return list(found.map(\.entry))
  }

  private typealias Found = (world: any ServiceWorld, entry: RegisteredStub)

  private static func byMetadata(_ call: AdminRequest) throws(AdminError) -> [Found] {
    try call.onlyParameters("service")
    let pattern = try call.read { node throws(FixtureError) in try ValuePattern(node) }
    return try found(call) { _, entry in
      entry.stub.metadata != .null && pattern.fits(SeenValue(entry.stub.metadata))
    }
  }

  private static func found(
    _ call: AdminRequest, where isMeant: (any ServiceWorld, RegisteredStub) -> Bool
  ) throws(AdminError) -> [Found] {
    try call.selectedWorlds().flatMap { world in
      world.stubs.all(at: world.group.clock.now()).filter { isMeant(world, $0) }
        .map { (world, $0) }
    }
  }

  static func unmatched(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    return list(try unused(call).map(\.entry))
  }

  static func removeUnmatched(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    for (world, entry) in try unused(call) { _ = world.stubs.remove([entry.stub.id]) }
    return .json(JSONWriter.pretty([:]))
  }

  /// Those that no entry of the journal is of.
  private static func unused(_ call: AdminRequest) throws(AdminError) -> [Found] {
    var used: [String: Set<String>] = [:]
    for world in try call.selectedWorlds() {
      used[world.description.name] = Set(world.journal.entries().compactMap(\.stub))
    }
    return try found(call) { world, entry in
      used[world.description.name]?.contains(entry.stub.id) == false
    }
  }
}
