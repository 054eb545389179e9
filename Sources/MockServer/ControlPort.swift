public import EventLoop
public import HTTPMessage
public import HTTPServer

/// What listens on the control port: the admin calls for all services, those for fresh worlds, what
/// tells of everything as it happens, and the page that shows it.
public final class ControlPort: HTTPDeferringHandler {
  private static let events = Array("/__admin/events".utf8)
  private static let root = Array("/".utf8)

  private let admin: AdminAPI
  private let worlds: [any ServiceWorld]
  private let fresh: FreshWorlds?
  private let access: AdminAccess
  private let page: DashboardPage?

  public init(
    worlds: [any ServiceWorld], fresh: FreshWorlds? = nil, access: AdminAccess = .loopback,
    page: DashboardPage? = nil, shutdown: AdminAPI.Shutdown? = nil
  ) {
    admin = AdminAPI(worlds: worlds, fresh: fresh, access: access, shutdown: shutdown)
    self.worlds = worlds
    self.fresh = fresh
    self.access = access
    self.page = page
  }

  public func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? {
    if request.method == .get || request.method == .head {
      if let page, request.target.path.elementsEqual(Self.root) {
        return page.respond(to: request, access)
      }
      if request.target.path.elementsEqual(Self.events) {
        if let refusal = access.refusal(of: request) { return refusal.response }
        turn.later().give(EventFeed(worlds, fresh).stream)
        return nil
      }
    }
    return admin.respond(to: request, on: turn)
  }

  /// Answers at once, for one who has no connection; events need one.
  public func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
    admin.respond(to: request)
  }
}
