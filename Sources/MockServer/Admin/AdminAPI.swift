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
  /// A call that may have to wait for what it tells.
  typealias WaitingAction = @Sendable (AdminRequest) throws(AdminError) -> VerificationRun

  private enum Call: Sendable {
    case now(Action)
    case later(WaitingAction)
  }

  private let worlds: [any ServiceWorld]
  private let fresh: FreshWorlds?
  private let access: AdminAccess
  private let started: Timestamp
  private let clock: any WorldClock
  private let shutdown: Shutdown?

  /// Ends what serves the worlds, after open answers.
  public typealias Shutdown = @Sendable () -> Void

  /// - Parameters:
  ///   - fresh: what the calls for worlds act on; nil where they are not to be had.
  ///   - clock: for the uptime that `health` tells.
  ///   - shutdown: what the call of that name does; nil where the program has more to do than to serve.
  public init(
    worlds: [any ServiceWorld], fresh: FreshWorlds? = nil, access: AdminAccess,
    clock: any WorldClock = SystemClock(), shutdown: Shutdown? = nil
  ) {
    self.worlds = worlds
    self.fresh = fresh
    self.access = access
    self.clock = clock
    self.shutdown = shutdown
    started = clock.now()
  }

  /// One for all ports, of which there may be hundreds.
  private static let router = {
    var router = Router<Call>()
    for call in calls + stubCalls {
      router.add(call.method, "/__admin" + call.pattern, .now(call.action))
      if call.method == .get { router.add(.head, "/__admin" + call.pattern, .now(call.action)) }
    }
    router.add(.post, "/__admin/requests/verify", .later(RequestActions.verify))
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
      (.get, "/faults", FaultActions.list),
      (.post, "/faults", FaultActions.arm),
      (.delete, "/faults", FaultActions.clear),
      (.get, "/faults/{id}", FaultActions.show),
      (.delete, "/faults/{id}", FaultActions.remove),
      (.get, "/messages", MessageActions.published),
      (.delete, "/messages", MessageActions.clear),
      (.get, "/messages/{number:int}", MessageActions.one),
      (.get, "/broker", MessageActions.broker),
      (.post, "/reset", AdminActions.reset),
      (.post, "/shutdown", AdminActions.shutdown),
      (.get, "/clock", ClockActions.show),
      (.put, "/clock", ClockActions.change),
      (.get, "/worlds", WorldActions.list),
      (.post, "/worlds", WorldActions.start),
      (.get, "/worlds/{id}", WorldActions.show),
      (.delete, "/worlds/{id}", WorldActions.end),
    ]
  }

  /// The calls that WireMock has for stubs, and what goes with them.
  private static var stubCalls: [(method: HTTPMethod, pattern: String, action: Action)] {
    [
      (.get, "/mappings", MappingActions.list),
      (.post, "/mappings", MappingActions.create),
      (.delete, "/mappings", MappingActions.removeAll),
      (.get, "/mappings/{id}", MappingActions.show),
      (.put, "/mappings/{id}", MappingActions.replace),
      (.delete, "/mappings/{id}", MappingActions.remove),
      (.post, "/mappings/reset", MappingActions.reset),
      (.post, "/mappings/save", MappingActions.save),
      (.post, "/mappings/import", MappingActions.importAll),
      (.post, "/mappings/find-by-metadata", MappingActions.findByMetadata),
      (.post, "/mappings/remove-by-metadata", MappingActions.removeByMetadata),
      (.get, "/mappings/unmatched", MappingActions.unmatched),
      (.delete, "/mappings/unmatched", MappingActions.removeUnmatched),
      (.post, "/requests/count", RequestActions.count),
      (.post, "/requests/find", RequestActions.find),
      (.post, "/requests/remove", RequestActions.remove),
      (.post, "/requests/remove-by-metadata", RequestActions.removeByMetadata),
      (.get, "/requests/unmatched", RequestActions.unmatched),
      (.get, "/requests/unmatched/near-misses", RequestActions.nearMissesOfUnmatched),
      (.post, "/near-misses/request", RequestActions.nearMissesOfRequest),
      (.post, "/near-misses/request-pattern", RequestActions.nearMissesOfPattern),
      (.get, "/scenarios", ScenarioActions.list),
      (.post, "/scenarios/reset", ScenarioActions.reset),
      (.put, "/scenarios/{name}/state", ScenarioActions.set),
      (.get, "/recordings/status", RecordingActions.status),
      (.post, "/recordings/start", RecordingActions.start),
      (.post, "/recordings/stop", RecordingActions.stop),
      (.post, "/recordings/snapshot", RecordingActions.snapshot),
      (.get, "/settings", SettingsActions.show),
      (.post, "/settings", SettingsActions.change),
      (.get, "/files", FileActions.list),
      (.get, "/files/{name}", FileActions.show),
      (.put, "/files/{name}", FileActions.put),
      (.delete, "/files/{name}", FileActions.remove),
    ]
  }

  /// Answers a call whose path begins with ``prefix``, now or when what it waits for is known.
  func respond(to request: HTTPRequest, on turn: borrowing HTTPTurn) -> HTTPResponse? {
    switch answer(to: request) {
    case .now(let response): return response
    case .later(let run):
      let owed = turn.later()
      run.wait { owed.give($0) }
      return nil
    }
  }

  /// Answers a call whose path begins with ``prefix``. One that would have to wait says what is known
  /// now.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    switch answer(to: request) {
    case .now(let response): response
    case .later(let run): run.answer()
    }
  }

  private enum Outcome {
    case now(HTTPResponse)
    case later(VerificationRun)
  }

  private func answer(to request: HTTPRequest) -> Outcome {
    // The echo reveals nothing of this machine, so it is open to all.
    if !request.target.path.elementsEqual(Self.echoPath), let refusal = access.refusal(of: request)
    {
      return .now(refusal.response)
    }
    switch Self.router.match(request.method, request.target.path) {
    case .route(let call, let parameters):
      let admin = AdminRequest(
        http: request, parameters: parameters, worlds: worlds, fresh: fresh,
        started: started, now: clock.now(), shutdown: shutdown)
      do throws(AdminError) {
        switch call {
        case .now(let action): return .now(try action(admin))
        case .later(let action):
          let run = try action(admin)
          return try run.settledAnswer().map { .now($0) } ?? .later(run)
        }
      } catch {
        return .now(error.response)
      }
    case .otherMethods(let methods):
      var response = AdminError(
        .methodNotAllowed, "this call takes \(methods.map(\.name).joined(separator: ", "))"
      )
      .response
      response.fields.append(.allow, methods.map(\.name).joined(separator: ", "))
      return .now(response)
    case .none:
      return .now(
        AdminError(
          .notFound, "there is no admin call \(request.target.pathAndQuery)",
          "see GET /__admin/health"
        ).response)
    }
  }
}
