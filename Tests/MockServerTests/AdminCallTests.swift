import EventLoop
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `An admin call` {
  @Test func `for health tells what runs since when`() throws {
    let bench = try AdminBench()
    bench.clock.advance(seconds: 90)
    #expect(
      try bench.call("GET", "/health") == [
        "status": "healthy", "message": "Understudy is running",
        "version": .string(Understudy.version), "uptimeInSeconds": 90,
        "timestamp": "2026-01-31T12:01:30Z", "services": ["notes", "diary"],
      ])
  }

  @Test func `for the version tells it`() throws {
    #expect(
      try AdminBench().call("GET", "/version") == ["version": .string(Understudy.version)])
  }

  @Test func `for a shutdown is refused in a program that has more to do`() throws {
    #expect(try AdminBench().send("POST", "/shutdown").status == .notFound)
  }

  @Test func `for an echo shows the request as it was understood`() throws {
    let request = try HTTPRequest.received(
      "POST /__admin/echo?a=1&a=%20&b HTTP/1.1\r\nHost: h\r\nx-Y: 1\r\nX-y: 2\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n")
    #expect(
      try AdminBench().api.respond(to: request).json() == [
        "method": "POST", "target": "/__admin/echo?a=1&a=%20&b", "path": "/__admin/echo",
        "query": [["a", "1"], ["a", " "], ["b", ""]], "version": "HTTP/1.1",
        "headers": [
          ["Host", "h"], ["x-Y", "1"], ["X-y", "2"], ["Transfer-Encoding", "chunked"],
        ],
        "body": "abc", "bodyAsBase64": "YWJj", "trailers": [["X-Sum", "6"]],
      ])
  }

  @Test func `for an echo of a body that is no text shows its bytes`() throws {
    let request = HTTPRequest(
      method: .post, target: "/__admin/echo", body: [0xFF, 0x00], version: .http10)
    let echo = try AdminBench().api.respond(to: request).json()
    #expect(echo["body"] == .null)
    #expect(echo["bodyAsBase64"] == "/wA=")
    #expect(echo["version"] == "HTTP/1.0")
  }

  @Test(arguments: ["/health", "/version", "/echo", "/requests", "/provider-states"])
  func `with HEAD is answered as with GET`(call: String) throws {
    let bench = try AdminBench()
    let (head, get) = (bench.send("HEAD", call), bench.send("GET", call))
    #expect(head.status == .ok)
    if call != "/echo" { #expect(head.body == get.body) }
  }

  @Test(arguments: ["/reset", "/reset?service=notes"])
  func `for a reset brings back seed records and empties the journal`(call: String) throws {
    let bench = try AdminBench()
    try bench.call("POST", "/provider-states", body: #"{"state":"no notes"}"#)
    bench.notes.add(note: "third")
    bench.diary.add(note: "third")
    #expect(try bench.call("POST", call) == [:])
    #expect(bench.notes.journal.count == 0)
    #expect(try bench.notes.notes() == ["first", "second"])
    let isForAll = call == "/reset"
    #expect(bench.diary.journal.count == (isForAll ? 0 : 1))
    #expect(try bench.diary.notes() == (isForAll ? ["first", "second"] : ["third"]))
  }

  @Test func `never enters a journal`() throws {
    let bench = try AdminBench()
    let port = ServicePort(world: bench.notes)
    for (method, call) in [
      ("GET", "health"), ("GET", "requests"), ("PUT", "requests"), ("GET", "nothing"),
      ("POST", "echo"), ("POST", "provider-states"), ("POST", "reset"),
    ] {
      _ = port.respond(to: HTTPRequest(method, "/__admin/" + call), from: nil)
    }
    _ = port.respond(to: HTTPRequest("GET", "/__admin/health", host: "else.example"), from: nil)
    #expect(bench.notes.journal.count == 0)
  }

  @Test func `is answered on a service's port for that service`() throws {
    let bench = try AdminBench()
    let port = ServicePort(world: bench.notes)
    let health = port.respond(to: HTTPRequest("GET", "/__admin/health"), from: nil)
    #expect(try health.json()["services"] == ["notes"])
    let other = port.respond(to: HTTPRequest("GET", "/__admin/health?service=diary"), from: nil)
    #expect(other.status == .notFound)
  }

  @Test func `on a service's port leaves all other paths to the service`() throws {
    let bench = try AdminBench()
    let port = ServicePort(world: bench.notes, access: .token("secret"))
    let peer = try SocketAddress(host: "127.0.0.1", port: 4711)
    #expect(
      try port.respond(to: HTTPRequest("GET", "/notes", host: "else.example"), from: peer).json()
        == ["first", "second"])
    _ = port.respond(to: HTTPRequest("GET", "/__admin"), from: peer)
    #expect(bench.notes.journal.entries().map(\.peer) == [peer, peer])
  }

  @Test func `is all that the control port answers`() throws {
    let bench = try AdminBench()
    let port = ControlPort(worlds: [bench.notes, bench.diary])
    #expect(port.respond(to: HTTPRequest("GET", "/notes"), from: nil).status == .notFound)
    let health = port.respond(to: HTTPRequest("GET", "/__admin/health"), from: nil)
    #expect(try health.json()["services"] == ["notes", "diary"])
    #expect(bench.notes.journal.count == 0)
  }
}

