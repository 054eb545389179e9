public import EventLoop
public import HTTPMessage
public import HTTPServer
public import JSON
import Synchronization

/// A world of one service.
public final class World<Service: WorldService>: ServiceWorld {
  public let journal: Journal
  public let faults: FaultBoard
  public let stubs: StubBook
  public let group: WorldGroup
  private let setting: Mutex<Setting>
  private let identifiers: any IdentifierSource
  private let observer: ExchangeObserver?
  private let messageCheck: MessageCheck?
  private let listeners = Mutex<[any FurtherListener]>([])
  /// The provider states in force, in the order they were set.
  private let active = Mutex<[ActiveState]>([])
  /// Whether a request was served since a provider state was last set.
  private let hasServed = Atomic<Bool>(false)
  /// Whether a client may have changed the state since it was last made of records.
  private let isChanged = Atomic<Bool>(false)

  /// What is in force, replaced as a whole: a request sees one service and the state that is its.
  private final class Setting: Sendable {
    let blueprint: Blueprint<Service>
    /// The place of the profile.
    let place: Int
    let service: Service
    let state: StateBox

    init(_ blueprint: Blueprint<Service>, place: Int, _ state: StateBox) {
      self.blueprint = blueprint
      self.place = place
      self.state = state
      service = blueprint.services[place]
    }
  }

  /// A state that several settings may have one after another.
  private final class StateBox: Sendable {
    let mutex: Mutex<Service.State>

    init(_ state: Service.State) { mutex = Mutex(state) }
  }

  /// A world in its seed state.
  public init(
    _ blueprint: Blueprint<Service>, in group: WorldGroup = WorldGroup(),
    identifiers: any IdentifierSource = RandomIdentifiers(), journal: Journal = Journal(),
    observer: ExchangeObserver? = nil, messageCheck: MessageCheck? = nil
  ) {
    self.group = group
    self.identifiers = identifiers
    self.journal = journal
    self.observer = observer
    stubs = StubBook(blueprint.stubs, now: group.clock.now())
    self.messageCheck = messageCheck
    let description = blueprint.description
    faults = FaultBoard(
      prefixes: [description.basePath] + description.pathPrefixes,
      events: blueprint.faultEvents, identifiers: identifiers)
    setting = Mutex(Setting(blueprint, place: blueprint.usual, StateBox(blueprint.seed)))
    group.join(self)
  }

  public var description: ServiceDescription { service.fixtures.description }
  public var providerStates: [ProviderState] { service.fixtures.states }

  private var current: Setting { setting.withLock { $0 } }
  private var service: Service { current.service }

  public func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse {
    let now = group.clock.now()
    let start = SteadyTime.nanoseconds()
    let answer: Answer
    switch exchange(request, from: peer, at: now) {
    case .answer(let given): answer = given
    case .passOn(let passage, _, let hit):
      answer = hit?.spoil(passage.refusal) ?? passage.refusal
    }
    return commit(request, answer, from: peer, at: now, since: start)
  }

  public func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse? {
    let now = group.clock.now()
    let start = SteadyTime.nanoseconds()
    switch exchange(request, from: peer, at: now) {
    case .answer(let answer): return commit(request, answer, from: peer, at: now, since: start)
    case .passOn(let passage, let stub, let hit):
      let owed = turn.later()
      stubs.proxies.send(request, passage) { [self] answer in
        var answer = hit?.spoil(answer) ?? answer
        answer.stub = stub
        owed.give(commit(request, answer, from: peer, at: now, since: start))
      }
      return nil
    }
  }

  /// What becomes of a request.
  private enum Outcome {
    case answer(Answer)
    /// The stub of this identifier passes it on; the fault hits what comes back.
    case passOn(StubPassage, stub: String, FaultBoard.Hit?)
  }

  private func exchange(
    _ request: HTTPRequest, from peer: SocketAddress?, at now: Timestamp
  ) -> Outcome {
    if !hasServed.load(ordering: .relaxed) { hasServed.store(true, ordering: .relaxed) }
    if !isChanged.load(ordering: .relaxed), request.method != .get, request.method != .head {
      isChanged.store(true, ordering: .relaxed)
    }
    guard faults.isArmed, let hit = faults.take(request) else {
      return unspoilt(request, from: peer, at: now)
    }
    guard hit.action.isServed else { return .answer(hit.spoil(nil)) }
    switch unspoilt(request, from: peer, at: now) {
    case .answer(let answer): return .answer(hit.spoil(answer))
    case .passOn(let passage, let stub, _): return .passOn(passage, stub: stub, hit)
    }
  }

  /// The same where no fault hits.
  private func unspoilt(
    _ request: HTTPRequest, from peer: SocketAddress?, at now: Timestamp
  ) -> Outcome {
    guard stubs.hasStubs || Service.isStubsAlone else {
      return .answer(answer(to: request, at: now))
    }
    if let given = stubs.answer(to: request, from: peer, at: now, identifiers: identifiers) {
      switch given.kind {
      case .passOn(let passage): return .passOn(passage, stub: given.stub.id, nil)
      case .answer(let response):
        var answer = Answer(response)
        answer.stub = given.stub.id
        return .answer(answer)
      }
    }
    var answer = answer(to: request, at: now)
    if !answer.isMatched { explain(&answer, request, from: peer, at: now) }
    return .answer(answer)
  }

