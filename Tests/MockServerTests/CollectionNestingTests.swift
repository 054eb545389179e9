import MockServer
import MockSupport
import Testing

@Suite struct `A collection below another's records` {
  private static let collections = """
    "shops": { "id": "${counter}" },
    "printers": { "path": "/shops/{shop}/printers", "id": "${name}", "key": ["shop", "name"],
      "create": { "required": ["name"] } },
    "jobs": { "path": "/shops/{shop}/printers/{printer}/jobs", "id": "${counter}" }
    """

  private static func world() throws -> World<CollectionService> {
    try OwnService.world(
      OwnService.files(
        collections: collections,
        records: [
          "shops": #"[{"id": 1}, {"id": 2}]"#,
          "printers": #"[{"shop": 1, "name": "lp"}, {"shop": 2, "name": "lp"}]"#,
          "jobs":
            #"[{"id": 1, "shop": 1, "printer": "lp"}, {"id": 2, "shop": 2, "printer": "lp"}]"#,
        ]))
  }

  @Test func `holds those of one parent`() throws {
    try Self.world().expect([
      .init("GET /shops/1/printers", #"200 [{"shop":1,"name":"lp"}]"#),
      .init("GET /shops/2/printers/lp", #"200 {"shop":2,"name":"lp"}"#),
      .init("GET /shops/1/printers/lp/jobs", #"200 [{"id":1,"shop":1,"printer":"lp"}]"#),
      .init("GET /shops/1/printers/lp/jobs/1", #"200 {"id":1,"shop":1,"printer":"lp"}"#),
      .init("GET /shops/2/printers/lp/jobs/1", #"404 {"error":"there is no \"1\" in \"jobs\""}"#),
      .init(
        "POST /shops/2/printers/lp/jobs", #"{"shop": 1, "printer": "x"}"#,
        #"201 {"id":3,"shop":2,"printer":"lp"}"#),
      .init(
        "PATCH /shops/2/printers/lp/jobs/3", #"{"shop": 1, "a": 1}"#,
        #"200 {"id":3,"shop":2,"printer":"lp","a":1}"#),
    ])
  }

  @Test(arguments: [
    Exchange("GET /shops/9/printers", #"404 {"error":"there is no \"9\" in \"shops\""}"#),
    Exchange("POST /shops/9/printers", "{}", #"404 {"error":"there is no \"9\" in \"shops\""}"#),
    Exchange("GET /shops/9/printers/lp/jobs", #"404 {"error":"there is no \"9\" in \"shops\""}"#),
    Exchange("GET /shops/1/printers/x/jobs", #"404 {"error":"there is no \"x\" in \"printers\""}"#),
    Exchange(
      "DELETE /shops/1/printers/x/jobs/1", #"404 {"error":"there is no \"x\" in \"printers\""}"#),
  ])
  func `is nowhere without its parent`(exchange: Exchange) throws {
    try Self.world().expect([exchange])
  }

  @Test func `tells its records apart by what its key says`() throws {
    try Self.world().expect([
      .init(
        "POST /shops/1/printers", #"{"name": "lp"}"#,
        #"409 {"error":"there is a \"lp\" in \"printers\" already"}"#),
      .init("POST /shops/1/printers", #"{"name": "b"}"#, #"201 {"name":"b","shop":1}"#),
      .init("POST /shops/2/printers", #"{"name": "b"}"#, #"201 {"name":"b","shop":2}"#),
    ])
  }

  @Test func `goes with its parent`() throws {
    let world = try Self.world()
    world.expect([
      .init("DELETE /shops/1", "204"),
      .init("GET /shops/1/printers", #"404 {"error":"there is no \"1\" in \"shops\""}"#),
      .init("POST /shops", "{}", #"201 {"id":3}"#),
      .init("GET /shops/3/printers", "200 []"),
      .init("GET /shops/2/printers/lp/jobs", #"200 [{"id":2,"shop":2,"printer":"lp"}]"#),
    ])
  }

  @Test func `may have scopes that name no record`() throws {
    let world = try OwnService.world(
      OwnService.files(
        things: #"{"path": "/{tenant}/things", "scopes": ["tenant"], "id": "${counter}"}"#))
    world.expect([
      .init("GET /a/things", "200 []"),
      .init("POST /a/things", "{}", #"201 {"id":1,"tenant":"a"}"#),
      .init("GET /a/things", #"200 [{"id":1,"tenant":"a"}]"#),
      .init("GET /b/things", "200 []"),
      .init("GET /b/things/1", #"404 {"error":"there is no \"1\" in \"things\""}"#),
    ])
  }

  /// What is most exact wins, but not when it leads nowhere.
  @Test func `does not hide another that has a word in the same place`() throws {
    let world = try OwnService.world(
      OwnService.files(
        collections: """
          "shops": {}, "notes": { "path": "/shops/{shop}/notes" }, "news": { "path": "/shops/all/news" }
          """,
        records: [
          "shops": #"[{"id": "all"}]"#, "notes": #"[{"id": 1, "shop": "all"}]"#,
          "news": #"[{"id": 2}]"#,
        ]))
    world.expect([
      .init("GET /shops/all", #"200 {"id":"all"}"#),
      .init("GET /shops/all/notes", #"200 [{"id":1,"shop":"all"}]"#),
      .init("GET /shops/all/notes/1", #"200 {"id":1,"shop":"all"}"#),
      .init("GET /shops/all/news/2", #"200 {"id":2}"#),
    ])
  }
}
