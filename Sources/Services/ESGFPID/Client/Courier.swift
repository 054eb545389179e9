import AMQP
import Synchronization

/// Brings the messages of a connector to a broker, at least once each: a task that connects, publishes,
/// and publishes again what was not confirmed when a connection breaks.
final class Courier: Sendable {
  /// What the task waits for.
  enum Signal {
    /// There are messages, or the messaging is to be finished.
    case work
    /// Something happened on a channel, the number of which tells whether it is still the actual one.
    case channel(Int, ChannelEvent)
  }

  enum Phase { case idle, running, finishing, ended }

  struct State {
    var phase = Phase.idle
    var outbox = Outbox()
    var count = 0
    /// The one that is served.
    var connection: ClientConnection?
    var failed: [Undelivered] = []
    var gaveUp: PIDError?
    /// What connections are closed with.
    var closeText = CloseText.normal
    var task: Task<Void, Never>?
    var observers: [AsyncStream<DeliveryOutcome>.Continuation] = []
  }

  /// The Python client's own.
  enum CloseText {
    static let normal = "Normal finish. (not reopen)"
    static let forced = "Forced finish from outside the thread. (forced finish)"
    static let late =
      "Force finish as normal waiting period in normal finish is over. (forced finish)"
    static let early = "closed before connection was ready. reclosing. (not reopen)"
    static let noExchange = "Normal shutdown"
    static let code = ReplyCode(999)
  }

  let exchange: String
  let hosts: [MessagingCredentials]
  let rule: RetryRule
  let clock: MessagingClock
  let random: @Sendable (_ below: Int) -> Int
  let state = Mutex(State())
  let signals: AsyncStream<Signal>
  let signal: AsyncStream<Signal>.Continuation

  init(
    exchange: String, hosts: [MessagingCredentials], rule: RetryRule, clock: MessagingClock,
    random: @escaping @Sendable (_ below: Int) -> Int
  ) {
    self.exchange = exchange
    self.hosts = hosts
    self.rule = rule
    self.clock = clock
    self.random = random
    (signals, signal) = AsyncStream.makeStream()
  }

  // MARK: What a connector asks for

  func start() throws(PIDError) {
    try state.withLock { state throws(PIDError) in
      guard state.phase == .idle else { throw .alreadyStarted }
      state.phase = .running
      state.task = Task { [self] in await run() }
    }
  }

  /// Whether messages are taken now.
  func requireRunning() throws(PIDError) {
    try state.withLock { state throws(PIDError) in try Self.requireRunning(state) }
  }

  private static func requireRunning(_ state: borrowing State) throws(PIDError) {
    if let error = state.gaveUp { throw error }
    switch state.phase {
    case .idle: throw .notStarted
    case .running: return
    case .finishing, .ended: throw .finished
    }
  }

  /// Takes messages, of which only the contents are known yet.
  func send(_ contents: [MessageContent]) throws(PIDError) -> [PIDMessage] {
    let messages = try state.withLock { state throws(PIDError) -> [PIDMessage] in
      try Self.requireRunning(state)
      let messages = contents.map { content in
        state.count += 1
        return PIDMessage(number: state.count, content: content.fields)
      }
      state.outbox.add(messages)
      return messages
    }
    signal.yield(.work)
    return messages
  }

  func observe() -> AsyncStream<DeliveryOutcome> {
    let (stream, continuation) = AsyncStream.makeStream(of: DeliveryOutcome.self)
    state.withLock { state in
      if state.phase == .ended {
        continuation.finish()
      } else {
        state.observers.append(continuation)
      }
    }
    return stream
  }

  /// Waits until all is confirmed, or the time is over.
  func finish(within limit: Duration) async throws(PIDError) {
    let task = try state.withLock { state throws(PIDError) -> Task<Void, Never>? in
      guard state.phase != .idle else { throw .notStarted }
      guard state.phase == .running || state.gaveUp != nil else { return nil }
      if state.phase == .running { state.phase = .finishing }
      return state.task
    }
    guard let task else { return }
    signal.yield(.work)
    let isIdle = state.withLock { $0.connection == nil && $0.outbox.isEmpty }
    if isIdle {
      // There is nothing to wait for.
      state.withLock { $0.closeText = CloseText.early }
      task.cancel()
    } else {
      await wait(for: task, within: limit)
    }
    try await end(task)
  }

  /// Ends at once.
  func forceFinish() async throws(PIDError) {
    let task = try state.withLock { state throws(PIDError) -> Task<Void, Never>? in
      guard state.phase != .idle else { throw .notStarted }
      guard state.phase == .running || state.gaveUp != nil else { return nil }
      if state.phase == .running { state.phase = .finishing }
      state.closeText = CloseText.forced
      return state.task
    }
    guard let task else { return }
    task.cancel()
    try await end(task)
  }

  /// Ends without anybody waiting for it.
  func abandon() { state.withLock { $0.task }?.cancel() }

  private func wait(for task: Task<Void, Never>, within limit: Duration) async {
    let gate = Gate()
    let timer = Task { [clock] in
      try? await clock.sleep(limit)
      gate.open()
    }
    Task {
      await task.value
      gate.open()
    }
    await gate.wait()
    timer.cancel()
    // Has no effect on a task that has ended.
    state.withLock { $0.closeText = CloseText.late }
    task.cancel()
  }

  /// Takes stock. A connection that is still being made is not waited for; it is closed when it is there.
  private func end(_ task: Task<Void, Never>) async throws(PIDError) {
    let (connection, text) = state.withLock { ($0.connection, $0.closeText) }
    if let connection {
      // Has no effect on one that is closed; one that hangs is cut when there is no answer.
      try? await connection.close(CloseText.code, text)
      await task.value
    }
    let (failed, gaveUp) = state.withLock { state in
      let left = state.outbox.empty()
      Self.tell(left, &state)
      for observer in state.observers { observer.finish() }
      state.observers = []
      defer { (state.phase, state.failed, state.gaveUp) = (.ended, [], nil) }
      return (state.failed, state.gaveUp)
    }
    signal.finish()
    if !failed.isEmpty { throw .undelivered(failed) }
    if let gaveUp { throw gaveUp }
  }

  /// Tells what became of messages.
  static func tell(_ outcomes: [DeliveryOutcome], _ state: inout State) {
    for outcome in outcomes {
      if case .failed(let undelivered) = outcome { state.failed.append(undelivered) }
      for observer in state.observers { observer.yield(outcome) }
    }
  }
}

/// Something that is waited for once, and may have happened before.
private final class Gate: Sendable {
  private let state = Mutex<(isOpen: Bool, waiting: CheckedContinuation<Void, Never>?)>(
    (false, nil))

  func open() {
    let waiting = state.withLock { state in
      defer { state = (true, nil) }
      return state.waiting
    }
    waiting?.resume()
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting = continuation }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}
