import HTTPMessage
import MockServer
import MockSupport
import Testing

@Suite struct `A collection without further words` {
  private static let firstUUID = "00000000-0000-4000-8000-000000000001"

  @Test func `keeps what clients do with its records`() throws {
    let world = try OwnService.world(OwnService.files())
    let path = "/things/\(Self.firstUUID)"
    world.expect([
      .init("GET /things", "200 []"),
      .init("POST /things", #"{"a": 1.0}"#, #"201 {"id":"\#(Self.firstUUID)","a":1.0}"#),
      .init("GET \(path)", #"200 {"id":"\#(Self.firstUUID)","a":1.0}"#),
      .init("GET /things", #"200 [{"id":"\#(Self.firstUUID)","a":1.0}]"#),
      .init(
        "PATCH \(path)", #"{"b": {"c": [2]}}"#,
        #"200 {"id":"\#(Self.firstUUID)","a":1.0,"b":{"c":[2]}}"#),
      .init(
        "PATCH \(path)", #"{"a": null, "b": {"d": 3}}"#,
        #"200 {"id":"\#(Self.firstUUID)","b":{"c":[2],"d":3}}"#),
      .init("PUT \(path)", #"{"e": 5}"#, #"200 {"id":"\#(Self.firstUUID)","e":5}"#),
      .init("DELETE \(path)", "204"),
      .init("GET /things", "200 []"),
    ])
  }

  @Test func `keeps a record's key whatever a client sends`() throws {
    let world = try OwnService.world(
      OwnService.files(records: ["things": #"[{"id": 7, "a": 1}]"#]))
    world.expect([
      .init("PATCH /things/7", #"{"id": 8, "a": 2}"#, #"200 {"id":7,"a":2}"#),
      .init("PUT /things/7", #"{"a": 3, "id": "8"}"#, #"200 {"id":7,"a":3}"#),
      .init("PATCH /things/7", #"{"id": null}"#, #"200 {"id":7,"a":3}"#),
    ])
  }

  @Test func `takes the last of a name that stands twice`() throws {
    let world = try OwnService.world(OwnService.files(things: #"{"id": "${counter}"}"#))
    world.expect([.init("POST /things", #"{"a": 1, "b": 2, "a": 3}"#, #"201 {"id":1,"a":3,"b":2}"#)]
    )
  }

  @Test(arguments: [
    Exchange("GET /things/9", #"404 {"error":"there is no \"9\" in \"things\""}"#),
    Exchange("PATCH /things/9", "{}", #"404 {"error":"there is no \"9\" in \"things\""}"#),
    Exchange("PUT /things/9", "{}", #"404 {"error":"there is no \"9\" in \"things\""}"#),
    Exchange("DELETE /things/9", #"404 {"error":"there is no \"9\" in \"things\""}"#),
    Exchange("GET /thing", #"404 {"error":"nothing is at this path"}"#),
    Exchange("GET /things/", #"404 {"error":"nothing is at this path"}"#),
    Exchange("GET /things/9/x", #"404 {"error":"nothing is at this path"}"#),
    Exchange("POST /things", #"400 {"error":"there is no body"}"#),
    Exchange("POST /things", "[]", #"400 {"error":"the body must be an object, not array"}"#),
    Exchange("POST /things", "1", #"400 {"error":"the body must be an object, not number"}"#),
    Exchange(
      "POST /things", "{]",
      #"400 {"error":"the body is not JSON: 1:2: expected a member name in quotes, found ']'"}"#),
    Exchange("PUT /things", "{}", #"405 {"error":"this path does not take PUT"}"#),
    Exchange("POST /things/1", "{}", #"405 {"error":"this path does not take POST"}"#),
  ])
  func `refuses what makes no sense and says why`(exchange: Exchange) throws {
    let world = try OwnService.world(OwnService.files(records: ["things": #"[{"id": 1}]"#]))
    world.expect([exchange])
    let reason = try #require(world.journal.latest?.reason)
    #expect(exchange.answer.contains(reason.replacing("\"", with: "\\\"")))
    #expect(world.journal.latest?.isMatched == !reason.contains("nothing is at"))
    #expect(world.answer("GET", "/things") == #"200 [{"id":1}]"#)
  }

  @Test(arguments: [("/things", "GET, HEAD, POST"), ("/things/1", "GET, HEAD, PATCH, PUT, DELETE")])
  func `says which methods a path takes`(path: String, methods: String) throws {
    let world = try OwnService.world(OwnService.files())
    #expect(world.ask("OPTIONS", path).fields[.allow] == methods)
  }

  @Test func `answers HEAD as GET`() throws {
    let world = try OwnService.world(OwnService.files(records: ["things": #"[{"id": 1}]"#]))
    #expect(world.ask("HEAD", "/things").status == .ok)
    #expect(world.ask("HEAD", "/things/1").status == .ok)
    #expect(world.ask("HEAD", "/things/2").status == .notFound)
  }

  @Test(arguments: ["a/b", "é", "a b", "%", "?x=1", "..", "{id}"])
  func `finds a record by any key that is written as an address wants it`(id: String) throws {
    let world = try OwnService.world(
      OwnService.files(
        things: #"{"id": "${id}", "create": {"required": ["id"], "location": true}}"#))
    let made = world.ask("POST", "/things", #"{"id": "\#(id)"}"#)
    let location = try #require(made.fields["Location"])
    #expect(location.hasPrefix("http://shop/things/"))
    let path = String(location.dropFirst("http://shop".count))
    #expect(world.answer("GET", path) == #"200 {"id":"\#(id)"}"#)
  }
}

@Suite struct `The description of a collection` {
  struct Case: Sendable, CustomTestStringConvertible {
    let things: String
    let exchanges: [Exchange]
    var testDescription: String { things }

    init(_ things: String, _ exchanges: Exchange...) {
      self.things = things
      self.exchanges = exchanges
    }
  }

  private static let uuid = "00000000-0000-4000-8000-00000000000"

  @Test(arguments: [
    Case(
      #"{"id": "${counter}"}"#, .init("POST /things", "{}", #"201 {"id":6}"#),
      .init("DELETE /things/6", "204"), .init("POST /things", "{}", #"201 {"id":7}"#)),
    Case(
      #"{"id": "t-${counter}-x"}"#, .init("POST /things", "{}", #"201 {"id":"t-1-x"}"#),
      .init("POST /things", "{}", #"201 {"id":"t-2-x"}"#)),
    Case(
      #"{"id": "${a}.${b}", "create": {"required": ["a", "b"]}}"#,
      .init("POST /things", #"{"a": 1, "b": "x"}"#, #"201 {"id":"1.x","a":1,"b":"x"}"#),
      .init(
        "POST /things", #"{"a": "1", "b": "x"}"#,
        #"409 {"error":"there is a \"1.x\" in \"things\" already"}"#)),
    Case(
      #"{"id": "${id}", "create": {"required": ["id"]}}"#,
      .init("POST /things", #"{"id": 9}"#, #"201 {"id":9}"#),
      .init("POST /things", #"{"id": null}"#, #"400 {"error":"\"id\" is missing"}"#),
      .init("POST /things", "{}", #"400 {"error":"\"id\" is missing"}"#),
      .init(
        "POST /things", #"{"id": "9"}"#, #"409 {"error":"there is a \"9\" in \"things\" already"}"#),
      .init(
        "POST /things", #"{"id": [1]}"#,
        #"400 {"error":"\"id\" must be an integer or a string that is not empty, not [1]"}"#),
      .init(
        "POST /things", #"{"id": ""}"#,
        #"400 {"error":"\"id\" must be an integer or a string that is not empty, not \"\""}"#)),
    Case(
      #"{"key": ["name"], "id": "${name}", "create": {"required": ["name"]}, "operations": ["create", "read"]}"#,
      .init("POST /things", #"{"name": "x"}"#, #"201 {"name":"x"}"#),
      .init("GET /things/x", #"200 {"name":"x"}"#),
      .init("GET /things", #"405 {"error":"this path does not take GET"}"#)),
  ])
  func `says what new records are called`(example: Case) throws {
    let seeds = example.things.contains("required") ? "[]" : #"[{"id": 5}, {"id": "x"}]"#
    try OwnService.world(OwnService.files(things: example.things, records: ["things": seeds]))
      .expect(example.exchanges)
  }

  @Test(arguments: [
    Case(
      #"{"create": {"set": {"state": "NEW", "made": "${now}", "at": "${unix_time}"}}, "id": "${counter}"}"#,
      .init(
        "POST /things", #"{"state": "OLD"}"#,
        #"201 {"id":1,"state":"NEW","made":"2026-01-31T12:00:00Z","at":1769860800}"#),
      .init(
        "PUT /things/1", #"{"state": "OLD", "b": 1}"#,
        #"200 {"id":1,"b":1,"state":"NEW","made":"2026-01-31T12:00:00Z","at":1769860800}"#)),
    Case(
      #"{"create": {"defaults": {"n": 1, "m": "${uuid}"}}, "id": "${counter}"}"#,
      .init("POST /things", #"{"n": 2, "m": 3}"#, #"201 {"id":1,"n":2,"m":3}"#),
      .init("POST /things", "{}", #"201 {"id":2,"n":1,"m":"\#(uuid)1"}"#),
      .init("PUT /things/1", #"{"m": 4}"#, #"200 {"id":1,"m":4,"n":1}"#)),
    Case(
      #"{"create": {"required": {"a": "string", "n": "integer"}, "optional": ["o"]}, "id": "${counter}"}"#,
      .init("POST /things", #"{"n": 1}"#, #"400 {"error":"\"a\" is missing"}"#),
      .init(
        "POST /things", #"{"a": 1, "n": 1}"#,
        #"400 {"error":"\"a\" must be a string, not number"}"#),
      .init(
        "POST /things", #"{"a": "", "n": 1.0}"#,
        #"400 {"error":"\"n\" must be an integer, not number"}"#),
      .init(
        "POST /things", #"{"a": "", "n": 1, "oo": 1}"#,
        #"400 {"error":"there is no \"oo\"; did you mean \"o\"?"}"#),
      .init("POST /things", #"{"a": "", "n": 1, "o": {}}"#, #"201 {"id":1,"a":"","n":1,"o":{}}"#),
      .init("PATCH /things/1", #"{"a": null}"#, #"400 {"error":"\"a\" is missing"}"#),
      .init("PUT /things/1", #"{"a": "x"}"#, #"400 {"error":"\"n\" is missing"}"#),
      .init("GET /things/1", #"200 {"id":1,"a":"","n":1,"o":{}}"#)),
    Case(
      #"{"create": {"optional": ["a"], "set": {"s": 1}}, "update": {"set": {"u": 2}}, "show": {"add": {"x": 3}}, "id": "${counter}"}"#,
      .init(
        "POST /things", #"{"a": 9, "s": 9, "u": 9, "x": 9}"#, #"201 {"id":1,"a":9,"s":1,"x":3}"#),
      .init(
        "PUT /things/1", #"{"id": 1, "a": 8, "s": 8, "u": 8, "x": 8}"#,
        #"200 {"id":1,"a":8,"s":1,"u":2,"x":3}"#),
      .init("PATCH /things/1", #"{"u": 8, "s": 8}"#, #"200 {"id":1,"a":8,"s":1,"u":2,"x":3}"#)),
    Case(
      #"{"create": {"status": 202, "answer": "nothing"}, "id": "${counter}"}"#,
      .init("POST /things", "{}", "202"), .init("GET /things/1", #"200 {"id":1}"#)),
    Case(
      #"{"update": {"status": 204, "set": {"n": "${now}"}, "fixed": ["a"]}, "create": {"optional": ["a", "b"]}, "id": "${counter}"}"#,
      .init("POST /things", #"{"a": 1}"#, #"201 {"id":1,"a":1}"#),
      .init("PATCH /things/1", #"{"a": 2, "b": 3}"#, "204"),
      .init("GET /things/1", #"200 {"id":1,"a":1,"b":3,"n":"2026-01-31T12:00:00Z"}"#)),
    Case(
      #"{"delete": {"status": 202, "set": {"state": "GOING"}, "answer": "record"}, "id": "${counter}"}"#,
      .init("POST /things", "{}", #"201 {"id":1}"#),
      .init("DELETE /things/1", #"202 {"id":1,"state":"GOING"}"#),
      .init("GET /things/1", #"200 {"id":1,"state":"GOING"}"#)),
    Case(
      #"{"delete": {"status": 200, "answer": "record"}, "id": "${counter}"}"#,
      .init("POST /things", "{}", #"201 {"id":1}"#),
      .init("DELETE /things/1", #"200 {"id":1}"#),
      .init("GET /things/1", #"404 {"error":"there is no \"1\" in \"things\""}"#)),
  ])
  func `says what a change makes of a record`(example: Case) throws {
    try OwnService.world(OwnService.files(things: example.things)).expect(example.exchanges)
  }

  @Test(arguments: [
    Case(
      #"{"envelope": {"one": "thing", "many": "things", "request": "new"}}"#,
      .init("GET /things/1", #"200 {"thing":{"id":1,"secret":2}}"#),
      .init("GET /things", #"200 {"things":[{"id":1,"secret":2}]}"#),
      .init("PATCH /things/1", #"{"new": {"a": 3}}"#, #"200 {"thing":{"id":1,"secret":2,"a":3}}"#),
      .init(
        "PATCH /things/1", #"{"thing": {"a": 3}}"#,
        #"400 {"error":"the body is no object with \"new\""}"#),
      .init(
        "PATCH /things/1", #"{"new": 3}"#, #"400 {"error":"\"new\" must be an object, not number"}"#
      )
    ),
    Case(
      #"{"show": {"add": {"self": "${record_url}", "n": "${id}", "t": "no ${id}"}, "hide": ["secret"]}}"#,
      .init("GET /things/1", #"200 {"id":1,"self":"http://shop/things/1","n":1,"t":"no 1"}"#),
      .init(
        "PUT /things/1", #"{"self": "x", "b": 1}"#,
        #"200 {"id":1,"b":1,"self":"http://shop/things/1","n":1,"t":"no 1"}"#)),
    Case(
      #"{"path": "/deep/down"}"#, .init("GET /deep/down/1", #"200 {"id":1,"secret":2}"#),
      .init("GET /things/1", #"404 {"error":"nothing is at this path"}"#)),
    Case(
      #"{"errors": {"not_found": {"status": 410, "body": {"gone": "${id}", "of": ["${collection}", "${status}"], "at": "${method} ${path}"}}}}"#,
      .init(
        "GET /things/9", #"410 {"gone":"9","of":["things",410],"at":"GET /things/9"}"#)),
    Case(
      #"{"errors": {"invalid": {"status": 422, "text": "no: ${reason}"}}}"#,
      .init("POST /things", "[]", "422 no: the body must be an object, not array")),
  ])
  func `says how records and errors are shown`(example: Case) throws {
    let files = OwnService.files(
      things: example.things, records: ["things": #"[{"id": 1, "secret": 2}]"#])
    try OwnService.world(files).expect(example.exchanges)
  }
}