@Suite struct `Access to admin calls` {
  @Test(arguments: [
    "localhost", "localhost:8900", "LocalHost:1", "127.0.0.1", "127.0.0.1:8900", "127.1.2.3:80",
    "[::1]", "[::1]:8900",
  ])
  func `is given when Host is this machine`(host: String) throws {
    #expect(try AdminBench().send("GET", "/health", host: host).status == .ok)
  }

  @Test(arguments: [
    "else.example", "else.example:8900", "127.0.0.1.else.example", "localhost.else.example:80",
    "0.0.0.0:8900", "10.0.0.1", "127.0.0", "127.0.0.256", "[::2]:8900", "[::1].else.example",
    "[::1", "",
  ])
  func `is refused when Host is another one`(host: String) throws {
    let response = try AdminBench().send("GET", "/health", host: host)
    #expect(response.status == .forbidden)
    #expect(
      try response.json() == [
        "errors": [
          [
            "code": 403, "title": "admin calls must be addressed to this machine",
            "detail": .string("Host is \"\(host)\"; use localhost or 127.0.0.1"),
          ]
        ]
      ])
  }

  @Test(arguments: ["http://127.0.0.1:8900", "HTTP://127.0.0.1:8900"])
  func `is given to a page that came from here`(origin: String) throws {
    let bench = try AdminBench()
    #expect(bench.send("POST", "/reset", fields: ["Origin": origin]).status == .ok)
  }

  @Test(arguments: [
    "null", "", "http://else.example", "http://127.0.0.1:3000", "https://127.0.0.1:8900",
    "http://localhost:8900", "http://127.0.0.1", "http://127.0.0.1:8900.else.example",
    "http://127.0.0.1:8900/",
  ])
  func `is refused to a page that came from elsewhere, on every port`(origin: String) throws {
    let bench = try AdminBench()
    bench.notes.add(note: "third")
    let fields: HTTPFields = ["Origin": origin]
    let response = bench.send("POST", "/reset", fields: fields)
    #expect(response.status == .forbidden)
    #expect(
      try response.json() == [
        "errors": [
          [
            "code": 403, "title": "admin calls are not for pages of other sites",
            "detail": .string("Origin is \"\(origin)\"; this is http://127.0.0.1:8900"),
          ]
        ]
      ])
    let request = HTTPRequest("POST", "/__admin/reset", fields: fields)
    #expect(ServicePort(world: bench.notes).respond(to: request, from: nil).status == .forbidden)
    #expect(
      ControlPort(worlds: [bench.notes]).respond(to: request, from: nil).status == .forbidden)
    #expect(bench.notes.journal.count == 1)
  }

  @Test func `is refused when one of several origins is elsewhere`() throws {
    let fields = HTTPFields([
      ("Origin", "http://127.0.0.1:8900"), ("Origin", "http://else.example"),
    ])
    #expect(try AdminBench().send("GET", "/health", fields: fields).status == .forbidden)
  }

  @Test func `of a page from elsewhere does not keep it from the service itself`() throws {
    let bench = try AdminBench()
    let request = HTTPRequest("GET", "/notes", fields: ["Origin": "http://else.example"])
    #expect(ServicePort(world: bench.notes).respond(to: request, from: nil).status == .ok)
  }

  @Test func `is refused without Host`() throws {
    #expect(try AdminBench().send("GET", "/health", host: nil).status == .forbidden)
  }

  @Test func `is refused before anything is done`() throws {
    let bench = try AdminBench()
    bench.notes.add(note: "third")
    _ = bench.send("POST", "/reset", host: "else.example")
    #expect(bench.notes.journal.count == 1)
    #expect(try bench.notes.notes() == ["first", "second", "third"])
  }

  @Test(arguments: ["GET", "HEAD", "POST"])
  func `to the echo is open`(method: String) throws {
    #expect(try AdminBench().send(method, "/echo", host: "else.example").status == .ok)
    #expect(try AdminBench(access: .token("secret")).send(method, "/echo").status == .ok)
  }

  @Test(arguments: ["/echo/", "/echo/x", "/echox", "/ECHO"])
  func `to what only looks like the echo is not open`(call: String) throws {
    #expect(try AdminBench().send("GET", call, host: "else.example").status == .forbidden)
  }

  @Test func `by token is given to any Host`() throws {
    let bench = try AdminBench(access: .token("secret"))
    let response = bench.send(
      "GET", "/health", fields: ["authorization": "Bearer secret"], host: "else.example")
    #expect(response.status == .ok)
  }

  @Test(arguments: [
    nil, "", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Bearer Secret",
    "Basic secret",
  ])
  func `by token is refused with another one`(authorization: String?) throws {
    let bench = try AdminBench(access: .token("secret"))
    let response = bench.send(
      "GET", "/health", fields: authorization.map { ["Authorization": $0] } ?? [:])
    #expect(response.status == HTTPStatus(401))
    #expect(
      try response.json() == [
        "errors": [
          [
            "code": 401, "title": "admin calls need the admin token",
            "detail": "send Authorization: Bearer TOKEN",
          ]
        ]
      ])
  }
}
