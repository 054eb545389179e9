public import EventLoop
public import HTTPMessage
public import HTTPServer

/// What listens for one service: its world, and the admin calls for it.
public final class ServicePort: HTTPDeferringHandler {
  /// Told of requests that are no HTTP, which therefore reach no journal.
  public typealias RefusalObserver =
    @Sendable (_ service: ServiceDescription, _ error: HTTPParseError) -> Void

  /// Told of every request, also of admin calls.
  public typealias UseObserver = @Sendable () -> Void

  private let world: any ServiceWorld
  private let admin: AdminAPI
  private let refusalObserver: RefusalObserver?
  private let useObserver: UseObserver?

  public init(
    world: any ServiceWorld, access: AdminAccess = .loopback,
    refusalObserver: RefusalObserver? = nil, useObserver: UseObserver? = nil,
    shutdown: AdminAPI.Shutdown? = nil
  ) {
    self.world = world
    self.useObserver = useObserver
    self.refusalObserver = refusalObserver
    admin = AdminAPI(worlds: [world], access: access, shutdown: shutdown)
  }

  public func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? {
    useObserver?()
    if request.target.path.starts(with: AdminAPI.prefix) {
      return admin.respond(to: request, on: turn)
    }
    return world.respond(to: request, from: peer, on: turn)
  }

  /// Answers at once, for one who has no connection: what would come later is refused.
  public func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
    useObserver?()
    if request.target.path.starts(with: AdminAPI.prefix) { return admin.respond(to: request) }
    return world.respond(to: request, from: peer)
  }

  public func refused(_ error: HTTPParseError, from peer: SocketAddress?) {
    refusalObserver?(world.description, error)
  }
}
