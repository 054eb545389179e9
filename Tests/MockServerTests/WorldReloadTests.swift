import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

/// A service whose fixtures are read again while it runs.
@Suite struct `A world whose fixtures are read again` {
  private let world: World<Notebook>

  init() throws { world = try Notebook.world() }

  /// The service with parts of its files replaced.
  private func blueprint(
    _ file: String = "notes", _ old: String = "", _ new: String = ""
  ) throws -> Blueprint<Notebook> {
    var files = Notebook.files()
    let name = "notes/\(file).json"
    let text = String(decoding: try #require(files[name]), as: UTF8.self)
    #expect(text.contains(old) || old.isEmpty)
    files[name] = Array((old.isEmpty ? text : text.replacing(old, with: new)).utf8)
    let source = FixtureSource(files: files, prefix: "files")
    return try Blueprint(Notebook.self, ServiceFixtures("notes", from: source))
  }

  private func withNewRecords() throws -> Blueprint<Notebook> {
    try blueprint("notes", "second", "other")
  }

  @Test func `keeps its state and its journal`() throws {
    world.add(note: "third")
    let changed = try blueprint("service", "\"title\": \"Notes\"", "\"title\": \"Leaves\"")
    #expect(world.reload(changed) == .kept)
    #expect(world.description.title == "Leaves")
    #expect(try world.notes() == ["first", "second", "third"])
    #expect(world.journal.count == 2)
  }

  @Test func `has new records when no client has changed the old ones`() throws {
    _ = try world.notes()
    #expect(world.reload(try withNewRecords()) == .newRecords)
    #expect(try world.notes() == ["first", "other"])
  }

  @Test func `keeps what a client has changed until a reset brings the new records`() throws {
    world.add(note: "third")
    #expect(world.reload(try withNewRecords()) == .keptWithOldRecords)
    #expect(try world.notes() == ["first", "second", "third"])
    world.reset()
    #expect(try world.notes() == ["first", "other"])
    #expect(world.reload(try blueprint()) == .newRecords)
    #expect(try world.notes() == ["first", "second"])
  }

  @Test func `stays in its provider states, as they are now`() throws {
    _ = try world.setUp(state: "a note", parameters: [:])
    #expect(world.reload(try withNewRecords()) == .newRecords)
    #expect(try world.notes() == ["first", "other", "hello"])
  }

  @Test func `leaves a provider state that is no more`() throws {
    _ = try world.setUp(state: "a note", parameters: [:])
    let changed = try blueprint("states", "\"a note\"", "\"one note\"")
    #expect(world.reload(changed) == .kept)
    #expect(world.providerStates.map(\.name).contains("one note"))
    #expect(throws: ProviderStateError.self) {
      try world.setUp(state: "a note", parameters: [:])
    }
  }

  @Test func `stays in its profile`() throws {
    _ = try world.setUp(state: "loudness", parameters: [:])
    #expect(world.reload(try withNewRecords()) == .newRecords)
    #expect(try world.notes() == ["FIRST", "OTHER"])
  }

  @Test func `keeps its faults`() throws {
    try world.faults.arm(["on": "*", "status": 500])
    _ = world.reload(try withNewRecords())
    #expect(world.faults.list.count == 1)
  }

  @Test func `is no other kind of service`() throws {
    let source = FixtureSource(
      files: ["things/service.json": Array(#"{"name": "things", "collections": {"a": {}}}"#.utf8)],
      prefix: "files")
    let other = try Blueprint(CollectionService.self, ServiceFixtures("things", from: source))
    #expect(world.reload(other) == nil)
  }
}

/// The same for a service that its folder alone describes, whose state follows its collections.
@Suite struct `A world of collections whose fixtures are read again` {
  private static func blueprint(
    _ collections: String, things: String = #"[{"id": 1}]"#
  ) throws -> Blueprint<CollectionService> {
    let source = FixtureSource(
      files: [
        "shop/service.json": Array(#"{"name": "shop", "collections": \#(collections)}"#.utf8),
        "shop/things.json": Array(things.utf8),
      ], prefix: "files")
    return try Blueprint(CollectionService.self, ServiceFixtures("shop", from: source))
  }

  private let world: World<CollectionService>

  init() throws { world = World(try Self.blueprint(#"{"things": {}}"#)) }

  private func ask(_ method: String, _ target: String, _ body: String = "") -> HTTPResponse {
    world.respond(to: HTTPRequest(method, target, body: body), from: nil)
  }

  /// Makes a record; gives its path.
  private func make() throws -> String {
    let response = ask("POST", "/things", "{}")
    #expect(response.status == .created)
    return "/things/" + (try #require(try response.json()["id"]?.string))
  }

  @Test func `keeps its records when those in the files change`() throws {
    let made = try make()
    let changed = try Self.blueprint(#"{"things": {}}"#, things: #"[{"id": 7}]"#)
    #expect(world.reload(changed) == .keptWithOldRecords)
    #expect(ask("GET", made).status == .ok)
    #expect(ask("GET", "/things/7").status == .notFound)
  }

  @Test func `begins again when the collections change`() throws {
    let made = try make()
    let changed = try Self.blueprint(#"{"parts": {}, "things": {}}"#)
    #expect(world.reload(changed) == .newState)
    #expect(ask("GET", made).status == .notFound)
    #expect(ask("GET", "/things/1").status == .ok)
    #expect(ask("POST", "/parts", "{}").status == .created)
  }
}
