public import HTTPMessage
import HTTPServer
import JSON
public import MockServer
public import Synchronization

/// OpenStack Keystone, as far as clients of a database service need it: sign-in by v2.0 and v3, the
/// catalogue, discovery, and the validation of tokens.
///
/// Facts: Trove's wire sheet, section 2. Catalogue addresses are those where the mocks really listen.
public struct KeystoneMock: MockService {
  public var fixtures: ServiceFixtures
  private let router: Router<Route>
  private let seal: TokenSeal
  /// Of tokens, in microseconds.
  private let lifetime: Int
  private let version: DiscoveredVersion

  private enum Route: Sendable {
    case versions, version, signInVersion2, signIn, validate, revoke, catalog, projects
  }

  /// - Throws: ``FixtureError`` when the settings are wrong.
  public init(fixtures: ServiceFixtures) throws(FixtureError) {
    self.fixtures = fixtures
    (lifetime, seal, version) = try fixtures.settings.object { object throws(FixtureError) in
      (
        try object.required("token_lifetime").duration(),
        TokenSeal(key: try object.required("token_key").string()),
        try DiscoveredVersion(object.required("version"))
      )
    }
    try fixtures.profile.object { _ throws(FixtureError) in }
    // Its paths are those that clients add to any address of it, as the mocks that ask it do.
    guard fixtures.description.basePath.isEmpty else {
      throw fixtures.error(at: "base_path", "this service has its paths at the root")
    }
    var router = Router<Route>()
    router.add(.get, "/", .versions)
    router.add(.get, "/v3", .version)
    router.add(.get, "/v3/", .version)
    router.add(.post, "/v2.0/tokens", .signInVersion2)
    router.add(.post, "/v3/auth/tokens", .signIn)
    router.add(.get, "/v3/auth/tokens", .validate)
    router.add(.head, "/v3/auth/tokens", .validate)
    router.add(.delete, "/v3/auth/tokens", .revoke)
    router.add(.get, "/v3/auth/catalog", .catalog)
    router.add(.get, "/v3/auth/projects", .projects)
    self.router = router
  }

  public func state(from collections: Collections) throws(FixtureError) -> KeystoneState {
    let directory = try Directory(collections)
    var known: [String: Grant] = [:]
    for node in try collections.records("tokens") {
      let (token, grant) = try self.token(node, directory)
      known[token] = grant
    }
    return KeystoneState(directory: directory, known: known)
  }

  /// A token that the fixtures name, so that contracts can hold it.
  private func token(
    _ node: FixtureNode, _ directory: Directory
  ) throws(FixtureError) -> (String, Grant) {
    try node.object { object throws(FixtureError) in
      let tokens = fixtures.description.tokens
      let token = try object.required("name").word(
        Dictionary(uniqueKeysWithValues: tokens.members.map { ($0.key, $0.value.string ?? "") }))
      let user = try object.required("user").word(
        Dictionary(directory.users.map { ($0.name, $0) }, uniquingKeysWith: { $1 }))
      let project = try object.required("project")
      let projects = directory.projects.filter { user.roles[$0.id] != nil }
      return (
        token,
        Grant(
          user: user.id,
          project: try project.word(
            Dictionary(projects.map { ($0.name, $0.id) }, uniquingKeysWith: { $1 })),
          issued: try object.required("issued_at").timestamp(),
          expires: try object.required("expires_at").timestamp(),
          audit: token.suffix(22).description,
          methods: ["password"])
      )
    }
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<KeystoneState>, context: ServiceContext
  ) -> Answer {
    let here = Here(request, fixtures.description, context)
    var answer: Answer
    switch router.match(request.method, request.target.path) {
    case .route(let route, _):
      do throws(KeystoneRefusal) {
        answer = Answer(try self.answer(route, request, state, context, here))
      } catch {
        answer = error.answer(realm: here.url + "/v3")
      }
    case .otherMethods, .none: answer = Self.noRoute(request)
    }
    answer.response.fields.append("Vary", "X-Auth-Token")
    answer.response.fields.append("X-Openstack-Request-Id", "req-" + context.identifiers.uuid())
    return answer
  }

