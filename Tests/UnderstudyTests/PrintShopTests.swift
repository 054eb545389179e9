import EventLoop
import HTTPClient
import HTTPMessage
import HTTPServer
import JSON
import MockServer
import MockSupport
import Testing

/// The service that only its folder describes, over HTTP in this process, with time in hand.
@Suite struct `The print shop` {
  private final class Shop {
    let clock = ManualClock("2026-01-31T12:00:00")
    let world: World<CollectionService>
    private let group: EventLoopGroup
    private let server: HTTPServer

    init() throws {
      let folder = Repository.root + "/Tests/SixthService/print-shop"
      let fixtures = try ServiceFixtures(folder: folder)
      world = World(
        try Blueprint(CollectionService.self, fixtures),
        in: WorldGroup(clock: AdjustableClock(base: clock)))
      group = try EventLoopGroup(count: 1)
      server = try HTTPServer(
        on: try SocketAddress(host: "127.0.0.1", port: 0), group: group,
        handler: ServicePort(world: world))
    }

    deinit {
      server.stop()
      group.shutdown()
    }

    /// Asks as the clerk does; gives the status and the body.
    func ask(
      _ method: HTTPMethod, _ path: String, _ body: String = "", token: String = "PAPER"
    ) throws -> (status: Int, json: JSONValue) {
      let response = try HTTPClient(try #require(HTTPURL("http://\(server.address)")))
        .send(
          method, path, fields: ["Authorization": "Bearer \(token)"], body: Array(body.utf8))
      let json = response.body.isEmpty ? .null : try JSONReader.value(of: response.body)
      return (response.status.code, json)
    }
  }

  private static let jobs = "/api/printers/lp1/jobs"

  @Test func `prints a job: queued, printing, done`() throws {
    let shop = try Shop()
    let made = try shop.ask(.post, Self.jobs, #"{"title": "letter", "pages": 3}"#)
    #expect(made.status == 201)
    #expect(
      made.json["job"] == [
        "id": 3, "printer": "lp1", "title": "letter", "pages": 3, "copies": 1, "status": "QUEUED",
        "created": "2026-01-31T12:00:00Z",
      ])
    shop.clock.advance(seconds: 1)
    #expect(try shop.ask(.get, "\(Self.jobs)/3").json["job"]?["status"] == "QUEUED")
    #expect(try shop.ask(.get, "\(Self.jobs)/3").json["job"]?["status"] == "PRINTING")
    shop.clock.advance(seconds: 2)
    let done = try shop.ask(.get, "\(Self.jobs)/3").json["job"]
    #expect(done?["status"] == "DONE")
    #expect(done?["finished"] == "2026-01-31T12:00:03Z")
  }

  @Test func `lists jobs by page, the newest first`() throws {
    let shop = try Shop()
    for title in ["a", "b"] {
      shop.clock.advance(seconds: 1)
      _ = try shop.ask(.post, Self.jobs, #"{"title": "\#(title)", "pages": 1}"#)
    }
    let first = try shop.ask(.get, Self.jobs).json
    #expect(first["jobs"]?.array?.map { $0["title"]?.string } == ["b", "a", "poster"])
    #expect(first["jobs"]?[0]?.object?.keys == ["id", "title", "status"])
    #expect([first["page"], first["pages"], first["total"]] == [1, 2, 4])
    let second = try shop.ask(.get, Self.jobs + "?page=2").json
    #expect(second["jobs"]?.array?.map { $0["title"]?.string } == ["thesis"])
    let done = try shop.ask(.get, Self.jobs + "?state=DONE&per_page=1").json
    #expect(done["jobs"]?.array?.map { $0["id"] } == [1])
  }

  @Test func `leads through its printers by links`() throws {
    let shop = try Shop()
    let first = try shop.ask(.get, "/api/printers").json
    #expect(first["printers"]?.array?.map { $0["name"]?.string } == ["attic", "lp1"])
    let next = try #require(first["printers_links"]?[0]?["href"]?.string)
    let path = "/" + next.split(separator: "/").dropFirst(2).joined(separator: "/")
    let second = try shop.ask(.get, path).json
    #expect(second["printers"]?.array?.map { $0["name"]?.string } == ["lp2"])
    #expect(second["printers_links"] == nil)
  }

  @Test func `keeps to itself who added a printer`() throws {
    let shop = try Shop()
    let made = try shop.ask(.post, "/api/printers", #"{"printer": {"name": "new"}}"#, token: "INK")
    #expect(made.status == 201)
    #expect(made.json["printer"]?["state"] == "IDLE")
    #expect(made.json["printer"]?["added_by"] == nil)
  }

  @Test func `takes a printer away some time after it was deleted, with its jobs`() throws {
    let shop = try Shop()
    #expect(try shop.ask(.delete, "/api/printers/lp1").status == 202)
    #expect(try shop.ask(.get, "/api/printers/lp1").json["printer"]?["state"] == "LEAVING")
    shop.clock.advance(seconds: 5)
    #expect(try shop.ask(.get, "/api/printers/lp1").status == 404)
    _ = try shop.ask(.post, "/api/printers", #"{"printer": {"name": "lp1"}}"#)
    #expect(try shop.ask(.get, Self.jobs).json["total"] == 0)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let method: HTTPMethod
    let path: String
    let body: String
    let status: Int
    let message: String
    var testDescription: String { "\(method) \(path) \(body)" }

    init(_ method: HTTPMethod, _ path: String, _ body: String, _ status: Int, _ message: String) {
      (self.method, self.path, self.body) = (method, path, body)
      (self.status, self.message) = (status, message)
    }
  }

  @Test(arguments: [
    Refusal(.get, "/api/printers/lp9", "", 404, "printers has no lp9"),
    Refusal(.get, "/api/printers/lp9/jobs", "", 404, "printers has no lp9"),
    Refusal(
      .post, "/api/printers", #"{"printer": {"name": 1}}"#, 422,
      "\"name\" must be a string, not number"),
    Refusal(.post, jobs, #"{"title": "x"}"#, 422, "\"pages\" is missing"),
    Refusal(
      .get, "/api/printers?limit=all", "", 422,
      "\"limit\" must be an integer from 1, not \"all\""),
  ])
  func `refuses in the form that its folder gives`(refusal: Refusal) throws {
    let shop = try Shop()
    let answer = try shop.ask(refusal.method, refusal.path, refusal.body)
    #expect(answer.status == refusal.status)
    #expect(
      answer.json
        == [
          "error": [
            "code": .number(JSONNumber(refusal.status)), "message": .string(refusal.message),
          ]
        ]
    )
  }

  @Test func `is refused to those who don't sign in`() throws {
    let shop = try Shop()
    #expect(try shop.ask(.get, "/api/papers", token: "GLUE").status == 401)
    #expect(
      shop.world.journal.latest?.reason
        == "Authorization holds no token that is known; those of: clerk, owner")
  }

  @Test func `can be put into its provider states by the admin call`() throws {
    let shop = try Shop()
    let change = #"{"state": "a job that prints", "action": "setup"}"#
    #expect(try shop.ask(.post, "/__admin/provider-states", change).status == 200)
    #expect(try shop.ask(.get, "\(Self.jobs)/7").json["job"]?["status"] == "PRINTING")
    #expect(try shop.ask(.post, "/__admin/reset").status == 200)
    #expect(try shop.ask(.get, "\(Self.jobs)/7").status == 404)
  }
}
