import EventLoop
import HTTPClient
import HTTPMessage
import HTTPServer

/// Servers on this machine, on free ports, that stop when the test lets go of them.
final class ScriptedServer: Sendable {
  let url: HTTPURL
  private let group: EventLoopGroup

  /// Tells each request back, as text.
  static func echo() throws -> ScriptedServer { try ScriptedServer(answering: Echo()) }

  /// Tells each caller the port that it calls from.
  static func tellingPort() throws -> ScriptedServer { try ScriptedServer(answering: PortTeller()) }

  /// Answers the first bytes of each connection with these, and closes.
  static func saying(_ text: String) throws -> ScriptedServer {
    try ScriptedServer { address, group in
      try group.listen(on: address) { Talker(says: Array(text.utf8)) }.address
    }
  }

  private convenience init(answering handler: any HTTPHandler) throws {
    try self.init { address, group in
      try HTTPServer(on: address, group: group, handler: handler).address
    }
  }

  private init(_ start: (SocketAddress, EventLoopGroup) throws -> SocketAddress) throws {
    group = try EventLoopGroup(count: 1)
    let address = try start(try SocketAddress(host: "127.0.0.1", port: 0), group)
    url = HTTPURL(host: address.host, port: address.port)
  }

  deinit { group.shutdown() }

  private struct Echo: HTTPHandler {
    func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
      HTTPResponse(
        status: .ok, body: Array(HTTPWriter.head(of: request)) + request.body)
    }
  }

  private struct PortTeller: HTTPHandler {
    func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
      .text("\(peer?.port ?? 0)", status: .ok)
    }
  }

  private final class Talker: ConnectionHandler {
    private let words: [UInt8]

    init(says words: [UInt8]) { self.words = words }

    func opened(_ connection: Connection) {}
    func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) {
      connection.output = words
      connection.closeAfterOutput()
    }
    func drained(_ connection: Connection) {}
    func deadlinePassed(on connection: Connection) {}
    func stopping(_ connection: Connection) { connection.close() }
  }
}
