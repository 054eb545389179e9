public import HTTPMessage
import HTTPServer
import JSON
public import MockServer
public import Synchronization

/// OpenStack Trove, the database service: instances with all that hangs on them.
///
/// Facts: Trove's wire sheet; its sections are named where they are followed. Who asks is told by
/// Keystone, whom this mock asks about tokens as the real service does.
public struct TroveMock: MockService {
  public var fixtures: ServiceFixtures
  let settings: TroveSettings
  private let router: Router<TroveRoute>
  /// Of the seed records: by far the most of them, which provider states hardly ever touch.
  private let catalogue: Catalogue

  /// - Throws: ``FixtureError`` when the settings are wrong.
  public init(fixtures: ServiceFixtures) throws(FixtureError) {
    self.fixtures = fixtures
    settings = try TroveSettings(
      fixtures.settings, companions: fixtures.description.companions)
    try fixtures.profile.object { _ throws(FixtureError) in }
    catalogue = try Catalogue(fixtures.collections, settings)
    router = TroveRoute.router
  }

  public func state(from collections: Collections) throws(FixtureError) -> TroveState {
    try TroveState(
      collections, settings,
      collections.arePatched(Catalogue.sources)
        ? try Catalogue(collections, settings) : catalogue)
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<TroveState>, context: ServiceContext
  ) -> Answer {
    var answer: Answer
    do throws(TroveRefusal) {
      answer = Answer(try self.answer(request, state, context))
    } catch {
      answer = error.answer
      if let wait = error.retryAfter { answer.response.fields.append("Retry-After", String(wait)) }
    }
    // Also a refusal for want of rights tells where to sign in, as the token check sees the status.
    if answer.response.status == .unauthorized {
      answer.response.fields.append(
        "WWW-Authenticate", "Keystone uri=\"\(context.keystone(settings.identity))\"")
    }
    answer.response.fields.append("X-Openstack-Request-Id", "req-" + context.identifiers.uuid())
    return answer
  }

  private func answer(
    _ request: HTTPRequest, _ state: borrowing Mutex<TroveState>, _ context: ServiceContext
  ) throws(TroveRefusal) -> HTTPResponse {
    if let response = try openAnswer(request) { return response }
    let token = request.fields[Self.tokenField] ?? ""
    let body = TroveBody(request)
    let match = router.match(
      request.method,
      request.target.path.dropFirst(fixtures.description.basePath.utf8.count))
    // Nearly always the token is known from before, and the state is locked once.
    let answered = try state.withLock { state throws(TroveRefusal) -> HTTPResponse? in
      guard let caller = state.callers.caller(of: token, at: context.now) else { return nil }
      return try answer(request, body, caller, match, &state, context)
    }
    if let answered { return answered }
    let caller = try Caller(askingFor: token, settings.identity, context)
    return try state.withLock { state throws(TroveRefusal) in
      state.callers.remember(caller, token)
      return try answer(request, body, caller, match, &state, context)
    }
  }

  private static let tokenField = HTTPFieldName("X-Auth-Token")

  /// The order of checks is the service's: project, then path, then body (sheet, section 2.3).
  private func answer(
    _ request: HTTPRequest, _ body: TroveBody, _ caller: Caller,
    _ match: Router<TroveRoute>.Match, _ state: inout TroveState, _ context: ServiceContext
  ) throws(TroveRefusal) -> HTTPResponse {
    guard project(of: request).elementsEqual(caller.project.utf8), !caller.project.isEmpty else {
      throw .otherProject(caller.project)
    }
    try state.rateLimits.count(request.method, of: caller.project, at: context.now)
    guard case .route(let route, let path) = match else { throw .noRoute }
    state.settle(at: context.now, settings)
    if request.method != .get { state.pages.forget() }
    return try route.answer(TroveCall(request, body, caller, path, self, context), &state)
  }

  /// The segment behind the base path; empty when there is none.
  private func project(of request: HTTPRequest) -> ArraySlice<UInt8> {
    request.target.path.dropFirst(fixtures.description.basePath.utf8.count + 1).prefix {
      $0 != UInt8(ascii: "/")
    }
  }

  /// What is answered to everybody: versions and health (sheet, section 3); nil for anything else.
  private func openAnswer(_ request: HTTPRequest) throws(TroveRefusal) -> HTTPResponse? {
    let path = request.target.path
    if path.elementsEqual("/".utf8), request.method == .get || request.method == .head {
      return try versions(request)
    }
    if path.elementsEqual("/healthcheck".utf8), request.method == .get || request.method == .head {
      return HTTPResponse(
        status: .ok, fields: [.contentType: "text/plain; charset=UTF-8"], body: Array("OK".utf8))
    }
    let base = Array(fixtures.description.basePath.utf8)
    guard path.starts(with: base),
      path.count == base.count || path[path.startIndex + base.count] == UInt8(ascii: "/")
    else { throw .noRoute }
    return nil
  }

  private func versions(_ request: HTTPRequest) throws(TroveRefusal) -> HTTPResponse {
    let accepted = request.fields["Accept"] ?? ""
    if accepted.contains("application/vnd.openstack.trove"),
      let mark = accepted.firstRange(of: "version="),
      "v" + accepted[mark.upperBound...].prefix(while: { $0 != ";" && $0 != "," })
        != settings.version.id
    {
      throw TroveRefusal(HTTPStatus(406), "notAcceptable", "version not supported")
    }
    let host = request.fields[.host] ?? ""
    return .json(
      JSONWriter.compact([
        "versions": [
          [
            "id": .string(settings.version.id), "status": .string(settings.version.status),
            "updated": .string(settings.version.updated),
            "links": [
              ["rel": "self", "href": .string("http://\(host)\(fixtures.description.basePath)/")]
            ],
          ]
        ]
      ]))
  }
}