  /// Tells which stubs came nearest to a request that met nothing, when somebody looks.
  private func explain(
    _ answer: inout Answer, _ request: HTTPRequest, from peer: SocketAddress?, at now: Timestamp
  ) {
    if Service.isStubsAlone {
      answer.response.body = stubs.explanation(of: SeenRequest(request, from: peer), at: now)
    }
    answer.nearMisses = { [stubs] in
      String(
        decoding: stubs.explanation(of: SeenRequest(request, from: peer), at: now), as: UTF8.self)
    }
  }

  /// In the journal before its first byte leaves.
  ///
  /// - Parameter start: when the request was complete, in nanoseconds of a steady clock.
  private func commit(
    _ request: HTTPRequest, _ answer: Answer, from peer: SocketAddress?, at now: Timestamp,
    since start: Int
  ) -> HTTPResponse {
    journal.append(
      request, answer, from: peer, at: now, duration: SteadyTime.nanoseconds() - start)
    observer?(description, request, answer)
    return answer.response
  }

  public func answer(to request: HTTPRequest) -> HTTPResponse {
    answer(to: request, at: group.clock.now()).response
  }

  public var collections: [StateCollection] {
    StateForm.collections(of: current.state.mutex.withLock { $0 })
  }

  public func message(_ description: String) -> ServiceMessage? {
    service.message(description, context: context(at: group.clock.now()))
  }

  public func receive(_ message: ServiceMessage, isTaken: Bool) -> MessageNote {
    var note = MessageNote()
    if isTaken {
      hasServed.store(true, ordering: .relaxed)
      isChanged.store(true, ordering: .relaxed)
      let setting = current
      note = setting.service.take(
        message, state: setting.state.mutex, context: context(at: group.clock.now()))
    }
    note.mismatches += messageCheck?(description, message, isTaken) ?? []
    return note
  }

  public func listen(at site: ListenerSite) throws(SocketError) -> any FurtherListener {
    let listener = try service.listen(at: site, for: self)
    listeners.withLock { $0.append(listener) }
    return listener
  }

  public var messages: (any MessageView)? {
    listeners.withLock { $0 }.lazy.compactMap(\.messages).first
  }

  public func forgetListeners() { listeners.withLock { $0 = [] } }

  private func answer(to request: HTTPRequest, at now: Timestamp) -> Answer {
    let setting = current
    return setting.service.respond(
      to: request, state: setting.state.mutex, context: context(at: now))
  }

  private func context(at now: Timestamp) -> ServiceContext {
    ServiceContext(now: now, identifiers: identifiers, group: group)
  }

  public func reset() {
    group.clock.reset()
    active.withLock { active in
      active = []
      let blueprint = current.blueprint
      put(blueprint.seed, of: blueprint, inProfileAt: blueprint.usual)
    }
    for listener in listeners.withLock({ $0 }) { listener.reset() }
  }

  /// Puts a state made of records in place of the one in force.
  private func put(
    _ state: Service.State, of blueprint: Blueprint<Service>, inProfileAt place: Int
  ) {
    let box = current.state
    box.mutex.withLock { $0 = state }
    setting.withLock { $0 = Setting(blueprint, place: place, box) }
    isChanged.store(false, ordering: .relaxed)
  }

  public func reload(_ blueprint: any ServiceBlueprint) -> WorldReload? {
    guard let new = blueprint as? Blueprint<Service> else { return nil }
    return active.withLock { active in
      let old = current
      let profile = old.service.fixtures.description.profile
      let place = new.place(ofProfile: active.compactMap(\.state.profile).last ?? profile)
      let isKept = new.services[place].canTakeOver(from: old.service)
      let hasSameRecords =
        new.services[place].fixtures.collections.hasSameRecords(
          as: old.service.fixtures.collections)
      if isKept, hasSameRecords || isChanged.load(ordering: .relaxed) {
        setting.withLock { $0 = Setting(new, place: place, old.state) }
        return hasSameRecords ? .kept : .keptWithOldRecords
      }
      // Provider states that the new fixtures still have are set again.
      let still = active.compactMap { entry in
        new.services[place].fixtures.states.first { $0.name == entry.state.name }.map {
          ActiveState(state: $0, arguments: entry.arguments)
        }
      }
      if let state = try? new.state(of: still, inProfileAt: place) {
        active = still
        begin(new, place, state)
      } else {
        active = []
        begin(new, new.usual, new.seed)
      }
      return isKept ? .newRecords : .newState
    }
  }

  /// Begins anew; requests that are being answered end with the old state.
  private func begin(_ blueprint: Blueprint<Service>, _ place: Int, _ state: Service.State) {
    setting.withLock { $0 = Setting(blueprint, place: place, StateBox(state)) }
    isChanged.store(false, ordering: .relaxed)
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
        let blueprint = current.blueprint
        let wanted = blueprint.place(ofProfile: profile)
        let built = try blueprint.state(of: changed, inProfileAt: wanted)
        put(built, of: blueprint, inProfileAt: wanted)
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
