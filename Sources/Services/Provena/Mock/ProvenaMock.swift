public import HTTPMessage
import HTTPServer
import JSON
public import MockServer
public import Synchronization

/// The Provena data store with its Keycloak realm: datasets with versions, history, review and
/// release.
///
/// Facts: Provena's wire sheet; its sections are named where they are followed. Paths, roles and the
/// form of requests stand in `openapi.json`, which is served, too.
public struct ProvenaMock: MockService {
  public var fixtures: ServiceFixtures
  let settings: ProvenaSettings
  private(set) var profile: ProvenaProfile
  let tokens: SignedTokens
  let openAPI: OpenAPI
  /// What registrations must look like, as clients may ask.
  let datasetSchema: [UInt8]
  /// Those of the fixtures: to check them takes long when they are many, so it is done once.
  private(set) var seed = SeedDatasets()
  private let realm: Realm
  private let router: Router<Route>

  private enum Route: Sendable {
    case realm(Realm.Route)
    case openAPI
    case endpoint(Endpoint)
  }

  /// - Throws: ``FixtureError`` when the settings, the profile or a document are wrong.
  public init(fixtures: ServiceFixtures) throws(FixtureError) {
    self.fixtures = fixtures
    settings = try ProvenaSettings(fixtures.settings)
    profile = try ProvenaProfile(fixtures.profile)
    tokens = try SignedTokens(fixtures, forged: settings.realm.forgedTokens)
    openAPI = try OpenAPI(fixtures.document("openapi"))
    datasetSchema = JSONWriter.compact([
      "json_schema": try fixtures.document("dataset_schema").value
    ])
    realm = Realm(settings: settings.realm)
    // The realm is beside it, not below.
    guard fixtures.description.basePath.isEmpty else {
      throw fixtures.error(at: "base_path", "this service has its paths at the root")
    }
    var router = Router<Route>()
    realm.addRoutes(to: &router) { .realm($0) }
    router.add(.get, "/openapi.json", .openAPI)
    for (method, path, endpoint) in openAPI.endpoints {
      router.add(method, path, .endpoint(endpoint))
    }
    self.router = router
    seed = try SeedDatasets(fixtures.collections, self)
  }

  public func inProfile(_ fixtures: ServiceFixtures) throws(FixtureError) -> ProvenaMock {
    var other = self
    other.fixtures = fixtures
    other.profile = try ProvenaProfile(fixtures.profile)
    other.seed = try SeedDatasets(fixtures.collections, other)
    return other
  }

  public func state(from collections: Collections) throws(FixtureError) -> ProvenaState {
    try ProvenaState(collections, self)
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<ProvenaState>, context: ServiceContext
  ) -> Answer {
    var answer = answer(request, state, context)
    if let origin = request.fields["Origin"], settings.origins.contains(origin) {
      answer.response.fields.append("Access-Control-Allow-Origin", origin)
      answer.response.fields.append("Access-Control-Allow-Credentials", "true")
      answer.response.fields.append("Vary", "Origin")
    }
    return answer
  }

  private func answer(
    _ request: HTTPRequest, _ state: borrowing Mutex<ProvenaState>, _ context: ServiceContext
  ) -> Answer {
    switch router.match(request.method, request.target.path) {
    case .route(.endpoint(let endpoint), _):
      do throws(Refusal) {
        return Answer(try self.answer(endpoint, request, state, context))
      } catch {
        return error.answer
      }
    case .route(.realm(let route), _): return realm.answer(route, request, state, context)
    case .route(.openAPI, _): return Answer(.json(openAPI.text))
    case .otherMethods(let methods): return Refusal.otherMethods(methods).answer
    case .none: return redirected(request) ?? Refusal.noRoute(request.target.pathAndQuery).answer
    }
  }

  /// To the path without the slashes at its end, if there is one.
  private func redirected(_ request: HTTPRequest) -> Answer? {
    var path = request.target.path
    guard path.count > 1, path.last == UInt8(ascii: "/") else { return nil }
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    if case .none = router.match(request.method, path) { return nil }
    let query = request.target.query.map { "?" + String(decoding: $0, as: UTF8.self) } ?? ""
    let target = String(decoding: path, as: UTF8.self) + query
    return Answer(
      HTTPResponse(
        status: HTTPStatus(307), fields: ["Location": "\(request.origin)\(target)"]),
      reason: "the path is \(target), without a slash at its end")
  }

  /// The order of checks is the service's: body's syntax, caller and roles, form, then the rest
  /// (sheet, section 3).
  private func answer(
    _ endpoint: Endpoint, _ request: HTTPRequest, _ state: borrowing Mutex<ProvenaState>,
    _ context: ServiceContext
  ) throws(Refusal) -> HTTPResponse {
    let received = endpoint.body == nil ? .none : try ReceivedBody(request)
    guard let roles = endpoint.roles else { return Self.healthy }
    let caller = try tokens.caller(request, at: context.now)
    for role in roles where !caller.roles.contains(role) {
      throw .token(
        "You are not authorised to access this resource as you don't have the correct role.",
        "\(caller.username) lacks the role \(role)")
    }
    let values = try RequestValues(request, received, endpoint, openAPI.models)
    let call = Call(caller: caller, values: values, request: request, context: context, mock: self)
    if let response = call.answer(endpoint.operation) { return response }
    return try state.withLock { state throws(Refusal) in
      try call.answer(endpoint.operation, &state)
    }
  }

  private static let healthy = HTTPResponse.json(
    JSONWriter.compact(["message": "Health check successful."]))
}

extension HTTPRequest {
  /// The address that it was sent to, without a path.
  var origin: String { "http://\(fields[.host] ?? "127.0.0.1")" }
}
