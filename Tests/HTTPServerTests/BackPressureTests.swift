import HTTPMessage
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// Answers larger than what the kernel takes at once, and readers who take their time.
@Suite(.timeLimit(.minutes(1))) struct BackPressureTests {
  /// More than all buffers between the two ends hold.
  static let huge = 24 << 20

  @Test(arguments: [100_000, 1 << 20, 3 << 19, 5 << 20])
  func `after a big answer the connection still serves`(_ size: Int) throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect()
    for _ in 0..<3 {
      let body = try client.get("/\(size)").body
      #expect(body == TestServer.bytes(size))
    }
  }

  @Test func `a slow reader gets all of a huge answer, and the next one`() throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect(receiveBuffer: 32_768)
    try client.send(
      "GET /\(Self.huge) HTTP/1.1\r\nHost: a\r\n\r\nGET /5 HTTP/1.1\r\nHost: a\r\n\r\n")
    try server.settle()
    let body = try client.readAnswer().body
    #expect(body == TestServer.bytes(Self.huge))
    #expect(try client.readAnswer().body == [0, 1, 2, 3, 4])
  }

  @Test func `big answers to pipelined requests all arrive, in order`() throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect()
    let sizes = (0..<40).map { 600_000 + $0 }
    try client.send(sizes.map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
    #expect(try sizes.map { _ in try client.readAnswer().body.count } == sizes)
  }

  @Test func `requests whose answers are not read wait until they are`() throws {
    let count = 3_000
    let answered = Counter()
    let body = TestServer.bytes(16_384)
    let server = try TestServer(respond: { request in
      answered.add()
      return HTTPResponse(
        status: .ok, fields: ["Path": request.target.pathAndQuery], body: body)
    })
    let client = try server.connect(receiveBuffer: 32_768)
    try client.send(
      (0..<count).map { "GET /\($0) HTTP/1.0\r\nConnection:keep-alive\r\n\r\n" }.joined())
    try server.settle()
    // The server's bound of 1 MiB and what the kernel holds, not the 48 MiB that were asked for.
    #expect(answered.count < count / 2)
    let paths = try (0..<count).map { _ in try client.readAnswer()["Path"] }
    #expect(paths == (0..<count).map { "/\($0)" })
    #expect(answered.count == count)
  }

  @Test func `a client that never reads does not keep others from being served`() throws {
    let server = try TestServer(respond: TestServer.big)
    let lazy = try server.connect(receiveBuffer: 32_768)
    try lazy.send(
      String(repeating: "GET /1000000 HTTP/1.1\r\nHost: a\r\n\r\n", count: 100))
    try server.settle()
    #expect(try server.connect().get("/3").body == [0, 1, 2])
    withExtendedLifetime(lazy) {}
  }

  @Test(arguments: [10, BackPressureTests.huge])
  func `a client that only sends no more still gets its answers`(_ size: Int) throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect(receiveBuffer: 32_768)
    try client.send("GET /7 HTTP/1.1\r\nHost: a\r\n\r\nGET /\(size) HTTP/1.1\r\nHost: a\r\n\r\n")
    client.finishSending()
    try server.settle()
    #expect(try client.readAnswer().body.count == 7)
    let body = try client.readAnswer().body
    #expect(body == TestServer.bytes(size))
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `pipelined requests before the end of input are all answered`() throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect(receiveBuffer: 32_768)
    try client.send(String(repeating: "GET /900000 HTTP/1.1\r\nHost: a\r\n\r\n", count: 20))
    client.finishSending()
    for _ in 0..<20 { #expect(try client.readAnswer().body.count == 900_000) }
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `a request cut short by the end of input is not answered`() throws {
    let server = try TestServer()
    let client = try server.connect()
    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh")
    client.finishSending()
    #expect(try client.readToEnd().isEmpty)
  }

  /// Each part is more than the kernel holds, and all take longer than a peer has for closing.
  @Test func `a last answer is not cut while it is being read`() throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect(receiveBuffer: 32_768)
    try client.send("GET /\(Self.huge) HTTP/1.0\r\n\r\n")
    #expect(try client.readHead()["Content-Length"] == String(Self.huge))
    for _ in 0..<3 {
      _ = try client.read(Self.huge / 4)
      try server.pass(1_500)
    }
    #expect(try client.readToEnd().count == Self.huge / 4)
  }

  @Test func `a last answer that is not read is given up`() async throws {
    let server = try TestServer(respond: TestServer.big)
    let client = try server.connect(receiveBuffer: 32_768)
    try client.send("GET /\(Self.huge) HTTP/1.0\r\n\r\n")
    try server.settle()
    try server.pass(2_000)
    // With nobody left, stopping waits for nothing.
    await server.stop()
    withExtendedLifetime(client) {}
  }
}

final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  var count: Int { value.load(ordering: .sequentiallyConsistent) }
  func add() { value.add(1, ordering: .sequentiallyConsistent) }
}
