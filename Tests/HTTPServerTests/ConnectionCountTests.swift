import HTTPServer
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ConnectionCountTests {
  private func server(atMost connections: Int) throws -> TestServer {
    var limits = HTTPServerLimits()
    limits.connections = connections
    return try TestServer(limits: limits)
  }

  @Test func `a connection too many is refused with 503 while the others are served`() throws {
    let server = try server(atMost: 2)
    let clients = [try server.connect(), try server.connect()]
    for client in clients { #expect(try client.get("/").status == 200) }
    let third = try server.connect()
    let refusal = try third.readAnswer()
    #expect(refusal.status == 503)
    #expect(refusal.text == "503 Service Unavailable: more than 2 open connections\n")
    #expect(refusal["Connection"] == "close")
    #expect(try third.readToEnd().isEmpty)
    for client in clients { #expect(try client.get("/").status == 200) }
  }

  @Test func `a client that sent its request at once can read the refusal`() throws {
    let server = try server(atMost: 0)
    let client = try server.connect()
    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readAnswer().status == 503)
  }

  @Test func `a connection that ends makes room for another`() throws {
    let server = try server(atMost: 1)
    for _ in 0..<5 {
      let client = try server.connect()
      #expect(try client.get("/").status == 200)
      client.finishSending()
      #expect(try client.readToEnd().isEmpty)
      try server.settle()
    }
  }

  @Test func `a client that does not close after the last answer is given up in time`() throws {
    let server = try server(atMost: 1)
    let client = try server.connect()
    try client.send("GET / HTTP/1.0\r\n\r\n")
    #expect(try client.readAnswer().status == 200)
    try server.pass(2_000)
    #expect(try server.connect().get("/").status == 200)
    withExtendedLifetime(client) {}
  }
}
