import EventLoop
import HTTPMessage
import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct AnsweringTests {
  @Test func `requests on one connection are answered one after another`() throws {
    let server = try TestServer()
    let client = try server.connect()
    for path in ["/1", "/2?a=b", "/3"] { #expect(try client.get(path).text == "GET \(path) ") }
    #expect(try client.post("/4", "hello").text == "POST /4 hello")
  }

  @Test func `pipelined requests are answered in order`() throws {
    let server = try TestServer()
    let client = try server.connect()
    let requests = (0..<500).map { place in
      place.isMultiple(of: 2)
        ? "GET /\(place) HTTP/1.1\r\nHost: a\r\n\r\n"
        : "POST /\(place) HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
    }
    try client.send(requests.joined())
    let wanted = (0..<500).map { $0.isMultiple(of: 2) ? "GET /\($0) " : "POST /\($0) body" }
    #expect(try client.readAnswers(500).map(\.text) == wanted)
  }

  @Test func `requests that come byte by byte are answered`() throws {
    let server = try TestServer()
    let client = try server.connect()
    for byte
      in "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
      .utf8
    {
      try client.send([byte])
    }
    #expect(try client.readAnswer().text == "POST /a hi")
  }

  @Test func `an answer to HEAD tells the length and has no body`() throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\nGET /d HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readAnswer(toHead: true)["Content-Length"] == "10")
    #expect(try client.readAnswer().text == "GET /d ")
  }

  struct Kept: CustomTestStringConvertible {
    let request: String
    /// The `Connection` line of the answer, and whether the connection stays open after it.
    let line: String?
    let stays: Bool
    var testDescription: String { request.split(separator: "\r\n").joined(separator: "; ") }
    init(_ head: String, line: String?, stays: Bool) {
      request = head + "\r\n\r\n"
      self.line = line
      self.stays = stays
    }
  }

  @Test(arguments: [
    Kept("GET / HTTP/1.1\r\nHost: a", line: nil, stays: true),
    Kept("GET / HTTP/1.1\r\nHost: a\r\nConnection: close", line: "close", stays: false),
    Kept("GET / HTTP/1.0", line: "close", stays: false),
    Kept("GET / HTTP/1.0\r\nConnection: keep-alive", line: "keep-alive", stays: true),
    Kept("GET / HTTP/2.0", line: "close", stays: false),
  ])
  func `a connection is kept when version and request say so`(_ example: Kept) throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send(example.request)
    #expect(try client.readAnswer()["Connection"] == example.line)
    if example.stays {
      #expect(try client.get("/again").status == 200)
    } else {
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test func `nothing is answered after a request that closes`() throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send(
      "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readAnswer().text == "GET /1 ")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `a bad request is answered after those before it, and closes`() throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send(
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.0\r\n\r\n")
    #expect(try client.readAnswer().text == "GET /1 ")
    let refusal = try client.readAnswer()
    #expect(refusal.status == 400)
    #expect(refusal.text == "400 Bad Request: HTTP/1.1 requires a Host field\n")
    #expect(refusal["Connection"] == "close")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `a client that waits for leave to send its body gets it`() throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send(
      "PUT /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(try client.readAnswer().head == "HTTP/1.1 100 Continue\r\n\r\n")
    try client.send("hi")
    #expect(try client.readAnswer().text == "PUT /a hi")
  }

  @Test func `a body that would be too large is refused before it is sent`() throws {
    var limits = HTTPServerLimits()
    limits.message.body = 10
    let server = try TestServer(limits: limits)
    let client = try server.connect()
    try client.send(
      "PUT /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n")
    #expect(try client.readAnswer().status == 413)
  }

  @Test func `the Date line tells the injected date`() throws {
    let server = try TestServer(date: { 784_111_777 })
    #expect(try server.connect().get("/")["Date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
  }

  @Test(arguments: [Moment(after: 999, second: 37), Moment(after: 1_000, second: 38)])
  func `a Date line is kept for a second`(_ example: Moment) throws {
    let clock = ManualClock(784_111_777)
    let server = try TestServer(date: { Int(clock.now) })
    let client = try server.connect()
    _ = try client.get("/")
    clock.advance(by: 1)
    try server.pass(example.after)
    #expect(try client.get("/")["Date"] == "Sun, 06 Nov 1994 08:49:\(example.second) GMT")
  }

  struct Moment: CustomTestStringConvertible {
    let after: Int64
    let second: Int
    var testDescription: String { "after \(after) ms" }
  }

  @Test func `the handler learns who calls and what was refused`() throws {
    final class Witness: HTTPHandler {
      let seen = Mutex<[String]>([])
      func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
        seen.withLock { $0.append("\(peer?.host ?? "nobody") \(request.target.pathAndQuery)") }
        return HTTPResponse(status: .noContent)
      }
      func refused(_ error: HTTPParseError, from peer: SocketAddress?) {
        seen.withLock { $0.append("\(peer?.host ?? "nobody") \(error.status.code)") }
      }
    }
    let witness = Witness()
    let group = try EventLoopGroup(count: 2)
    let server = try HTTPServer(
      on: SocketAddress(host: "127.0.0.1", port: 0), group: group, handler: witness)
    let client = try RawClient(port: server.address.port, of: server)
    try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/3.0\r\n")
    #expect(try client.readAnswers(2).map(\.status) == [204, 505])
    #expect(witness.seen.withLock { $0 } == ["127.0.0.1 /a", "127.0.0.1 505"])
  }

  @Test func `many clients on several loops are served`() throws {
    let group = try EventLoopGroup(count: 3)
    let server = try HTTPServer(
      on: SocketAddress(host: "127.0.0.1", port: 0), group: group,
      handler: TestServer.Handler(respond: TestServer.echo))
    let clients = try (0..<50).map { _ in try RawClient(port: server.address.port, of: server) }
    for _ in 0..<3 {
      for (place, client) in clients.enumerated() {
        #expect(try client.get("/\(place)").text == "GET /\(place) ")
      }
    }
  }
}
