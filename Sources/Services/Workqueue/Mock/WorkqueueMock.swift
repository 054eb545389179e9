public import HTTPMessage
import HTTPServer
import JSON
public import MockServer

/// The PDM workqueue: users register jobs, workers pull their elements and return what came of them.
///
/// Facts: the wire sheet of the workqueue; its sections are named where they are followed.
public struct WorkqueueMock: MockService {
  public let fixtures: ServiceFixtures
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
    to request: HTTPRequest, state: inout WorkqueueState, context: inout ServiceContext
  ) -> Answer {
    switch router.match(request.method, request.target.path) {
    case .route(let route, let parameters):
      do throws(Refusal) {
        return Answer(try answer(route, parameters, request, &state, &context))
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

  private func answer(
    _ route: WorkqueueRoute, _ path: PathParameters, _ request: HTTPRequest,
    _ state: inout WorkqueueState, _ context: inout ServiceContext
  ) throws(Refusal) -> HTTPResponse {
    switch route {
    case .login: return try login(request, state.accounts)
    case .site: return .json(JSONWriter.compact(settings.site))
    case .pull: return try pull(request, &state, at: context.now)
    case .returnOutput: return try returnOutput(request, path, &state, at: context.now)
    case .returnMonitoring: return try returnMonitoring(request, path, &state, at: context.now)
    case .register(let type):
      let user = try user(of: request, at: context.now)
      return try register(request, as: type, for: user, &state, &context)
    case .jobs: return jobs(of: try user(of: request, at: context.now), state)
    case .job: return job(try find(path, request, state, context.now))
    case .jobStatus: return jobStatus(try find(path, request, state, context.now))
    case .jobOutput: return jobOutput(try find(path, request, state, context.now))
    case .elements:
      let user = try user(of: request, at: context.now)
      return elements(of: job(path, state, ownedBy: user))
    case .element:
      let (_, element) = try findElement(path, request, state, context.now)
      return self.element(element.value, ofJob: element.job)
    case .elementStatus:
      let (_, element) = try findElement(path, request, state, context.now)
      return elementStatus(element.value, ofJob: element.job)
    case .elementOutput:
      let (job, element) = try findElement(path, request, state, context.now)
      return try elementOutput(element.value, of: job)
    case .attemptOutput:
      let (job, element) = try findElement(path, request, state, context.now)
      return try attemptOutput(path.text(2), element.value, of: job)
    }
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

  private func find(
    _ path: PathParameters, _ request: HTTPRequest, _ state: WorkqueueState, _ now: Timestamp
  ) throws(Refusal) -> Job {
    let user = try user(of: request, at: now)
    guard let job = job(path, state, ownedBy: user) else {
      throw Refusal(.notFound, reason: "user \(user) has no job \(path.text(0))")
    }
    return job
  }

  private func job(_ path: PathParameters, _ state: WorkqueueState, ownedBy user: Int) -> Job? {
    guard let id = path.int(0), let place = state.place(ofJob: id), state.jobs[place].user == user
    else {
      return nil
    }
    return state.jobs[place]
  }

  private func findElement(
    _ path: PathParameters, _ request: HTTPRequest, _ state: WorkqueueState, _ now: Timestamp
  ) throws(Refusal) -> (Job, element: (job: Int, value: JobElement)) {
    let job = try find(path, request, state, now)
    guard let id = path.int(1), let place = job.place(ofElement: id) else {
      throw Refusal(.notFound, reason: "job \(job.id) has no element \(path.text(1))")
    }
    return (job, (job.id, job.elements[place]))
  }
}
