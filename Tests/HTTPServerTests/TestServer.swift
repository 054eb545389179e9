import EventLoop
import HTTPMessage
import HTTPServer
import TestSupport

/// A server on a free port, on a single loop whose clock only the test moves.
final class TestServer: Sendable {
  let server: HTTPServer
  let clock = ManualClock(1_000)
  private let group: EventLoopGroup
  /// Another server on the same loop, which tells how far the loop has come.
  private let bystander: HTTPServer

  convenience init(
    host: String = "127.0.0.1", limits: HTTPServerLimits = HTTPServerLimits(),
    date: @escaping @Sendable () -> Int = { 0 },
    respond: @escaping @Sendable (HTTPRequest) -> HTTPResponse = TestServer.echo
  ) throws {
    try self.init(host: host, limits: limits, date: date, handler: Handler(respond: respond))
  }

  init(
    host: String = "127.0.0.1", limits: HTTPServerLimits = HTTPServerLimits(),
    date: @escaping @Sendable () -> Int = { 0 }, handler: any HTTPDeferringHandler
  ) throws {
    group = try EventLoopGroup(count: 1, clock: { [clock] in clock.now })
    let anyPort = try SocketAddress(host: host, port: 0)
    server = try HTTPServer(
      on: anyPort, group: group, limits: limits, date: date, handler: handler)
    bystander = try HTTPServer(
      on: anyPort, group: group, date: { 0 }, handler: Handler(respond: Self.echo))
  }

  deinit { group.shutdown() }

  struct Handler: HTTPHandler {
    let respond: @Sendable (HTTPRequest) -> HTTPResponse

    func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
      respond(request)
    }
  }

  /// Answers `METHOD TARGET BODY`.
  static let echo: @Sendable (HTTPRequest) -> HTTPResponse = { request in
    .text(
      "\(request.method) \(request.target.pathAndQuery) "
        + String(decoding: request.body, as: UTF8.self), status: .ok)
  }

  /// Answers as many bytes as the path says, which tell their place.
  static let big: @Sendable (HTTPRequest) -> HTTPResponse = { request in
    let count = Int(request.target.pathAndQuery.dropFirst()) ?? 0
    return HTTPResponse(status: .ok, body: bytes(count))
  }

  static func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += pattern }
    return Array(bytes[..<count])
  }

  private static let pattern = (0..<251 * 1_000).map { UInt8($0 % 251) }

  func connect(receiveBuffer: Int32? = nil) throws -> RawClient {
    let address = server.address
    return try RawClient(
      host: address.host, port: address.port, of: self, receiveBuffer: receiveBuffer)
  }

  /// Returns once the loop has dealt with all that was sent and posted to it before.
  ///
  /// A loop takes events in the order in which they came, so that it answers a new caller last.
  func settle() throws {
    _ = try RawClient(host: bystander.address.host, port: bystander.address.port, of: self).get("/")
  }

  /// Lets time pass, and the loop notice it.
  func pass(_ milliseconds: Int64) throws {
    clock.advance(by: milliseconds)
    try settle()
  }

  func stop(within limit: Int64 = 800) async {
    await withCheckedContinuation { continuation in
      server.stop(within: limit) { continuation.resume() }
    }
  }
}
