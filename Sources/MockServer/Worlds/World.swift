public import EventLoop
public import HTTPMessage
public import JSON
import Synchronization

/// An isolated copy of one service: its own state, journal, clock and identifiers.
public protocol ServiceWorld: AnyObject, Sendable {
  var description: ServiceDescription { get }
  var journal: Journal { get }
  var clock: any WorldClock { get }
  var providerStates: [ProviderState] { get }

  func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse

  /// Back to the seed records: provider states and everything clients did are gone. The journal stays.
  func reset()

  /// Puts the world into a provider state; gives the parameters in force.
  ///
  /// States set one after another add up; the first one that is set after a request was served
  /// starts from the seed records again. Clients' own changes are gone either way.
  func setUp(state: String, parameters: JSONObject) throws(ProviderStateError) -> JSONObject

  /// Leaves a provider state: the records are the seed's with the other states that are set.
  func tearDown(state: String) throws(ProviderStateError)
}

/// Why a provider state can't be set.
public enum ProviderStateError: Error, Sendable, CustomStringConvertible {
  case unknown(String, known: [String])
  case invalid(FixtureError)

  public var description: String {
    switch self {
    case .unknown(let name, let known):
      "there is no provider state \"\(name)\"" + Suggestion.hint(for: name, among: known)
    case .invalid(let error): error.description
    }
  }
}

/// What is told about each exchange, after it is in the journal.
public typealias ExchangeObserver =
  @Sendable (
    _ service: ServiceDescription, _ request: HTTPRequest, _ status: HTTPStatus, _ reason: String?
  ) -> Void

/// A world of one service.
public final class World<Service: MockService>: ServiceWorld {
  public let journal: Journal
  public let clock: any WorldClock
  private let service: Service
  private let seed: Service.State
  private let guarded: Mutex<Guarded>
  private let observer: ExchangeObserver?

  private struct Guarded {
    var state: Service.State
    var identifiers: any IdentifierSource
    /// The provider states in force, in the order they were set.
    var active: [(state: ProviderState, arguments: JSONObject)] = []
    /// Whether a request was served since a provider state was last set.
    var hasServed = false
  }

  /// - Throws: ``FixtureError`` when the seed records or a provider state make no valid state.
  public init(
    _ service: Service, clock: any WorldClock = SystemClock(),
    identifiers: any IdentifierSource = RandomIdentifiers(), journal: Journal = Journal(),
    observer: ExchangeObserver? = nil
  ) throws(FixtureError) {
    self.service = service
    self.clock = clock
    self.journal = journal
    self.observer = observer
    seed = try service.state(from: service.fixtures.collections)
    guarded = Mutex(Guarded(state: seed, identifiers: identifiers))
  }

  public var description: ServiceDescription { service.fixtures.description }
  public var providerStates: [ProviderState] { service.fixtures.states }

  public func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
    let now = clock.now()
    let answer = guarded.withLock { guarded in
      guarded.hasServed = true
      var context = ServiceContext(now: now, identifiers: guarded.identifiers)
      defer { guarded.identifiers = context.identifiers }
      return service.respond(to: request, state: &guarded.state, context: &context)
    }
    journal.append(request, answer, from: peer, at: now)
    observer?(description, request, answer.response.status, answer.reason)
    return answer.response
  }

  public func reset() {
    guarded.withLock { guarded in
      guarded.state = seed
      guarded.active = []
    }
  }

  public func setUp(
    state name: String, parameters: JSONObject
  ) throws(ProviderStateError) -> JSONObject {
    // The official verifier names the empty state for an interaction that asks for none.
    if name.isEmpty {
      reset()
      return JSONObject()
    }
    let state = try find(name)
    let arguments = state.arguments(parameters)
    try change { guarded in
      if guarded.hasServed { guarded.active = [] }
      guarded.active.removeAll { $0.state.name == name && $0.arguments == arguments }
      guarded.active.append((state, arguments))
    }
    return arguments
  }

  public func tearDown(state name: String) throws(ProviderStateError) {
    if name.isEmpty { return reset() }
    _ = try find(name)
    try change { guarded in guarded.active.removeAll { $0.state.name == name } }
  }

  /// Changes the set of active states and builds the state anew; on error nothing has changed.
  private func change(_ body: (inout Guarded) -> Void) throws(ProviderStateError) {
    let result: Result<Void, ProviderStateError> = guarded.withLock { guarded in
      var changed = guarded
      body(&changed)
      do throws(FixtureError) {
        var records = service.fixtures.collections
        for entry in changed.active {
          records = try records.applying(
            entry.state.patch(with: entry.arguments), named: entry.state.name)
        }
        changed.state = try service.state(from: records)
      } catch {
        return .failure(.invalid(error))
      }
      changed.hasServed = false
      guarded = changed
      return .success(())
    }
    try result.get()
  }

  private func find(_ name: String) throws(ProviderStateError) -> ProviderState {
    guard let state = providerStates.first(where: { $0.name == name }) else {
      throw .unknown(name, known: providerStates.map(\.name))
    }
    return state
  }
}
