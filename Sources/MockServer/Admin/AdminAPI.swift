public import HTTPMessage
import HTTPServer

/// The calls below `/__admin/`: the same on a service's own port, for that service, and on the
/// control port, for all of them or the one that `?service=NAME` picks.
///
/// Where WireMock has a call, its form is followed (`GET /__admin/requests` and so on), so that tools
/// which speak to WireMock work here. Admin calls never enter a journal.
public struct AdminAPI: Sendable {
  public static let prefix = Array("/__admin/".utf8)
  private static let echoPath = Array("/__admin/echo".utf8)

  typealias Action = @Sendable (AdminRequest) throws(AdminError) -> HTTPResponse

  private let worlds: [any ServiceWorld]
  private let fresh: FreshWorlds?
  private let access: AdminAccess
  private let started: Timestamp
  private let clock: any WorldClock

  /// - Parameters:
  ///   - fresh: what the calls for worlds act on; nil where they are not to be had.
  ///   - clock: for the uptime that `health` tells.
  public init(
    worlds: [any ServiceWorld], fresh: FreshWorlds? = nil, access: AdminAccess,
    clock: any WorldClock = SystemClock()
  ) {
    self.worlds = worlds
    self.fresh = fresh
    self.access = access
    self.clock = clock
    started = clock.now()
  }

  /// One for all ports, of which there may be hundreds.
  private static let router = {
    var router = Router<Action>()
    for call in calls {
      router.add(call.method, "/__admin" + call.pattern, call.action)
      if call.method == .get { router.add(.head, "/__admin" + call.pattern, call.action) }
    }
    return router
  }()

  private static var calls: [(method: HTTPMethod, pattern: String, action: Action)] {
    [
      (.get, "/health", AdminActions.health),
      (.get, "/version", AdminActions.version),
      (.get, "/echo", AdminActions.echo),
      (.post, "/echo", AdminActions.echo),
      (.get, "/metrics", MetricsActions.metrics),
      (.get, "/services", OverviewActions.services),
      (.get, "/state", StateActions.show),
      (.get, "/requests", AdminActions.requests),
      (.delete, "/requests", AdminActions.clearRequests),
      (.post, "/requests/reset", AdminActions.clearRequests),
      (.get, "/requests/{id}", AdminActions.request),
      (.delete, "/requests/{id}", AdminActions.removeRequest),
      (.get, "/provider-states", AdminActions.providerStates),
      (.post, "/provider-states", AdminActions.changeProviderState),
      (.post, "/messages", MessageActions.message),
      (.post, "/reset", AdminActions.reset),
      (.get, "/clock", ClockActions.show),
      (.put, "/clock", ClockActions.change),
      (.get, "/worlds", WorldActions.list),
      (.post, "/worlds", WorldActions.start),
      (.get, "/worlds/{id}", WorldActions.show),
      (.delete, "/worlds/{id}", WorldActions.end),
    ]
  }

  /// Answers a call whose path begins with ``prefix``.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    // The echo reveals nothing of this machine, so it is open to all.
    if !request.target.path.elementsEqual(Self.echoPath), let refusal = access.refusal(of: request)
    {
      return refusal.response
    }
    switch Self.router.match(request.method, request.target.path) {
    case .route(let action, let parameters):
      do throws(AdminError) {
        return try action(
          AdminRequest(
            http: request, parameters: parameters, worlds: worlds, fresh: fresh,
            started: started, now: clock.now()))
      } catch {
        return error.response
      }
    case .otherMethods(let methods):
      var response = AdminError(
        .methodNotAllowed, "this call takes \(methods.map(\.name).joined(separator: ", "))"
      )
      .response
      response.fields.append(.allow, methods.map(\.name).joined(separator: ", "))
      return response
    case .none:
      return AdminError(
        .notFound, "there is no admin call \(request.target.pathAndQuery)",
        "see GET /__admin/health"
      ).response
    }
  }
}
