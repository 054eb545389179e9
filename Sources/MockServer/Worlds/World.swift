public import EventLoop
public import HTTPMessage
public import JSON
import Synchronization

/// An isolated copy of one service: its own state, journal and identifiers, and a clock that
/// it shares with its group.
public protocol ServiceWorld: AnyObject, Sendable {
  var description: ServiceDescription { get }
  var journal: Journal { get }
  var group: WorldGroup { get }
  var providerStates: [ProviderState] { get }

  /// Answers a client: the exchange enters the journal.
  func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse

  /// Answers another service of the group: nothing enters the journal.
  func answer(to request: HTTPRequest) -> HTTPResponse

  /// The message that the service publishes under a contract's description; nil when it has none.
  func message(_ description: String) -> ServiceMessage?

  /// What the state holds, to be shown.
  var collections: [StateCollection] { get }

  /// Back to the seed records and to the machine's time: provider states and everything clients did
  /// are gone. The journal stays.
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
    _ service: ServiceDescription, _ request: HTTPRequest, _ answer: Answer
  ) -> Void

/// A world of one service.
public final class World<Service: WorldService>: ServiceWorld {
  public let journal: Journal
  public let group: WorldGroup
  private let blueprint: Blueprint<Service>
  /// The place of the profile in force.
  private let current: Atomic<Int>
  private let state: Mutex<Service.State>
  private let identifiers: any IdentifierSource
  private let observer: ExchangeObserver?
  /// The provider states in force, in the order they were set.
  private let active = Mutex<[ActiveState]>([])
  /// Whether a request was served since a provider state was last set.
  private let hasServed = Atomic<Bool>(false)

  /// A world in its seed state.
  public init(
    _ blueprint: Blueprint<Service>, in group: WorldGroup = WorldGroup(),
    identifiers: any IdentifierSource = RandomIdentifiers(), journal: Journal = Journal(),
    observer: ExchangeObserver? = nil
  ) {
    self.blueprint = blueprint
    self.group = group
    self.identifiers = identifiers
    self.journal = journal
    self.observer = observer
    current = Atomic(blueprint.usual)
    state = Mutex(blueprint.seed)
    group.join(self)
  }

  public var description: ServiceDescription { service.fixtures.description }
  public var providerStates: [ProviderState] { service.fixtures.states }

  private var service: Service { blueprint.services[current.load(ordering: .relaxed)] }

  public func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
    let now = group.clock.now()
    let start = SteadyTime.nanoseconds()
    if !hasServed.load(ordering: .relaxed) { hasServed.store(true, ordering: .relaxed) }
    let answer = answer(to: request, at: now)
    journal.append(
      request, answer, from: peer, at: now, duration: SteadyTime.nanoseconds() - start)
    observer?(description, request, answer)
    return answer.response
  }

  public func answer(to request: HTTPRequest) -> HTTPResponse {
    answer(to: request, at: group.clock.now()).response
  }

  public var collections: [StateCollection] {
    StateForm.collections(of: state.withLock { $0 })
  }

  public func message(_ description: String) -> ServiceMessage? {
    service.message(description, context: context(at: group.clock.now()))
  }

  private func answer(to request: HTTPRequest, at now: Timestamp) -> Answer {
    service.respond(to: request, state: state, context: context(at: now))
  }

  private func context(at now: Timestamp) -> ServiceContext {
    ServiceContext(now: now, identifiers: identifiers, group: group)
  }

  public func reset() {
    group.clock.reset()
    active.withLock { active in
      active = []
      current.store(blueprint.usual, ordering: .relaxed)
      state.withLock { $0 = blueprint.seed }
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
    let wanted = ActiveState(state: try find(name), arguments: try find(name).arguments(parameters))
    let startsAnew = hasServed.exchange(false, ordering: .relaxed)
    do throws(ProviderStateError) {
      try change { active in
        if startsAnew { active = [] }
        active.removeAll { $0 == wanted }
        active.append(wanted)
      }
    } catch {
      if startsAnew { hasServed.store(true, ordering: .relaxed) }
      throw error
    }
    return wanted.arguments
  }

  public func tearDown(state name: String) throws(ProviderStateError) {
    if name.isEmpty { return reset() }
    _ = try find(name)
    try change { active in active.removeAll { $0.state.name == name } }
  }

  /// Changes the set of active states and builds the state anew; on error nothing has changed.
  private func change(_ body: (inout [ActiveState]) -> Void) throws(ProviderStateError) {
    try active.withLock { active throws(ProviderStateError) in
      var changed = active
      body(&changed)
      do throws(FixtureError) {
        let profile = changed.compactMap(\.state.profile).last
        let wanted = blueprint.place(ofProfile: profile)
        let built = try blueprint.state(of: changed, inProfileAt: wanted)
        state.withLock { $0 = built }
        current.store(wanted, ordering: .relaxed)
      } catch {
        throw .invalid(error)
      }
      active = changed
    }
  }

  private func find(_ name: String) throws(ProviderStateError) -> ProviderState {
    guard let state = providerStates.first(where: { $0.name == name }) else {
      throw .unknown(name, known: providerStates.map(\.name))
    }
    return state
  }
}
