import EventLoop
import HTTPMessage
import HTTPServer
import JSON
import MockServer
import MockSupport
import Testing

/// Faults of a world, as its admin calls arm them.
@Suite struct `An armed fault` {
  private let bench: AdminBench
  private let notes: World<Notebook>

  init() throws {
    bench = try AdminBench()
    notes = bench.notes
  }

  @discardableResult
  private func arm(_ fault: String) throws -> JSONValue {
    let response = bench.send("POST", "/faults?service=notes", body: fault)
    #expect(response.status == .created, "\(String(decoding: response.body, as: UTF8.self))")
    return try response.json()
  }

  private func ask(_ method: String = "GET", _ target: String = "/notes") -> HTTPResponse {
    notes.respond(to: HTTPRequest(method, target), from: nil)
  }

  private func codes(_ count: Int, _ target: String = "/notes") -> [Int] {
    (0..<count).map { _ in ask("GET", target).status.code }
  }

  private var armed: [JSONValue] {
    get throws { try bench.call("GET", "/faults")["faults"]?.array ?? [] }
  }

  // MARK: How often

  @Test func `hits as often as it is told to, and is gone`() throws {
    try arm(#"{"on": "GET /notes", "status": 503, "times": 2}"#)
    #expect(codes(4) == [503, 503, 200, 200])
    #expect(try armed.isEmpty)
  }

  @Test func `without a number hits until it is disarmed`() throws {
    let id = try arm(#"{"on": "GET /notes", "status": 500}"#)["id"]?.string ?? ""
    #expect(codes(3) == [500, 500, 500])
    #expect(try bench.call("GET", "/faults/\(id)")["hits"] == 3)
    try bench.call("DELETE", "/faults/\(id)")
    #expect(codes(1) == [200])
    #expect(bench.send("DELETE", "/faults/\(id)").status == .notFound)
  }

  @Test func `with a percentage hits about so many, the same ones in each run`() throws {
    func run(_ seed: Int) throws -> [Int] {
      try bench.call("DELETE", "/faults")
      try arm(#"{"on": "*", "status": 500, "percentage": 10, "seed": \#(seed)}"#)
      return codes(2_000)
    }
    let first = try run(7)
    #expect((150...250).contains(first.count { $0 == 500 }))
    #expect(try run(7) == first)
    #expect(try run(8) != first)
  }

  @Test func `counts hits and not draws`() throws {
    try arm(#"{"on": "*", "status": 500, "percentage": 50, "times": 3}"#)
    #expect(codes(100).count { $0 == 500 } == 3)
  }

  @Test func `waits for those armed before it`() throws {
    try arm(#"{"on": "*", "status": 503, "times": 2}"#)
    try arm(#"{"on": "*", "status": 429, "times": 1}"#)
    #expect(codes(4) == [503, 503, 429, 200])
  }

  // MARK: What it is for

  @Test(arguments: [
    ("GET /notes", "GET", "/notes", true), ("GET /notes", "GET", "/notes?a=b", true),
    ("GET /notes", "POST", "/notes", false), ("GET /notes", "GET", "/notes/1", false),
    ("GET /notes", "GET", "/note", false), ("GET /notes", "GET", "/notes/", false),
    ("* /notes", "DELETE", "/notes", true), ("/notes", "PATCH", "/notes", true),
    ("*", "GET", "/", true), ("* *", "GET", "/any/where", true),
    ("DELETE *", "DELETE", "/a/b/c", true), ("DELETE *", "GET", "/a/b/c", false),
    ("GET /notes/{id}", "GET", "/notes/1", true), ("GET /notes/*", "GET", "/notes/1", true),
    ("GET /notes/{id}", "GET", "/notes/", false), ("GET /notes/{id}", "GET", "/notes", false),
    ("GET /notes/{id}", "GET", "/notes/1/parts", false),
    ("GET /notes/{id}/parts", "GET", "/notes/1/parts", true),
    ("GET /notes/**", "GET", "/notes/1/parts/2", true), ("GET /notes/**", "GET", "/notes", true),
    ("GET /a b", "GET", "/a%20b", false), ("GET /a%20b", "GET", "/a%20b", true),
    ("GET /ab", "GET", "/%61b", true), ("GET /a/b", "GET", "/a%2Fb", false),
    ("PURGE /notes", "PURGE", "/notes", true),
  ])
  func `is for the requests of its route`(
    route: String, method: String, target: String, isHit: Bool
  ) throws {
    let fault = JSONObject([
      .init(key: "on", value: .string(route)), .init(key: "status", value: 599),
    ])
    guard (try? notes.faults.arm(fault)) != nil else {
      #expect(!isHit)
      return
    }
    #expect((ask(method, target).status.code == 599) == isHit)
  }

  @Test func `may leave out what stands before a service's paths`() throws {
    var files = Notebook.files()
    let text = String(decoding: try #require(files["notes/service.json"]), as: UTF8.self)
    files["notes/service.json"] = Array(
      text.replacing(
        "\"base_path\": \"/\",",
        with: "\"base_path\": \"/v1\", \"path_prefixes\": [\"/v2/{tenant}\"],"
      ).utf8)
    let world = try World(
      Notebook.self, "notes", source: FixtureSource(files: files, prefix: "files"))
    try world.faults.arm(["on": "GET /notes", "status": 500])
    let codes = ["/notes", "/v1/notes", "/v2/me/notes", "/v2/notes", "/v3/notes"].map {
      world.respond(to: HTTPRequest("GET", $0), from: nil).status.code
    }
    #expect(codes == [500, 500, 500, 404, 404])
  }

  // MARK: What it does

  @Test func `with a status answers that instead of the service`() throws {
    try arm(#"{"on": "*", "status": 503, "headers": {"Retry-After": "5"}}"#)
    let answer = ask("POST")
    #expect(answer.status == .serviceUnavailable)
    #expect(answer.fields["Retry-After"] == "5")
    #expect(String(decoding: answer.body, as: UTF8.self) == "Service Unavailable\n")
    notes.faults.clear()
    #expect(try notes.notes() == ["first", "second"])
  }

  @Test func `with a body of JSON answers that`() throws {
    try arm(#"{"on": "*", "status": 404, "jsonBody": {"error": [1.0]}}"#)
    let answer = ask()
    #expect(answer.fields[.contentType] == "application/json")
    #expect(String(decoding: answer.body, as: UTF8.self) == #"{"error":[1.0]}"#)
  }

  @Test func `with a body of text answers that in the type that it is told`() throws {
    try arm(#"{"on": "*", "body": "<p>", "headers": {"Content-Type": "text/html"}}"#)
    let answer = ask()
    #expect(answer.status == .ok)
    #expect(answer.fields[values: .contentType] == ["text/html"])
    #expect(answer.body == Array("<p>".utf8))
  }

  @Test func `with headers alone leaves the rest of the service's answer`() throws {
    try arm(#"{"on": "*", "headers": {"X-More": "a"}}"#)
    let answer = ask()
    #expect(answer.fields["X-More"] == "a")
    #expect(try answer.json() == ["first", "second"])
  }

  @Test(arguments: [
    (#""fault": "reset""#, HTTPDelivery.Manner.reset, false),
    (#""fault": "close-before-head""#, .closeBeforeHead, false),
    (#""fault": "close-after-head""#, .closeAfterHead, true),
    (#""fault": {"close-after-bytes": 9}"#, .closeAfter(bytes: 9), true),
    (#""fault": {"wrong-length": -2}"#, .wrongLength(by: -2), true),
    (#""fault": "broken-chunk""#, .brokenChunk, true),
    (#""fault": "malformed-body""#, .malformedBody, true),
    (#""fault": "garbage""#, .garbage, false),
    (#""fault": "hang""#, .hang(limit: 300_000), false),
    (#""fault": {"hang": "2s"}"#, .hang(limit: 2_000), false),
    (#""fault": {"drip": {"bytes": 1, "every": "10ms"}}"#, .drip(bytes: 1, every: 10), true),
    (#""fault": {"dribble": {"pieces": 3, "over": "1s"}}"#, .dribble(pieces: 3, over: 1_000), true),
    (#""fault": "CONNECTION_RESET_BY_PEER""#, .reset, false),
    (#""fault": "EMPTY_RESPONSE""#, .closeBeforeHead, false),
    (#""fault": "MALFORMED_RESPONSE_CHUNK""#, .malformedBody, true),
    (#""fault": "RANDOM_DATA_THEN_CLOSE""#, .garbage, false),
    (#""fault": "reset", "served": true"#, .reset, true),
    (#""fault": "close-after-head", "status": 500, "served": false"#, .closeAfterHead, false),
  ])
  func `of the socket is on the answer, and the service has done its work or not`(
    members: String, manner: HTTPDelivery.Manner, isServed: Bool
  ) throws {
    try arm(#"{"on": "*", "times": 1, \#(members)}"#)
    let answer = ask("POST")
    #expect(answer.delivery?.manner == manner)
    #expect(answer.delivery?.delay == 0)
    #expect(try notes.notes().array?.count == (isServed ? 3 : 2))
  }

  @Test func `with a delay keeps the service's answer back`() throws {
    try arm(#"{"on": "*", "delay": "1.5s"}"#)
    let answer = ask()
    #expect(answer.delivery?.delay == 1_500)
    #expect(answer.delivery?.manner == .whole)
    #expect(try answer.json() == ["first", "second"])
  }

  @Test func `with a uniform delay keeps within its ends, the same in each run`() throws {
    func run(_ seed: Int) throws -> [Int] {
      try bench.call("DELETE", "/faults")
      try arm(#"{"on": "*", "delay": {"uniform": ["100ms", "1s"]}, "seed": \#(seed)}"#)
      return (0..<500).compactMap { _ in ask().delivery?.delay }
    }
    let delays = try run(1)
    #expect(delays.allSatisfy { (100...1_000).contains($0) })
    #expect((delays.min() ?? 0) < 150 && (delays.max() ?? 0) > 950)
    #expect(try run(1) == delays)
    #expect(try run(2) != delays)
  }

  @Test func `with a lognormal delay has its median and no more than its most`() throws {
    try arm(
      #"{"on": "*", "delay": {"lognormal": {"median": "200ms", "sigma": 0.5, "max": "600ms"}}}"#)
    let delays = (0..<2_001).compactMap { _ in ask().delivery?.delay }.sorted()
    #expect((185...215).contains(delays[1_000]))
    #expect(delays.last == 600)
    #expect(delays[0] < 100)
  }

  @Test func `is told in the journal`() throws {
    let id = try arm(#"{"on": "GET /notes", "status": 503, "fault": "reset", "times": 1}"#)["id"]
    _ = codes(2)
    let events = try bench.call("GET", "/requests")["requests"]?.array ?? []
    #expect(events.count == 2)
    #expect(events[0]["fault"] == nil)
    #expect(
      events[1]["fault"] == [
        "id": id ?? .null, "on": "GET /notes", "summary": "status 503, reset",
      ])
    #expect(events[1]["response"]?["status"] == 503)
  }

  @Test func `hits a client and not a service that asks another`() throws {
    try arm(#"{"on": "*", "status": 500}"#)
    #expect(notes.group.ask("notes", HTTPRequest("GET", "/notes"))?.status == .ok)
  }

  @Test func `leaves admin calls alone`() throws {
    try arm(#"{"on": "*", "status": 500}"#)
    let health = ServicePort(world: notes).respond(
      to: HTTPRequest("GET", "/__admin/health"), from: nil)
    #expect(health.status == .ok)
  }

  // MARK: The list

  @Test func `is listed as it was given, with what became of it`() throws {
    let answer = try arm(#"{"on": "GET /notes", "status": 503, "times": 5}"#)
    #expect(
      answer == [
        "id": "00000000-0000-4000-8000-000000000001", "on": "GET /notes", "status": 503,
        "times": 5, "hits": 0, "left": 5, "service": "notes",
      ])
    _ = codes(2)
    try bench.diary.faults.arm(["on": "*", "delay": "1s"])
    let all = try armed
    #expect(all.map { $0["service"] } == ["notes", "diary"])
    #expect(all[0]["hits"] == 2 && all[0]["left"] == 3)
    #expect(all[1]["left"] == nil)
    #expect(try bench.call("GET", "/faults?service=diary")["faults"]?.array?.count == 1)
  }

  @Test(arguments: [
    ("DELETE", "/faults", 0), ("DELETE", "/faults?service=notes", 1), ("POST", "/reset", 0),
  ])
  func `goes when all are cleared or the service is reset`(
    method: String, call: String, left: Int
  ) throws {
    for world in [notes, bench.diary] { try world.faults.arm(["on": "*", "status": 500]) }
    try bench.call(method, call)
    #expect(try armed.count == left)
    #expect(ask().status == .ok)
  }

  @Test func `stays when a provider state is set`() throws {
    try arm(#"{"on": "*", "status": 500}"#)
    try bench.call("POST", "/provider-states", body: #"{"state": ""}"#)
    try bench.call("POST", "/provider-states", body: #"{"state": "no notes"}"#)
    #expect(try armed.count == 1)
  }

  @Test func `can be armed on the service's own port`() throws {
    let port = ServicePort(world: notes)
    let response = port.respond(
      to: HTTPRequest("POST", "/__admin/faults", body: #"{"on": "*", "status": 500}"#), from: nil)
    #expect(response.status == .created)
    let id = try #require(try response.json()["id"]?.string)
    #expect(response.fields["Location"] == "/__admin/faults/\(id)")
    #expect(port.respond(to: HTTPRequest("GET", "/notes"), from: nil).status.code == 500)
  }

  @Test func `can be armed on the control port by the service's name in the body`() throws {
    let body = #"{"service": "diary", "on": "*", "status": 500}"#
    #expect(bench.send("POST", "/faults", body: body).status == .created)
    #expect(bench.diary.faults.list.count == 1)
    #expect(notes.faults.list.isEmpty)
  }

  @Test func `is told of where too many are there`() throws {
    for _ in 0..<1_000 { try notes.faults.arm(["on": "GET /other", "status": 500]) }
    let response = bench.send(
      "POST", "/faults?service=notes", body: #"{"on": "*", "status": 500}"#)
    #expect(response.status == .unprocessable)
    #expect(
      try response.json()["errors"]?[0]?["title"]?.string
        == "1000 faults are armed, and no more can be")
  }
}
