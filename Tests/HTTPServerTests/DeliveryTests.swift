import EventLoop
import Glibc
import HTTPMessage
import HTTPServer
import TestSupport
import Testing

/// Answers that don't leave at once, whole and right, as a client's socket sees them. Time is the
/// test's.
@Suite(.timeLimit(.minutes(1))) struct `A delivery` {
  private static let text = "0123456789"

  private func server(
    delay: Int = 0, _ manner: HTTPDelivery.Manner = .whole, body: String = text
  ) throws -> TestServer {
    try TestServer(respond: { request in
      var response = HTTPResponse.text(body, status: .ok)
      if request.target.pathAndQuery == "/" {
        response.delivery = HTTPDelivery(delay: delay, manner)
      }
      return response
    })
  }

  /// A client that has asked, and whose request has been dealt with.
  private func ask(
    _ server: TestServer, method: String = "GET", version: String = "1.1", behind: String = ""
  ) throws -> RawClient {
    let client = try server.connect()
    try client.send("\(method) / HTTP/\(version)\r\nHost: a\r\n\r\n\(behind)")
    try server.settle()
    return client
  }

  /// What came so far of an answer.
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func head(_ framing: String) -> String {
    "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Type: text/plain; charset=utf-8\r\n\(framing)\r\n\r\n"
  }

  // MARK: Delays

  @Test func `that is delayed leaves nothing before its time and then all`() throws {
    let server = try server(delay: 2_000)
    let client = try ask(server)
    try server.pass(2_000)
    #expect(try client.available() == 0)
    try server.pass(1)
    #expect(try client.readAnswer().text == Self.text)
    #expect(try client.get("/other").text == Self.text)
  }

  @Test func `that is delayed keeps no other client waiting`() throws {
    let server = try server(delay: 2_000)
    let client = try ask(server)
    #expect(try server.connect().get("/other").text == Self.text)
    #expect(try client.available() == 0)
  }

  @Test func `that is delayed keeps what was asked behind it waiting`() throws {
    let server = try server(delay: 2_000)
    let client = try ask(server, behind: "GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.available() == 0)
    try server.pass(2_001)
    #expect(try client.readAnswers(2).map(\.text) == [Self.text, Self.text])
  }

  @Test func `of many at once leave in the order of their times`() throws {
    let server = try TestServer(respond: { request in
      let time = Int(request.target.pathAndQuery.dropFirst()) ?? 0
      return HTTPResponse(status: .ok, delivery: HTTPDelivery(delay: time))
    })
    let times = (1...200).map { $0 * 37 % 199 + 1 }
    let clients = try times.map { time in
      let client = try server.connect()
      try client.send("GET /\(time) HTTP/1.1\r\nHost: a\r\n\r\n")
      return client
    }
    try server.settle()
    for now in 1...200 {
      try server.pass(1)
      for (client, time) in zip(clients, times) {
        #expect(try (client.available() > 0) == (time < now), "\(time) at \(now)")
      }
    }
  }

  @Test func `that is delayed comes also to a client that sends no more`() throws {
    let server = try server(delay: 500)
    let client = try ask(server)
    client.finishSending()
    try server.settle()
    try server.pass(501)
    #expect(try client.readAnswer().text == Self.text)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `outlasts the time that a connection may be idle`() throws {
    let server = try server(delay: 600_000)
    let client = try ask(server)
    for _ in 0..<6 { try server.pass(100_000) }
    try server.pass(1)
    #expect(try client.readAnswer().text == Self.text)
  }

  // MARK: Slowly

  @Test func `that dribbles leaves its head at once and its body in pieces`() throws {
    let server = try server(.dribble(pieces: 4, over: 400))
    let client = try ask(server)
    #expect(text(try client.read(client.available())) == head("Transfer-Encoding: chunked"))
    for piece in ["2\r\n01\r\n", "3\r\n234\r\n", "2\r\n56\r\n", "3\r\n789\r\n0\r\n\r\n"] {
      try server.pass(100)
      #expect(try client.available() == 0)
      try server.pass(1)
      #expect(text(try client.read(client.available())) == piece)
    }
    #expect(try client.get("/other").text == Self.text)
  }

  @Test func `that dribbles has no chunks for HTTP 1_0`() throws {
    let server = try server(.dribble(pieces: 2, over: 2))
    let client = try ask(server, version: "1.0")
    for _ in 0..<2 { try server.pass(2) }
    let answer = text(try client.readToEnd())
    #expect(answer.contains("Content-Length: 10\r\n"))
    #expect(answer.hasSuffix("\r\n\r\n" + Self.text))
  }

  @Test func `that drips leaves so many bytes at a time`() throws {
    let server = try server(.drip(bytes: 50, every: 100))
    let client = try ask(server)
    var sizes = [try client.available()]
    while sizes.reduce(0, +) < head("Content-Length: 10").count + Self.text.count {
      try server.pass(101)
      sizes.append(try client.available() - sizes.reduce(0, +))
    }
    #expect(sizes == [50, 50, 27])
    #expect(try client.readAnswer().text == Self.text)
    #expect(try client.get("/other").text == Self.text)
  }

  // MARK: Faults

  @Test func `that resets makes the client's read fail`() throws {
    let client = try ask(try server(.reset))
    #expect(try client.isReset())
  }

  @Test func `that closes before the head gives the client nothing but the end`() throws {
    #expect(try ask(try server(.closeBeforeHead)).readToEnd().isEmpty)
  }

  @Test func `that closes after the head gives the client a head whose body never comes`() throws {
    let client = try ask(try server(.closeAfterHead))
    #expect(text(try client.readToEnd()) == head("Content-Length: 10"))
  }

  @Test(arguments: [0, 1, 17, 116, 117, 118, 126, 1_000])
  func `that closes after some bytes gives the client those`(count: Int) throws {
    let client = try ask(try server(.closeAfter(bytes: count)))
    let all = head("Content-Length: 10") + Self.text
    #expect(try client.readToEnd() == Array(Array(all.utf8).prefix(count)))
  }

  @Test(arguments: [(5, 15), (-4, 6), (-20, 0)])
  func `with a wrong length tells that and sends what there is`(by: Int, told: Int) throws {
    let client = try ask(try server(.wrongLength(by: by)))
    #expect(text(try client.readToEnd()) == head("Content-Length: \(told)") + Self.text)
  }

  @Test func `with a broken chunk sends half of the body as one and then none`() throws {
    let client = try ask(try server(.brokenChunk))
    let wanted = head("Transfer-Encoding: chunked") + "5\r\n01234\r\nno chunk\r\n"
    #expect(text(try client.readToEnd()) == wanted)
  }

  @Test func `with a malformed body sends a head and then no chunk`() throws {
    let bytes = try ask(try server(.malformedBody)).readToEnd()
    let wanted = Array(head("Transfer-Encoding: chunked").utf8)
    #expect(bytes.starts(with: wanted))
    #expect(bytes.count == wanted.count + 256)
    #expect(bytes.dropFirst(wanted.count).allSatisfy { $0 >= 0x80 })
  }

  @Test func `of garbage is no HTTP and the same each time`() throws {
    let first = try ask(try server(.garbage)).readToEnd()
    #expect(first.count == 256)
    #expect(first.allSatisfy { $0 >= 0x80 })
    #expect(try ask(try server(.garbage)).readToEnd() == first)
  }

  @Test func `that hangs ends with its limit`() throws {
    let server = try server(.hang(limit: 30_000))
    let client = try ask(server)
    try server.pass(30_000)
    #expect(try !client.hasEnded())
    try server.pass(1)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test(arguments: [false, true])
  func `that hangs ends with the client`(byReset: Bool) throws {
    var limits = HTTPServerLimits()
    limits.connections = 1
    let server = try TestServer(
      limits: limits,
      respond: { request in
        HTTPResponse(
          status: .ok,
          delivery: request.target.pathAndQuery == "/"
            ? HTTPDelivery(.hang(limit: 1_000_000)) : nil)
      })
    do {
      let client = try ask(server)
      #expect(try server.connect().get("/other").status == 503)
      if byReset { client.resetAtEnd() }
    }
    try server.settle()
    try server.settle()
    #expect(try server.connect().get("/other").status == 200)
  }

  @Test func `may begin late and then go wrong`() throws {
    let server = try server(delay: 100, .reset)
    let client = try ask(server)
    #expect(try !client.hasEnded())
    try server.pass(101)
    #expect(try client.isReset())
  }

  @Test(arguments: [HTTPDelivery.Manner.closeBeforeHead, .closeAfterHead, .reset, .garbage])
  func `that ends the connection leaves what was asked behind it unanswered`(
    manner: HTTPDelivery.Manner
  ) throws {
    let server = try server(manner)
    let client = try ask(server, behind: "GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
    let came = (try? client.readToEnd()) ?? []
    #expect(!text(came).contains(Self.text))
    // The server is there as ever.
    #expect(try server.connect().get("/other").text == Self.text)
  }

  @Test func `that goes wrong comes behind the answers before it`() throws {
    let server = try server(.closeBeforeHead)
    let client = try server.connect()
    try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readAnswer().text == Self.text)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test(arguments: [
    HTTPDelivery.Manner.whole, .dribble(pieces: 2, over: 0), .drip(bytes: 9, every: 1),
  ])
  func `to HEAD has no body`(manner: HTTPDelivery.Manner) throws {
    let server = try server(delay: 1, manner)
    let client = try ask(server, method: "HEAD")
    for _ in 0..<20 { try server.pass(2) }
    #expect(try client.readAnswer(toHead: true)["Content-Length"] == "10")
    #expect(try client.get("/other").text == Self.text)
  }

  @Test func `that hangs does not keep a server from stopping`() async throws {
    let server = try server(.hang(limit: 1_000_000))
    let client = try ask(server)
    await server.stop(within: 1_000_000)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `that is under way is finished by a server that stops`() throws {
    let server = try server(delay: 500)
    let client = try ask(server)
    server.server.stop(within: 1_000_000)
    try server.pass(501)
    #expect(try client.readAnswer().text == Self.text)
    #expect(try client.readToEnd().isEmpty)
  }
}
