import EventLoop
import HTTPMessage
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// Answers below `/stream` with numbered lines, one per second.
private final class Herald: HTTPDeferringHandler {
  let asked = Atomic<Int>(0)
  private let lineLength: Int

  init(lineLength: Int) { self.lineLength = lineLength }

  func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? {
    guard request.target.pathAndQuery == "/stream" else { return TestServer.echo(request) }
    turn.later().give(
      HTTPStream(.text("hello\n", status: .ok), every: 1_000) { [self] in
        let number = asked.add(1, ordering: .relaxed).newValue
        let line = Array("line \(number)\n".utf8)
        return line + Array(repeating: UInt8(ascii: "."), count: max(0, lineLength - line.count))
      })
    return nil
  }
}

@Suite(.timeLimit(.minutes(1))) struct `An answer without an end` {
  private let herald: Herald
  private let server: TestServer

  init() throws { (herald, server) = try Self.make() }

  private static func make(lineLength: Int = 0) throws -> (Herald, TestServer) {
    let herald = Herald(lineLength: lineLength)
    return (herald, try TestServer(handler: herald))
  }

  private func ask(_ server: TestServer, _ method: String = "GET") throws -> RawClient {
    let client = try server.connect(receiveBuffer: 4_096)
    try client.send("\(method) /stream HTTP/1.1\r\nHost: a\r\n\r\n")
    try server.settle()
    try server.settle()
    return client
  }

  private func text(_ client: RawClient, _ count: Int) throws -> String {
    String(decoding: try client.read(count), as: UTF8.self)
  }

  @Test func `begins at once and goes on as time passes`() throws {
    let client = try ask(server)
    let head = try client.readHead()
    #expect(head["Connection"] == "close")
    #expect(head["Content-Length"] == nil)
    #expect(try text(client, 6) == "hello\n")
    #expect(try client.available() == 0)
    try server.pass(1_001)
    #expect(try text(client, 7) == "line 1\n")
    try server.pass(1_001)
    #expect(try text(client, 7) == "line 2\n")
  }

  @Test func `keeps no other client waiting`() throws {
    _ = try ask(server)
    #expect(try server.connect().get("/").text == "GET / ")
  }

  @Test func `piles nothing up for a peer that does not read, and cuts it in the end`() throws {
    let (herald, server) = try Self.make(lineLength: 8 * 1024 * 1024)
    let client = try ask(server)
    for _ in 0..<10 { try server.pass(1_001) }
    #expect(herald.asked.load(ordering: .relaxed) == 1)
    for _ in 0..<25 { try server.pass(1_001) }
    #expect(throws: Never.self) { try server.connect().get("/") }
    let came = try? client.readToEnd()
    #expect(came?.count ?? 0 < 8 * 1024 * 1024)
  }

  @Test func `ends with its peer`() throws {
    var client: RawClient? = try ask(server)
    _ = try client?.readHead()
    try server.pass(1_001)
    client = nil
    try server.settle()
    let asked = herald.asked.load(ordering: .relaxed)
    for _ in 0..<3 { try server.pass(1_001) }
    #expect(herald.asked.load(ordering: .relaxed) == asked)
  }

  @Test func `has only a head for HEAD`() throws {
    let client = try ask(server, "HEAD")
    _ = try client.readHead()
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `ends when the server stops`() async throws {
    let client = try ask(server)
    _ = try client.readHead()
    await server.stop()
    #expect(String(decoding: try client.readToEnd(), as: UTF8.self) == "hello\n")
  }
}
