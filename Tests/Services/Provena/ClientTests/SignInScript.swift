import HTTPMessage
import HTTPTransport
import JSON
import ProvenaClient
import Synchronization
import Testing

/// A sign-in as a story: what a program does, what Keycloak answers, and what comes of it. A line of
/// `Cases/sign-ins.json`; placeholders such as `<jwt:alice>` stand for tokens of `Cases/tokens.json`.
struct SignInScript: Sendable, CustomTestStringConvertible {
  let value: JSONValue

  var testDescription: String { words(value) }

  static let all = CaseFile.list("sign-ins").map { SignInScript(value: CaseFile.filled($0)) }

  static let config = ProvenaConfig(server: "http://127.0.0.1:8080", realmName: "provena")

  /// One answer of Keycloak's, with the request it is for: recorded ones by their names.
  func exchanges() throws -> [Exchange] {
    try (value["exchanges"]?.array ?? []).map { step in
      step.string == nil ? Exchange(step, group: "") : try Exchange.named(step.string ?? "")
    }
  }

  /// What is done, in order: `token`, `forceRefresh`, or how many seconds pass.
  var steps: [JSONValue] { value["steps"]?.array ?? [] }
}

/// Keycloak as a script has it.
final class ScriptedRealm: HTTPTransport {
  private struct State {
    var rest: ArraySlice<Exchange>
    var unexpected: [String] = []
  }

  private let state: Mutex<State>

  init(_ exchanges: [Exchange]) { state = Mutex(State(rest: exchanges[...])) }

  /// What was asked that the script doesn't have, and what it has that wasn't asked.
  var differences: [String] {
    state.withLock { $0.unexpected + $0.rest.map { "not asked: \($0.testDescription)" } }
  }

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let next = state.withLock { state -> Exchange? in
      let next = state.rest.popFirst()
      let asked = Self.words(
        request.method.name, HTTPTarget(request.url).pathAndQuery,
        request.body.map { String(decoding: $0, as: UTF8.self) },
        request.fields[.contentType])
      let wanted = next.map {
        Self.words($0.method, $0.pathAndQuery, $0.body?.string, $0.fields[.contentType])
      }
      if asked != wanted { state.unexpected.append("\(asked) instead of \(wanted ?? "nothing")") }
      return next
    }
    guard let next else { throw .cannotConnect("the script is at its end") }
    if next.response.status.code == 0 { throw .cannotConnect("refused") }
    return next.response
  }

  private static func words(
    _ method: String, _ target: String, _ body: String?, _ type: String?
  ) -> String {
    "\(method) \(target) \(type ?? "-") \(body ?? "-")"
  }
}

/// Time that stands still while nobody sleeps.
final class ScriptedTime: Sendable {
  private let state: Mutex<(now: Int, slept: [Int])>

  init(now: Int) { state = Mutex((now, [])) }

  var slept: [Int] { state.withLock { $0.slept } }
  func pass(_ seconds: Int) { state.withLock { $0.now += seconds } }

  var clock: SignInClock {
    SignInClock(
      secondsSince1970: { self.state.withLock { $0.now } },
      sleep: { duration in
        self.state.withLock {
          $0.now += Int(duration.components.seconds)
          $0.slept.append(Int(duration.components.seconds))
        }
      })
  }
}

/// Tokens kept in memory.
final class ScriptedStore: TokenStore {
  private let kept: Mutex<Tokens?>

  init(_ tokens: Tokens?) { kept = Mutex(tokens) }

  func load() -> Tokens? { kept.withLock(\.self) }
  func save(_ tokens: Tokens) throws(ProvenaError) { kept.withLock { $0 = tokens } }
}
