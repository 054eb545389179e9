import EventLoop
import HTTPMessage
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// Keeps what it is asked for below `/later`, and answers the rest at once.
private final class Debtor: HTTPDeferringHandler {
  private let owed = Mutex<[String: HTTPDeferredAnswer]>([:])

  func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? {
    let path = request.target.pathAndQuery
    guard path.hasPrefix("/later") else { return TestServer.echo(request) }
    let answer = turn.later()
    owed.withLock { $0[path] = answer }
    return nil
  }

  func give(_ path: String, _ response: HTTPResponse = .text("now", status: .ok)) {
    owed.withLock { $0[path] }?.give(response)
  }

  func forget(_ path: String) { owed.withLock { $0[path] = nil } }
}

@Suite(.timeLimit(.minutes(1))) struct `An answer that comes later` {
  private let debtor: Debtor
  private let server: TestServer

  init() throws {
    debtor = Debtor()
    server = try TestServer(handler: debtor)
  }

  private func ask(_ paths: String..., options: String = "") throws -> RawClient {
    let client = try server.connect()
    for path in paths { try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(options)\r\n") }
    try server.settle()
    return client
  }

  @Test func `arrives as it was given, on a connection that lives on`() throws {
    let client = try ask("/later")
    debtor.give("/later")
    #expect(try client.readAnswer().text == "now")
    #expect(try client.get("/").text == "GET / ")
  }

  @Test func `does not keep others waiting`() throws {
    let client = try ask("/later")
    #expect(try server.connect().get("/").text == "GET / ")
    debtor.give("/later")
    #expect(try client.readAnswer().text == "now")
  }

  @Test func `comes before the answers to what was asked behind it`() throws {
    let client = try ask("/later/1", "/at-once", "/later/2", "/last")
    debtor.give("/later/2")
    debtor.give("/later/1", .text("first", status: .ok))
    #expect(try client.readAnswer().text == "first")
    #expect(try client.readAnswer().text == "GET /at-once ")
    try server.settle()
    debtor.give("/later/2", .text("second", status: .ok))
    #expect(try client.readAnswer().text == "second")
    #expect(try client.readAnswer().text == "GET /last ")
  }

  @Test func `counts only the first time`() throws {
    let client = try ask("/later")
    debtor.give("/later", .text("first", status: .ok))
    debtor.give("/later", .text("second", status: .ok))
    #expect(try client.readAnswer().text == "first")
    #expect(try client.get("/").text == "GET / ")
  }

  @Test func `is 500 when nobody has it any more`() throws {
    let client = try ask("/later")
    debtor.forget("/later")
    let answer = try client.readAnswer()
    #expect(answer.status == 500)
    #expect(answer.text == "the answer to this request was lost\n")
  }

  @Test func `has no body when the request was HEAD`() throws {
    let client = try server.connect()
    try client.send("HEAD /later HTTP/1.1\r\nHost: a\r\n\r\n")
    try server.settle()
    debtor.give("/later")
    #expect(try client.readAnswer(toHead: true)["Content-Length"] == "3")
    #expect(try client.get("/").text == "GET / ")
  }

  @Test func `ends the connection when the request wants that`() throws {
    let client = try ask("/later", options: "Connection: close\r\n")
    debtor.give("/later")
    let answer = try client.readAnswer()
    #expect(answer["Connection"] == "close")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `reaches a client that sends no more but still reads`() throws {
    let client = try ask("/later")
    client.finishSending()
    try server.settle()
    debtor.give("/later")
    #expect(try client.readAnswer().text == "now")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `is let go when the client has left`() throws {
    do {
      let client = try ask("/later")
      client.resetAtEnd()
    }
    try server.settle()
    debtor.give("/later")
    try server.settle()
    #expect(try server.connect().get("/").status == 200)
  }

  @Test func `may take longer than a request may`() throws {
    let client = try ask("/later")
    try server.pass(10_000_000)
    debtor.give("/later")
    #expect(try client.readAnswer().text == "now")
  }

  @Test func `leaves what is sent meanwhile to the network`() throws {
    let client = try ask("/later")
    try client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
    try server.settle()
    debtor.give("/later")
    #expect(try client.readAnswers(2).map(\.text) == ["now", "GET /next "])
  }

  @Test func `is waited for when the server stops`() async throws {
    let client = try ask("/later")
    let stopped = Signal()
    server.server.stop { stopped.set() }
    try server.settle()
    #expect(!stopped.isSet)
    debtor.give("/later")
    #expect(try client.readAnswer()["Connection"] == "close")
    client.finishSending()
    await stopped.wait()
  }

  @Test func `is waited for no longer than the limit`() async throws {
    let client = try ask("/later")
    let stopped = Signal()
    server.server.stop(within: 800) { stopped.set() }
    try server.settle()
    try server.pass(800)
    await stopped.wait()
    #expect(try client.readToEnd().isEmpty)
    debtor.give("/later")
  }
}
