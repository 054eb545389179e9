import EventLoop
import HTTPMessage
import JSON
import Synchronization

/// The stubs of one world: which are in force, and in which states their scenarios are.
///
/// Requests take the lock twice for a moment, to have the index and to count the use; what a request
/// looks like is compared outside of it. Match and transition of a scenario are one step under it.
public final class StubBook: Sendable {
  let files: StubFiles
  let proxies = StubProxies()
  private let isArmed = Atomic<Bool>(false)
  private let state: Mutex<State>
  /// The paths of all stubs in the alphabet's order, as of one version of the table.
  private let paths = Mutex<(version: Int, sorted: [PathEntry])>((-1, []))

  let recording = Mutex<(current: StubRecording?, hasBeen: Bool)>((nil, false))
  let explanations = Mutex<[ExplanationKey: [UInt8]]>([:])

  /// The path that a stub is about.
  struct PathEntry {
    let path: String
    let entry: RegisteredStub
  }

  fileprivate struct State {
    var table = StubTable()
    /// Those that have left ``Stub/startState``.
    var scenarios: [String: String] = [:]
    var delay: StubDelay?
    /// What a reset goes back to.
    var initial: StubSet
    /// Counts the steps of scenarios.
    var steps = 0
  }

  /// - Parameter now: when the first stubs' time begins.
  public init(_ initial: StubSet = .none, now: Timestamp = SystemClock().now()) {
    files = initial.files
    state = Mutex(State(initial: initial))
    reset(at: now)
  }

  /// Whether there is any stub: what each request asks first.
  public var hasStubs: Bool { isArmed.load(ordering: .relaxed) }

  /// The stubs that a reset goes back to.
  var initial: StubSet {
    get { state.withLock { $0.initial } }
    set { state.withLock { $0.initial = newValue } }
  }

  /// The folder that those were read from; nil when it was none.
  public var folder: String? { initial.folder }

  /// Says to which servers stubs may pass requests on: to none before.
  public func allowPassingOn(_ permission: @escaping @Sendable (_ url: String) -> Bool) {
    proxies.allow(permission)
  }

  // MARK: Serving

  /// A stub that answers a request.
  struct Choice {
    let entry: RegisteredStub
    /// How often it answered before.
    let number: Int
    /// What waits, when the stub says nothing of it.
    let usualDelay: StubDelay?
  }

  /// The stub that answers a request; its use is counted, its scenario goes on.
  func choose(for request: SeenRequest, at now: Timestamp) -> Choice? {
    let (index, usualDelay) = state.withLock { ($0.table.index, $0.delay) }
    var fitting: [RegisteredStub] = []
    for entry in index.candidates(for: request).all {
      let pattern = entry.stub.pattern
      guard pattern.method.fits(request.method), pattern.fitsBesideTarget(request) else {
        continue
      }
      fitting.append(entry)
      if !entry.stub.isConditional { break }
    }
    guard let last = fitting.last else { return nil }
    if fitting.count == 1, !last.stub.isConditional {
      return Choice(entry: last, number: last.use.add(), usualDelay: usualDelay)
    }
    return state.withLock { state in
      for entry in fitting where state.isOpen(entry, at: now) {
        if let step = entry.stub.step, let next = step.next {
          state.scenarios[step.scenario] = next
          state.steps += 1
        }
        let number = entry.use.add()
        if entry.hasExpired(at: now) { state.table.remove(entry.stub.id) }
        return Choice(entry: entry, number: number, usualDelay: usualDelay)
      }
      return nil
    }
  }

  /// Made when first asked for behind a change.
  func sortedPaths(of table: StubTable) -> [PathEntry] {
    paths.withLock { paths in
      if paths.version == table.version { return paths.sorted }
      let sorted = table.all.map { entry in
        PathEntry(path: entry.stub.pattern.url.example ?? "", entry: entry)
      }.sorted { $0.path < $1.path }
      paths = (table.version, sorted)
      return sorted
    }
  }

  // MARK: Stubs

  /// Newest first.
  func all(at now: Timestamp) -> [RegisteredStub] {
    change { state in
      state.table.removeExpired(at: now)
      return state.table.all
    }
  }

