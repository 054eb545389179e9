import AMQP

/// All that changes in a broker; lives behind its lock.
final class BrokerState {
  let design: BrokerDesign
  let faults: (any BrokerFaultSource)?
  private(set) var hosts: [String: VirtualHost] = [:]
  private(set) var sessions: [SessionID: Session] = [:]
  let ledger = MemoryLedger()
  /// The time of the session that is being served, in milliseconds.
  var now: Int64 = 0
  /// What was published while a session was served.
  var published: [PublishedMessage] = []
  /// Whether the queues hold too much, so that publishers are blocked.
  private(set) var isFull = false
  private var sessionCount = 0
  /// Sessions with something in their outbox whose loops are to be told.
  private var touched: [Session] = []
  /// The session that is being served: its loop need not be told.
  private var current: Session?

  init(_ design: BrokerDesign, faults: (any BrokerFaultSource)?) {
    self.design = design
    self.faults = faults
    for host in design.virtualHosts { hosts[host.name] = VirtualHost(host, ledger: ledger) }
  }

  // MARK: Sessions

  func open(peer: String, wake: @escaping @Sendable () -> Void) -> SessionID {
    sessionCount += 1
    let id = SessionID(number: sessionCount)
    sessions[id] = Session(id: id, peer: peer, broker: self, wake: wake)
    return id
  }

  /// Serves a session: carries out what it asks for, or only looks for what has come about meanwhile.
  func serve(_ id: SessionID, _ commands: [Command], now: Int64, unsent: Int) -> SessionOutput {
    guard let session = sessions[id] else { return SessionOutput() }
    self.now = now
    current = session
    defer { current = nil }
    session.unsent = unsent
    session.isWoken = false
    for command in commands { session.execute(command) }
    if session.phase != .closed {
      if session.isHeldBack, session.takesDeliveries {
        session.isHeldBack = false
        dispatch(to: session)
      }
      if !session.isStalled {
        for channel in session.channels.values where channel.confirms.nextDue != nil {
          channel.writeConfirms()
        }
        session.writeConfirms()
      }
    }
    checkMemory(publisher: nil)
    return output(of: session)
  }

  private func dispatch(to session: Session) {
    for channel in session.channels.values {
      for consumer in channel.consumers.values { consumer.queue.dispatch() }
    }
  }

  private func output(of session: Session) -> SessionOutput {
    var output = SessionOutput()
    output.ending = session.ending
    output.heartbeat = session.heartbeat
    output.dropsHeartbeats = session.dropsHeartbeats || session.isStalled
    output.isHeld = session.isBlocked || session.isStalled
    if !session.isStalled { output.bytes = session.outbox.take() }
    output.due = session.channels.values.compactMap(\.confirms.nextDue).min()
    return output
  }

  func close(_ id: SessionID) {
    sessions[id]?.finish(nil)
    sessions[id] = nil
    checkMemory(publisher: nil)
  }

  /// Remembers that something is in a session's outbox, or that it has ended.
  func touch(_ session: Session) {
    guard session !== current, !session.isWoken else { return }
    session.isWoken = true
    touched.append(session)
  }

  /// What is to be called, outside the lock, so that the loops come for their sessions.
  func takeWakes() -> [@Sendable () -> Void] {
    defer { touched = [] }
    return touched.map(\.wake)
  }

  // MARK: Queues

  /// Deletes a queue and tells its consumers.
  func delete(_ queue: BrokerQueue, in host: VirtualHost) {
    guard host.queues[queue.name] === queue else { return }
    host.remove(queue)
    for consumer in queue.consumers {
      let channel = consumer.channel
      channel.consumers[consumer.tag] = nil
      _ = queue.remove(consumer)
      if channel.session.has(capability: "consumer_cancel_notify"),
        channel.session.phase == .running
      {
        channel.send(.basicCancel(Basic.Cancel(consumerTag: consumer.tag, noWait: true)))
      }
    }
  }

  /// Puts everything back to the design. Clients stay connected, unless a fault has stalled them.
  func reset() {
    for host in hosts.values {
      for queue in Array(host.queues.values) {
        if queue.isGiven { queue.reset() } else { delete(queue, in: host) }
      }
      host.reset()
    }
    for session in sessions.values where session.isStalled { session.finish(.cut) }
    checkMemory(publisher: nil)
  }

  // MARK: Memory

  private static let blockedReason = "low on memory"

  /// Blocks a publisher while the queues hold too much, and lets all go on when a tenth is free again.
  func checkMemory(publisher: Session?) {
    if isFull, ledger.bytes <= design.memoryLimit - design.memoryLimit / 10 {
      isFull = false
      for session in sessions.values where session.isBlocked {
        session.isBlocked = false
        if session.has(capability: "connection.blocked"), session.phase == .running {
          session.send(.connectionUnblocked(Connection.Unblocked()))
        }
        touch(session)
      }
    } else if ledger.bytes > design.memoryLimit {
      isFull = true
    }
    guard isFull, let publisher, !publisher.isBlocked else { return }
    publisher.isBlocked = true
    if publisher.has(capability: "connection.blocked") {
      publisher.send(.connectionBlocked(Connection.Blocked(reason: Self.blockedReason)))
    }
  }

  // MARK: Faults

  func takeFault(_ event: BrokerFault.Event, _ message: Message?) -> BrokerFault? {
    faults?.take(event) { fault in message.map(fault.concerns) ?? true }
  }

  /// - Returns: whether a fault stands in place of what the client asked for.
  func fault(_ event: BrokerFault.Event, _ message: Message?, for session: Session) -> Bool {
    guard let fault = takeFault(event, message) else { return false }
    switch fault.action {
    case .closeConnection(let code, let text):
      session.end(Refusal(ReplyCode(code), text), nil)
    case .cut: session.finish(.cut)
    case .stall: session.isStalled = true
    default: return false
    }
    return true
  }

  // MARK: Names

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

  /// A new name, as RabbitMQ makes it: 22 random letters behind a prefix.
  func newName(_ prefix: String) -> String {
    prefix + String((0..<22).map { _ in Self.letters[Int.random(in: Self.letters.indices)] })
  }
}
