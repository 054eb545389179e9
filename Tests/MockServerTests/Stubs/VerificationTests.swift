import MockSupport
import HTTPClient
import HTTPMessage
import HTTPServer
import EventLoop
import JSON
import MockServer
import Testing

@Suite struct `A verification` {
  private static func bench(_ targets: [String]) throws -> StubBench {
    let bench = try StubBench(isAlone: true)
    for target in targets { _ = bench.ask(target) }
    return bench
  }

  @Test(arguments: [
    (#"{"pattern": {"url": "/a"}, "exactly": 2}"#, true),
    (#"{"pattern": {"url": "/a"}, "exactly": 1}"#, false),
    (#"{"pattern": {"url": "/a"}, "exactly": 3}"#, false),
    (#"{"pattern": {"url": "/a"}, "atLeast": 2}"#, true),
    (#"{"pattern": {"url": "/a"}, "atLeast": 3}"#, false),
    (#"{"pattern": {"url": "/a"}, "atMost": 2}"#, true),
    (#"{"pattern": {"url": "/a"}, "atMost": 1}"#, false),
    (#"{"pattern": {"url": "/c"}, "never": true}"#, true),
    (#"{"pattern": {"url": "/b"}, "never": true}"#, false),
    (#"{"pattern": {"url": "/b"}}"#, true), (#"{"pattern": {"url": "/c"}}"#, false),
    (#"{"inOrder": [{"url": "/a"}, {"url": "/b"}, {"url": "/a"}]}"#, true),
    (#"{"inOrder": [{"url": "/b"}, {"url": "/a"}, {"url": "/a"}]}"#, false),
  ])
  func `says how often and in which order requests came`(asked: String, isTrue: Bool) throws {
    let bench = try Self.bench(["/a", "/b", "/a"])
    let answer = bench.send("POST", "/requests/verify", text: asked)
    #expect(answer.status == (isTrue ? .ok : .unprocessable))
    let form = try answer.json()
    #expect(form["verified"] == .bool(isTrue))
    #expect((form["errors"] == nil) == isTrue)
  }

  @Test func `that too few requests fit tells which came nearest`() throws {
    let bench = try Self.bench(["/almost"])
    let form = try bench.send(
      "POST", "/requests/verify", ["pattern": ["url": "/almots"], "exactly": 1]
    ).json()
    #expect(form["errors"]?[0]?["title"] == "exactly 1 request wanted, 0 requests came")
    #expect(form["nearMisses"]?[0]?["request"]?["url"] == "/almost")
    #expect(form["nearMisses"]?[0]?["differences"]?[0]?["at"] == "url")
  }

  @Test func `that would need dropped requests says so`() throws {
    var limits = Journal.Limits()
    limits.entries = 3
    let bench = try StubBench(isAlone: true, journal: Journal(limits: limits))
    let id = try bench.stub(["request": ["url": "/a"]])
    for _ in 0..<5 { _ = bench.ask("/a") }
    func verdict(_ asked: JSONValue) throws -> JSONValue? {
      try bench.send("POST", "/requests/verify", asked).json()["verified"]
    }
    #expect(try verdict(["pattern": ["url": "/a"], "exactly": 5]) == .null)
    #expect(try verdict(["pattern": ["url": "/b"], "never": true]) == .null)
    #expect(try verdict(["pattern": ["url": "/a"], "atLeast": 3]) == true)
    #expect(try verdict(["pattern": ["url": "/a"], "atMost": 2]) == false)
    #expect(try verdict(["stub": .string(id), "exactly": 5]) == true)
    let count = try bench.call("POST", "/requests/count", ["url": "/a"])
    #expect(count["count"] == 3)
    #expect(count["dropped"] == 2)
    #expect(count["note"]?.string?.contains("2 older requests were dropped") == true)
  }

  @Test(arguments: [
    (#"{}"#, "expected one of"), (#"{"pattern": {}, "stub": "x"}"#, "expected one of"),
    (#"{"pattern": {}, "exactly": 1, "never": true}"#, "give one of"),
    (#"{"pattern": {"utl": "/"}}"#, "did you mean \"url\"?"),
    (#"{"pattern": {}, "within": "soon"}"#, "a length of time"),
    (#"{"pattern": {}, "within": "2h"}"#, "at most 10m"),
  ])
  func `that can't be read is refused`(asked: String, says: String) throws {
    let answer = try StubBench().send("POST", "/requests/verify", text: asked)
    #expect(answer.status == .unprocessable)
    #expect(try answer.json()["errors"]?[0]?["detail"]?.string?.contains(says) == true)
  }

  @Test func `of a stub that is not there is refused`() throws {
    let answer = try StubBench().send("POST", "/requests/verify", ["stub": "x"])
    #expect(answer.status == .notFound)
  }

  @Test func `waits until it is true`() async throws {
    let bench = try StubBench(isAlone: true)
    let group = try EventLoopGroup(count: 2)
    defer { group.shutdown() }
    let server = try HTTPServer(
      on: try SocketAddress(host: "127.0.0.1", port: 0), group: group,
      handler: ServicePort(world: bench.world))
    let client = HTTPClient(HTTPURL(host: "127.0.0.1", port: server.address.port))
    async let answer = Task.detached {
      try client.send(
        .post, "/__admin/requests/verify",
        body: Array(#"{"pattern": {"url": "/late"}, "exactly": 2, "within": "9s"}"#.utf8))
    }.value
    // Whether these come before or behind the call, they are counted.
    for _ in 0..<2 { _ = try client.send(.get, "/late") }
    #expect(try await answer.json()["verified"] == true)
  }

  @Test func `that is not true in time says so`() throws {
    let bench = try StubBench(isAlone: true)
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    let server = try HTTPServer(
      on: try SocketAddress(host: "127.0.0.1", port: 0), group: group,
      handler: ServicePort(world: bench.world))
    let client = HTTPClient(HTTPURL(host: "127.0.0.1", port: server.address.port))
    let answer = try client.send(
      .post, "/__admin/requests/verify",
      body: Array(#"{"pattern": {"url": "/late"}, "within": "20ms"}"#.utf8))
    #expect(answer.status == .unprocessable)
    let never = try client.send(
      .post, "/__admin/requests/verify",
      body: Array(#"{"pattern": {"url": "/late"}, "never": true, "within": "20ms"}"#.utf8))
    #expect(never.status == .ok)
  }
}
