import Glibc
import HTTPClient
import HTTPMessage
import Testing

@Suite struct `A client` {
  /// The request that a server saw.
  private static func seen(_ response: HTTPResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
  }

  @Test func `adds Host and asks to close`() throws {
    let server = try ScriptedServer.echo()
    let response = try HTTPClient(server.url).send(.get, "/a?b=%20")
    #expect(response.status == .ok)
    #expect(
      Self.seen(response)
        == "GET /a?b=%20 HTTP/1.1\r\nHost: \(server.url.authority)\r\nConnection: close\r\n\r\n")
  }

  @Test func `sends fields as they are given`() throws {
    let server = try ScriptedServer.echo()
    let response = try HTTPClient(server.url).send(
      .put, "/", fields: ["x-A": "1", "host": "h", "X-a": "2", "connection": "keep-alive"],
      body: Array("body".utf8))
    #expect(
      Self.seen(response)
        == "PUT / HTTP/1.1\r\nx-A: 1\r\nhost: h\r\nX-a: 2\r\nconnection: keep-alive\r\n"
        + "Content-Length: 4\r\n\r\nbody")
  }

  @Test func `puts the URL's path in front of the target`() throws {
    let server = try ScriptedServer.echo()
    let url = HTTPURL(host: server.url.host, port: server.url.port, path: "/base")
    let response = try HTTPClient(url).send(.get, "/a")
    #expect(Self.seen(response).hasPrefix("GET /base/a HTTP/1.1\r\n"))
  }

  @Test func `gets no body for HEAD`() throws {
    let server = try ScriptedServer.echo()
    let response = try HTTPClient(server.url).send(.head, "/")
    #expect(response.status == .ok)
    #expect(response.body.isEmpty)
    #expect(response.fields[.contentLength] != "0")
  }

  @Test func `carries a large body both ways`() throws {
    let server = try ScriptedServer.echo()
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let response = try HTTPClient(server.url).send(.post, "/", body: body)
    #expect(response.body.suffix(body.count).elementsEqual(body))
  }

  @Test func `reads an answer that ends with the connection`() throws {
    let server = try ScriptedServer.saying("HTTP/1.0 200 OK\r\n\r\nhello")
    #expect(Self.seen(try HTTPClient(server.url).send(.get, "/")) == "hello")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let says: String
    let message: @Sendable (HTTPURL) -> String
    var testDescription: String { says.isEmpty ? "nothing" : says }

    init(_ says: String, _ message: @escaping @Sendable (HTTPURL) -> String) {
      self.says = says
      self.message = message
    }
  }

  @Test(arguments: [
    Case("") { "\($0) closed the connection without an answer" },
    Case("HTTP/1.1 100 Continue\r\n\r\n") { "\($0) closed the connection without an answer" },
    Case("220 mail.example\r\n") {
      "\($0) does not speak HTTP/1.1: a status line was expected, not \"220 mail.example\""
    },
    Case("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1") {
      "\($0) does not speak HTTP/1.1: the connection ended inside an answer"
    },
  ])
  func `says what is wrong with an answer`(example: Case) throws {
    let server = try ScriptedServer.saying(example.says)
    let error = try #require(throws: HTTPClientError.self) {
      try HTTPClient(server.url).send(.get, "/")
    }
    #expect(error.description == example.message(server.url))
  }

  @Test func `says that nothing listens`() throws {
    // Bound, so that nobody else gets the port, but not listening.
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = getsockname(descriptor, $0, &length)
      }
    }
    let url = HTTPURL(host: "127.0.0.1", port: UInt16(bigEndian: address.sin_port))
    let error = try #require(throws: HTTPClientError.self) { try HTTPClient(url).send(.get, "/") }
    #expect(error.description == "cannot connect to \(url): Connection refused")
  }
}