  func stub(_ id: String, at now: Timestamp) -> RegisteredStub? {
    change { state in
      state.table.removeExpired(at: now)
      return state.table[id]
    }
  }

  /// Counts what changes which stubs there are and in which states their scenarios are.
  var changes: Int { state.withLock { $0.table.version + $0.steps } }

  var table: StubTable { state.withLock { $0.table } }

  /// Adds stubs, or puts them in the places of those with their identifiers.
  func put(_ stubs: [Stub], at now: Timestamp) {
    change { state in for stub in stubs { state.table.put(stub, at: now) } }
  }

  func remove(_ ids: [String]) -> Bool {
    change { state in
      var hasAny = false
      for id in ids where state.table.remove(id) != nil { hasAny = true }
      let left = state.table.scenarioNames
      state.scenarios = state.scenarios.filter { left.contains($0.key) }
      return hasAny
    }
  }

  /// Takes some out and puts others in, at once.
  func replace(_ gone: Set<String>, with stubs: [Stub], at now: Timestamp) {
    change { state in
      for id in gone { state.table.remove(id) }
      for stub in stubs { state.table.put(stub, at: now) }
    }
  }

  func removeAll() {
    change { state in
      state.table.removeAll()
      state.scenarios = [:]
    }
  }

  /// Back to the stubs of the start, their uses not counted; scenarios begin anew.
  func reset(at now: Timestamp) {
    change { state in
      state.table.removeAll()
      for stub in state.initial.stubs { state.table.put(stub, at: now) }
      state.scenarios = [:]
      state.delay = nil
    }
  }

  private func change<Result>(_ body: (inout State) -> sending Result) -> sending Result {
    state.withLock { state in
      let result = body(&state)
      isArmed.store(state.table.count > 0, ordering: .relaxed)
      return result
    }
  }

  // MARK: Scenarios and settings

  struct Scenario {
    let name: String
    let state: String
    let possibleStates: [String]
  }

  var scenarios: [Scenario] {
    state.withLock { state in
      state.table.scenarioStates.map { name, states in
        Scenario(
          name: name, state: state.scenarios[name] ?? Stub.startState, possibleStates: states)
      }.sorted { $0.name < $1.name }
    }
  }

  func resetScenarios() {
    state.withLock { state in
      state.scenarios = [:]
      state.steps += 1
    }
  }

  /// Puts a scenario, which must be there, into a state.
  func setScenario(_ name: String, to wanted: String) {
    state.withLock { state in
      state.scenarios[name] = wanted == Stub.startState ? nil : wanted
      state.steps += 1
    }
  }

  /// What waits for every stub that says nothing of it.
  var usualDelay: StubDelay? {
    get { state.withLock { $0.delay } }
    set { state.withLock { $0.delay = newValue } }
  }

  fileprivate static func isOpen(
    _ step: Stub.Step?, in scenarios: [String: String]
  ) -> Bool {
    guard let step, let required = step.required else { return true }
    return (scenarios[step.scenario] ?? Stub.startState) == required
  }

  /// Whether a stub's scenario lets it take part now.
  func isOpen(_ entry: RegisteredStub, at now: Timestamp) -> Bool {
    state.withLock { $0.isOpen(entry, at: now) }
  }

  func scenarioState(_ name: String) -> String {
    state.withLock { $0.scenarios[name] ?? Stub.startState }
  }
}

extension StubBook.State {
  fileprivate func isOpen(_ entry: RegisteredStub, at now: Timestamp) -> Bool {
    StubBook.isOpen(entry.stub.step, in: scenarios) && !entry.hasExpired(at: now)
  }
}

extension StubTable {
  fileprivate var scenarioNames: Set<String> { Set(all.compactMap { $0.stub.step?.scenario }) }

  /// Each scenario with all states that its stubs speak of.
  fileprivate var scenarioStates: [String: [String]] {
    var states: [String: [String]] = [:]
    for step in all.reversed().compactMap(\.stub.step) {
      var known = states[step.scenario] ?? [Stub.startState]
      for state in [step.required, step.next].compactMap(\.self) where !known.contains(state) {
        known.append(state)
      }
      states[step.scenario] = known
    }
    return states
  }
}