  private func answer(
    _ route: Route, _ request: HTTPRequest, _ state: borrowing Mutex<KeystoneState>,
    _ context: ServiceContext, _ here: Here
  ) throws(KeystoneRefusal) -> HTTPResponse {
    switch route {
    case .versions: return version.list(here)
    case .version: return version.answer(here)
    case .signInVersion2:
      let signIn = try SignIn(version2: Self.body(of: request))
      let (token, grant, state) = try self.signIn(signIn, state, context)
      return TokenAnswer(grant, state.directory, here).version2(token)
    case .signIn:
      let signIn = try SignIn(version3: Self.body(of: request))
      let (token, grant, state) = try self.signIn(signIn, state, context)
      return TokenAnswer(grant, state.directory, here).version3(token, status: .created)
    case .validate, .revoke:
      _ = try caller(of: request, state, context)
      let subject = request.fields["X-Subject-Token"] ?? ""
      let current = state.withLock { $0 }
      let grant = try current.valid(subject, seal: seal, at: context.now) { _ in .noToken(subject) }
      guard route == .revoke else {
        return TokenAnswer(grant, current.directory, here).version3(subject, status: .ok)
      }
      state.withLock { _ = $0.revoked.insert(subject) }
      return HTTPResponse(status: .noContent)
    case .catalog:
      let (grant, directory) = try caller(of: request, state, context)
      return TokenAnswer(grant, directory, here).catalogAnswer
    case .projects:
      let (grant, directory) = try caller(of: request, state, context)
      return TokenAnswer(grant, directory, here).projectsAnswer
    }
  }

  private func signIn(
    _ signIn: SignIn, _ state: borrowing Mutex<KeystoneState>, _ context: ServiceContext
  ) throws(KeystoneRefusal) -> (token: String, Grant, KeystoneState) {
    let current = state.withLock { $0 }
    let audit = Base64.encodeURL(context.identifiers.uuid().utf8.suffix(16))
    let grant = try current.grant(
      signIn, lifetime: lifetime, audit: audit, seal: seal, at: context.now)
    return (seal.token(for: grant), grant, current)
  }

  /// Who asks, by `X-Auth-Token`.
  private func caller(
    of request: HTTPRequest, _ state: borrowing Mutex<KeystoneState>, _ context: ServiceContext
  ) throws(KeystoneRefusal) -> (Grant, Directory) {
    let current = state.withLock { $0 }
    let token = request.fields["X-Auth-Token"] ?? ""
    let grant = try current.valid(token, seal: seal, at: context.now) { reason in
      .unauthorized(token.isEmpty ? "no X-Auth-Token" : "X-Auth-Token: \(reason)")
    }
    return (grant, current.directory)
  }

  private static func body(of request: HTTPRequest) throws(KeystoneRefusal) -> JSONValue {
    do throws(JSONError) {
      return try JSONReader.value(of: Array(request.body))
    } catch {
      throw .malformed("valid JSON")
    }
  }

  /// The page of Keystone's framework.
  private static func noRoute(_ request: HTTPRequest) -> Answer {
    let page = """
      <!doctype html>
      <html lang=en>
      <title>404 Not Found</title>
      <h1>Not Found</h1>
      <p>The requested URL was not found on the server. If you entered the URL manually please check \
      your spelling and try again.</p>

      """
    let response = HTTPResponse(
      status: .notFound, fields: [.contentType: "text/html; charset=utf-8"],
      body: Array(page.utf8))
    return Answer(response, reason: "no such path or method", isMatched: false)
  }
}

/// Where Keystone and the services of its catalogue are.
struct Here {
  private let context: ServiceContext
  /// Keystone's own address, without a slash at the end.
  let url: String

  init(_ request: HTTPRequest, _ description: ServiceDescription, _ context: ServiceContext) {
    self.context = context
    url = "http://\(request.fields[.host] ?? "127.0.0.1:\(description.port)")"
  }

  /// The address of a mock; nil while it doesn't run.
  func url(of service: String) -> String? { context.group.url(of: service) }
}
