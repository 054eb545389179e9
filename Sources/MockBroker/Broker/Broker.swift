public import MockServer
import Synchronization

/// A message broker that speaks AMQP 0-9-1 as RabbitMQ does.
///
/// Its connections are served on several threads. What came on one is cut into commands without any
/// lock, and then carried out under the broker's, which is taken once for all of it.
public final class Broker: Sendable {
  public typealias Observer = @Sendable (PublishedMessage) -> MessageNote?

  public let design: BrokerDesign
  public let journal: MessageJournal
  private let clock: @Sendable () -> Timestamp
  private let observer: Observer?
  private let state: Mutex<BrokerState>

  /// - Parameters:
  ///   - clock: for the journal.
  ///   - faults: where faults are armed.
  ///   - observer: told of every message, before it is confirmed; what it gives is kept in the journal.
  public init(
    _ design: BrokerDesign, journal: MessageJournal = MessageJournal(),
    clock: @escaping @Sendable () -> Timestamp = { SystemClock().now() },
    faults: (any BrokerFaultSource)? = nil, observer: Observer? = nil
  ) {
    self.design = design
    self.journal = journal
    self.clock = clock
    self.observer = observer
    state = Mutex(BrokerState(design, faults: faults))
  }

  /// Puts exchanges, queues and bindings back to the design, empties the queues and forgets the
  /// journal. Clients stay connected; what they have not acknowledged is gone.
  public func reset() {
    let wakes = state.withLock { state in
      state.reset()
      return state.takeWakes()
    }
    journal.clear()
    for wake in wakes { wake() }
  }

  // MARK: Sessions

  /// Begins to serve a client.
  ///
  /// - Parameters:
  ///   - peer: its address, for people.
  ///   - wake: called on any thread when there is something to send, or to do, although the client has
  ///     asked for nothing.
  public func open(
    peer: String, wake: @escaping @Sendable () -> Void = {}
  ) -> BrokerSession {
    let id = state.withLock { $0.open(peer: peer, wake: wake) }
    return BrokerSession(id: id, broker: self)
  }

  func serve(_ id: SessionID, _ commands: [Command], now: Int64, unsent: Int) -> SessionOutput {
    let (output, published, wakes) = state.withLock { state in
      let output = state.serve(id, commands, now: now, unsent: unsent)
      defer { state.published = [] }
      return (output, state.published, state.takeWakes())
    }
    // Confirms are in the output, which nobody sends before this has returned.
    if !published.isEmpty { note(published) }
    for wake in wakes { wake() }
    return output
  }

  private func note(_ published: [PublishedMessage]) {
    let now = clock()
    journal.append(published.map { ($0, observer?($0)) }, at: now)
  }

  func close(_ id: SessionID) {
    let wakes = state.withLock { state in
      state.close(id)
      return state.takeWakes()
    }
    for wake in wakes { wake() }
  }

  // MARK: Admin API

  func inspect<Form: Sendable>(_ body: (BrokerState) -> Form) -> Form {
    state.withLock { body($0) }
  }
}

/// The server's side of one connection, without a socket: bytes in, bytes out.
public struct BrokerSession: Sendable {
  private let id: SessionID
  private let broker: Broker
  private var input: SessionInput
  private var commands: [Command] = []

  init(id: SessionID, broker: Broker) {
    self.id = id
    self.broker = broker
    input = SessionInput(
      frameMax: Int(broker.design.frameMax), maxMessageSize: broker.design.maxMessageSize)
  }

  /// Takes what has come.
  ///
  /// - Parameters:
  ///   - now: milliseconds on a steady clock, the same for all sessions of a broker.
  ///   - unsent: bytes of earlier answers that the client has not read.
  public mutating func received(
    _ bytes: UnsafeRawBufferPointer, now: Int64, unsent: Int = 0
  ) -> SessionOutput {
    input.read(bytes, into: &commands)
    defer { commands.removeAll(keepingCapacity: true) }
    return broker.serve(id, commands, now: now, unsent: unsent)
  }

  /// Gives what has come about without the client's doing.
  public func collect(now: Int64, unsent: Int = 0) -> SessionOutput {
    broker.serve(id, [], now: now, unsent: unsent)
  }

  /// The client is gone: what it held goes back.
  public func close() { broker.close(id) }

  /// What tells the client that the server ends.
  public mutating func shutDown(now: Int64) -> SessionOutput {
    broker.serve(id, [.shutDown], now: now, unsent: 0)
  }
}
