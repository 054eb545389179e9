public import EventLoop
public import HTTPMessage
import Synchronization

/// What a server takes, and how long it waits. Times are in milliseconds.
public struct HTTPServerLimits: Sendable {
  public var message = HTTPLimits()
  /// Open connections; those beyond it get 503.
  public var connections = 10_000
  /// Between two requests on a connection.
  public var idleTime: Int64 = 75_000
  /// From a request's first byte to its last.
  public var requestTime: Int64 = 30_000

  public init() {}
}

/// An HTTP/1.1 server on one address.
public final class HTTPServer: Sendable {
  public let address: SocketAddress
  private let listening: Listening
  /// Held, because its loops end with it.
  private let group: EventLoopGroup

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - address: where; port 0 for any free one.
  ///   - spread: on how many loops of the group; nil for all.
  ///   - date: seconds since 1970 for the `Date` field.
  /// - Throws: ``SocketError`` when the address can't be had.
  public init(
    on address: SocketAddress, group: EventLoopGroup, spread: Int? = nil,
    limits: HTTPServerLimits = HTTPServerLimits(),
    date: @escaping @Sendable () -> Int = HTTPServer.systemDate, handler: any HTTPDeferringHandler
  ) throws(SocketError) {
    let shared = Shared(handler: handler, limits: limits, date: date)
    listening = try group.listen(on: address, spread: spread) {
      HTTPConnection(shared: shared)
    }
    self.address = listening.address
    self.group = group
  }

  /// Accepts no more, finishes open answers, and calls `done` at the latest after `limit` ms.
  public func stop(within limit: Int64 = 800, done: @escaping @Sendable () -> Void = {}) {
    listening.stop(within: limit, done: done)
  }

  /// The machine's clock.
  public static let systemDate: @Sendable () -> Int = { WallClock.seconds() }

  /// What all connections of a server have in common.
  final class Shared: Sendable {
    let handler: any HTTPDeferringHandler
    let limits: HTTPServerLimits
    let date: @Sendable () -> Int
    let openConnections = Atomic<Int>(0)

    init(
      handler: any HTTPDeferringHandler, limits: HTTPServerLimits,
      date: @escaping @Sendable () -> Int
    ) {
      self.handler = handler
      self.limits = limits
      self.date = date
    }
  }
}
