import HTTPServer
import TestSupport
import Testing

/// Time-outs on a clock that only the test moves.
@Suite(.timeLimit(.minutes(1))) struct TimeTests {
  private static let limits: HTTPServerLimits = {
    var limits = HTTPServerLimits()
    limits.idleTime = 60_000
    limits.requestTime = 20_000
    return limits
  }()

  private let server: TestServer
  private let client: RawClient

  init() throws {
    server = try TestServer(limits: Self.limits)
    client = try server.connect()
    try server.settle()
  }

  private func expectTimeout() throws {
    let answer = try client.readAnswer()
    #expect(answer.status == 408)
    #expect(answer.text == "408 Request Timeout: the request was not complete after 20000 ms\n")
    #expect(answer["Connection"] == "close")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `a connection on which nothing ever comes is closed after the idle time`() throws {
    try server.pass(60_000)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `the idle time counts from the last answer`() throws {
    for _ in 0..<3 {
      try server.pass(59_999)
      #expect(try client.get("/").status == 200)
    }
    try server.pass(60_000)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test(arguments: [
    "G", "GET / HTTP/1.1\r\nHost: a\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n0\r\n",
  ])
  func `a request that is not complete in time is refused with 408`(_ part: String) throws {
    try client.send(part)
    try server.settle()
    try server.pass(20_000)
    try expectTimeout()
  }

  @Test func `bytes that drip in do not stretch the time`() throws {
    for byte in "GET /".utf8 {
      try client.send([byte])
      try server.settle()
      try server.pass(4_000)
    }
    try expectTimeout()
  }

  @Test func `a request that is complete in time is answered`() throws {
    try client.send("GET /")
    try server.settle()
    try server.pass(19_999)
    try client.send(" HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readAnswer().status == 200)
  }

  @Test func `the time for a request counts from its own first byte`() throws {
    try server.pass(59_000)
    try client.send("GET /")
    try server.settle()
    try server.pass(19_999)
    try client.send(" HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readAnswer().status == 200)
  }

  @Test func `a request begun behind another has no more time than one begun alone`() throws {
    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /")
    #expect(try client.readAnswer().status == 200)
    try server.settle()
    try server.pass(20_000)
    try expectTimeout()
  }
}
