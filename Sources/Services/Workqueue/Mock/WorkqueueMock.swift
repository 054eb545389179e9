public import HTTPMessage
import HTTPServer
import JSON
public import MockServer
public import Synchronization

/// The PDM workqueue: users register jobs, workers pull their elements and return what came of them.
///
/// Facts: the wire sheet of the workqueue; its sections are named where they are followed.
public struct WorkqueueMock: MockService {
  public var fixtures: ServiceFixtures
  let settings: WorkqueueSettings
  let profile: WorkqueueProfile
  let tokens: WorkqueueTokens
  private let router: Router<WorkqueueRoute>

  /// - Throws: ``FixtureError`` when the settings or the profile are wrong.
  public init(fixtures: ServiceFixtures) throws(FixtureError) {
    self.fixtures = fixtures
    settings = try WorkqueueSettings(fixtures.settings)
    profile = try WorkqueueProfile(fixtures.profile)
    tokens = WorkqueueTokens(fixtures.description, settings: settings)
    router = WorkqueueRoute.router(basePath: fixtures.description.basePath, settings: settings)
  }

  public func state(from collections: Collections) throws(FixtureError) -> WorkqueueState {
    var accounts: [Account] = []
    for node in try collections.records("accounts") { accounts.append(try account(node)) }
    return try WorkqueueState(
      collections, accounts: accounts, settings: settings, profile: profile)
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<WorkqueueState>, context: ServiceContext
  ) -> Answer {
    switch router.match(request.method, request.target.path) {
    case .route(let route, let parameters):
      do throws(Refusal) {
        return Answer(try answer(route, parameters, request, state, context))
      } catch {
        return error.answer
      }
    case .otherMethods(let methods)
    where request.method == .options || (request.method == .head && methods.contains(.get)):
      // The framework routes these by itself, and its access rules know nothing of them (section 3).
      return Refusal(.forbidden, reason: "\(request.method) is refused on every path").answer
    case .otherMethods, .none:
      return Refusal.noRoute(request, basePath: fixtures.description.basePath)
    }
  }

  /// Who asks and what the body says is settled first; the state is locked for the rest.
  private func answer(
    _ route: WorkqueueRoute, _ path: PathParameters, _ request: HTTPRequest,
    _ state: borrowing Mutex<WorkqueueState>, _ context: ServiceContext
  ) throws(Refusal) -> HTTPResponse {
    switch route {
    case .site: return .json(JSONWriter.compact(settings.site))
    case .login:
      let body = try object(of: request)
      return try state.withLock { state throws(Refusal) in try login(body, state.accounts) }
    case .pull:
      let order = try PullOrder(try object(of: request), self)
      return try state.withLock { state throws(Refusal) in try pull(order, &state, at: context.now)
      }
    case .returnOutput:
      let output = try ReturnedOutput(request, path, self)
      return try state.withLock { state throws(Refusal) in
        try take(output, path, &state, at: context.now)
      }
    case .returnMonitoring:
      let monitoring = try monitoring(request, path)
      return try state.withLock { state throws(Refusal) in
        try take(monitoring, path, &state, at: context.now)
      }
    case .register(let type):
      let user = try user(of: request, at: context.now)
      let registration = try Registration(try object(of: request), type, self)
      let logUID = context.identifiers.uuid()
      return state.withLock { state in
        register(registration, for: user, logUID: logUID, &state, at: context.now)
      }
    case .user(let view):
      let user = try user(of: request, at: context.now)
      return try state.withLock { state throws(Refusal) in try show(view, path, to: user, state) }
    }
  }

  /// What a user reads.
  private func show(
    _ view: WorkqueueRoute.View, _ path: PathParameters, to user: Int, _ state: WorkqueueState
  ) throws(Refusal) -> HTTPResponse {
    if view == .jobs { return jobs(of: user, state) }
    guard let id = path.int(0), let place = state.place(ofJob: id), state.jobs[place].user == user
    else {
      if view == .elements { return elements(of: nil) }
      throw Refusal(.notFound, reason: "user \(user) has no job \(path.text(0))")
    }
    let job = state.jobs[place]
    switch view {
    case .jobs: return jobs(of: user, state)
    case .job: return self.job(job)
    case .status: return jobStatus(job)
    case .output: return jobOutput(job)
    case .elements: return elements(of: job)
    case .element: return element(try find(path, in: job), ofJob: job.id)
    case .elementStatus: return elementStatus(try find(path, in: job), ofJob: job.id)
    case .elementOutput: return try elementOutput(try find(path, in: job), of: job)
    case .attemptOutput: return try attemptOutput(path.text(2), try find(path, in: job), of: job)
    }
  }

  private func find(_ path: PathParameters, in job: Job) throws(Refusal) -> JobElement {
    guard let id = path.int(1), let place = job.place(ofElement: id) else {
      throw Refusal(.notFound, reason: "job \(job.id) has no element \(path.text(1))")
    }
    return job.elements[place]
  }

  // MARK: Who asks, and for what

  private static let tokenField = HTTPFieldName("X-Token")

  /// The token that a request carries.
  func token(of request: HTTPRequest) -> String? { request.fields[Self.tokenField] }

  /// The user whom a request to a user path acts for (sheet, section 5).
  func user(of request: HTTPRequest, at now: Timestamp) throws(Refusal) -> Int {
    if let token = token(of: request) { return try tokens.user(of: token, at: now) }
    if let user = profile.userWithoutToken { return user }
    throw tokens.forbidden("no X-Token", at: now)
  }
}
