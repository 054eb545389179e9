public import HTTPMessage
import HTTPServer
import JSON
public import MockServer
public import Synchronization

/// The server of asynchronously interchangeable objects (oaio): users register objects, give others
/// rights to them, and all devices get the newest version; beside it, the storage host that keeps the
/// files.
///
/// Facts: the wire sheet of oaio; its sections are named where they are followed. The original server
/// can't be had: what is decided instead stands in ``Decisions`` and in the settings.
public struct OaioMock: MockService {
  public var fixtures: ServiceFixtures
  let settings: OaioSettings
  private let router: Router<OaioRoute>

  /// - Throws: ``FixtureError`` when the settings are wrong.
  public init(fixtures: ServiceFixtures) throws(FixtureError) {
    self.fixtures = fixtures
    settings = try OaioSettings(fixtures.settings)
    try fixtures.profile.object { _ throws(FixtureError) in }
    router = OaioRoute.router(basePath: fixtures.description.basePath)
  }

  public func state(from collections: Collections) throws(FixtureError) -> OaioState {
    try OaioState(collections, settings)
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<OaioState>, context: ServiceContext
  ) -> Answer {
    switch router.match(request.method, request.target.path) {
    case .route(.oaio(let slug), let path): return answer(slug, path, request, state, context)
    case .route(.storage(let call), let path):
      do throws(OaioRefusal) {
        return Answer(try answer(call, path, request, state))
      } catch {
        return settings.refusals.answer(error)
      }
    case .otherMethods(let methods):
      let allowed = methods.map(\.name).sorted().joined(separator: ", ")
      var answer = settings.refusals.answer(
        OaioRefusal(.otherMethod, ["method": request.method.name, "allowed": allowed]))
      answer.response.fields.append(.allow, allowed)
      return answer
    case .none:
      return settings.refusals.answer(OaioRefusal(.noRoute, ["path": request.target.pathAndQuery]))
    }
  }

  /// Answers the object server's clients: what all answers have in common is added here.
  private func answer(
    _ slug: OaioRoute.Slug, _ path: PathParameters, _ request: HTTPRequest,
    _ state: borrowing Mutex<OaioState>, _ context: ServiceContext
  ) -> Answer {
    let cookies = Cookies(request)
    if request.method == .post, let problem = Self.forgery(request, cookies) {
      return settings.refusals.answer(OaioRefusal(.csrf, ["problem": problem]))
    }
    var token = cookies.csrfToken ?? Cookies.newToken(context.identifiers)
    var sessionCookie: String?
    var answer: Answer
    do throws(OaioRefusal) {
      switch slug {
      case .csrf: answer = message(settings.messages.csrf)
      case .login:
        let credentials = try Credentials(request.body)
        let session = Cookies.newToken(context.identifiers)
        try state.withLock { state throws(OaioRefusal) in
          try signIn(credentials, as: session, &state, at: context.now)
        }
        token = Cookies.newToken(context.identifiers)
        sessionCookie = Cookies.setSession(
          session, lifetime: settings.sessionLifetime, at: context.now)
        answer = message(settings.messages.login, ["user": credentials.username.text])
      case .signedIn(let kind):
        answer = try self.answer(kind, path, request, cookies, state, at: context.now)
        if kind == .logout { sessionCookie = Cookies.clearSession }
      }
    } catch {
      answer = settings.refusals.answer(error)
    }
    answer.response.fields.append("Vary", "Cookie")
    answer.response.fields.append(
      "Set-Cookie", Cookies.setCSRF(token, lifetime: settings.csrfLifetime, at: context.now))
    if let sessionCookie { answer.response.fields.append("Set-Cookie", sessionCookie) }
    return answer
  }

  /// What is wrong with the CSRF token of a request that may change something; nil when nothing is.
  private static func forgery(_ request: HTTPRequest, _ cookies: Cookies) -> String? {
    guard let cookie = cookies.csrfToken else {
      return "no csrftoken cookie of 32 letters and digits"
    }
    guard let field = request.fields["X-CSRFToken"] else { return "no X-CSRFToken field" }
    return field == cookie ? nil : "X-CSRFToken is not the csrftoken cookie's value"
  }

  /// Answers what needs a session. The body is read before the lock is taken.
  private func answer(
    _ kind: OaioRoute.OrderKind, _ path: PathParameters, _ request: HTTPRequest, _ cookies: Cookies,
    _ state: borrowing Mutex<OaioState>, at now: Timestamp
  ) throws(OaioRefusal) -> Answer {
    let context = Result { () throws(OaioRefusal) in try ClientContext(request) }
    let order = Result { () throws(OaioRefusal) in
      try Order(kind, path, request.body, settings)
    }
    let outcome = try state.withLock { state throws(OaioRefusal) in
      let caller = try state.caller(session: cookies.session, context, at: now)
      return try perform(order.get(), for: caller, cookies.session, &state)
    }
    switch outcome {
    case .moment: return json(["current_stamp": .string(Stamp.text(now))])
    case .message(let text, let words): return message(text, words)
    case .json(let value): return json(value)
    case .text(let text): return Answer(.json(text))
    case .list(let objects): return Answer(.json(Self.array(objects)))
    }
  }

  /// What an order came to, so that long texts are put together after the lock.
  enum Outcome {
    case moment
    case message(String, KeyValuePairs<String, String>)
    case json(JSONValue)
    case text([UInt8])
    case list([ListedObject])
  }

  private static func array(_ objects: [ListedObject]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(objects.reduce(2) { $0 + $1.text.count + $1.right.ending.count + 1 })
    text.append(UInt8(ascii: "["))
    for object in objects where object.right.allows(.read) {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(contentsOf: object.text)
      text.append(contentsOf: object.right.ending)
    }
    text.append(UInt8(ascii: "]"))
    return text
  }

  private func json(_ value: JSONValue) -> Answer { Answer(.json(JSONWriter.compact(value))) }

  private func message(_ text: String, _ words: KeyValuePairs<String, String> = [:]) -> Answer {
    json(["message": .string(Self.filled(text, words))])
  }

  static func filled(_ text: String, _ words: KeyValuePairs<String, String>) -> String {
    Template.fill(
      text, with: JSONObject(words.map { .init(key: $0.key, value: .string($0.value)) }))
  }
}
