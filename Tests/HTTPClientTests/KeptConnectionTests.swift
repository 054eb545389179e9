import HTTPClient
import HTTPMessage
import Testing

@Suite struct `A kept connection` {
  /// What a server that tells the caller's port answers to requests one after another.
  private static func ports(_ requests: [HTTPFields]) throws -> [String] {
    let server = try ScriptedServer.tellingPort()
    let connection = HTTPClientConnection(server.url)
    return try requests.map { fields in
      var fields = fields
      fields.append(.host, "a")
      let request = HTTPRequest(method: .get, target: "/", fields: fields)
      return String(decoding: try connection.exchange(request).body, as: UTF8.self)
    }
  }

  @Test func `serves one request after another`() throws {
    #expect(Set(try Self.ports([[:], [:], [:]])).count == 1)
  }

  @Test func `is not used again after a request to close`() throws {
    #expect(Set(try Self.ports([["Connection": "close"], [:]])).count == 2)
  }

  @Test func `is replaced when the server has closed it`() throws {
    // Nothing in the answer says that the server closes behind it.
    let server = try ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    let connection = HTTPClientConnection(server.url)
    for _ in 0..<3 {
      let request = HTTPRequest(method: .get, target: "/", fields: [.host: "a"])
      #expect(try connection.exchange(request).body == Array("ok".utf8))
    }
  }

  @Test func `sends a begun request at once and reads its answer when asked to`() throws {
    let server = try ScriptedServer.tellingPort()
    let connection = HTTPClientConnection(server.url)
    let request = HTTPRequest(method: .get, target: "/", fields: [.host: "a"])
    _ = try connection.exchange(request)
    // The second takes a connection of its own: the first one's answer is still on the way.
    let begun = [try connection.begin(request), try connection.begin(request)]
    let ports = try begun.map { String(decoding: try connection.finish($0).body, as: UTF8.self) }
    #expect(Set(ports).count == 2)
  }

  @Test func `sends a begun request again when the server had closed it`() throws {
    let server = try ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    let connection = HTTPClientConnection(server.url)
    let request = HTTPRequest(method: .get, target: "/", fields: [.host: "a"])
    for _ in 0..<3 {
      #expect(try connection.finish(try connection.begin(request)).body == Array("ok".utf8))
    }
  }
}
