import AMQP

/// The confirms of a channel: those of messages that came one behind the other are written as one.
struct Confirms {
  var isOn = false
  private(set) var published: UInt64 = 0
  /// Acknowledged, but not written yet.
  fileprivate var pending: ClosedRange<UInt64>?
  /// Held back by a fault, with the time they are due.
  fileprivate var delayed: [(due: Int64, tag: UInt64)] = []

  fileprivate mutating func next() -> UInt64 {
    published += 1
    return published
  }

  var nextDue: Int64? { delayed.map(\.due).min() }
}

extension SessionChannel {
  private static let deliveryExtras = ["CC", "BCC"]

  func publish(_ publish: Basic.Publish, _ message: Message) throws(Refusal) {
    let exchange = try host.exchange(message.exchange)
    if exchange.isInternal {
      throw Refusal(
        .accessRefused,
        "cannot publish to internal \(host.place(ofExchange: exchange.name))")
    }
    try checkSupport(of: publish, message)
    let tag = confirms.isOn ? confirms.next() : nil
    let broker = session.broker
    let armed = broker.takeFault(.publish, message)
    if let armed, apply(armed, to: message, tag) { return }
    let route = host.route(exchange, message.routingKey)
    var outcome = MessageOutcome.routed(route.names)
    if route.queues.isEmpty || armed?.action == .return {
      outcome = publish.isMandatory || armed != nil ? .returned : .dropped
      if outcome == .returned { giveBack(message) }
    } else if !route.queues.reduce(true, { $1.offer(message) && $0 }) {
      outcome = .nacked(route.names)
    }
    record(message, outcome, isMandatory: publish.isMandatory)
    broker.checkMemory(publisher: session)
    guard let tag else { return }
    if case .nacked = outcome {
      nack(tag)
    } else if case .delayConfirms(let milliseconds) = armed?.action {
      confirms.delayed.append((broker.now + Int64(milliseconds), tag))
    } else {
      acknowledge(tag)
    }
  }

  /// Refuses what would change where or how long a message is kept.
  private func checkSupport(of publish: Basic.Publish, _ message: Message) throws(Refusal) {
    if publish.isImmediate { throw Refusal(.notImplemented, "immediate=true") }
    let properties = message.properties
    if let user = properties.userID, user != session.user?.name {
      throw Refusal(
        .preconditionFailed,
        "user_id property set to '\(user)' but authenticated user was "
          + "'\(session.user?.name ?? "")'")
    }
    if properties.expiration != nil { throw Refusal(.notImplemented, "message expiration") }
    if let headers = properties.headers,
      let name = Self.deliveryExtras.first(where: { headers[$0] != nil })
    {
      throw Refusal(.notImplemented, "header '\(name)'")
    }
  }

  /// Sends a message back that leads nowhere.
  private func giveBack(_ message: Message) {
    session.send(
      .basicReturn(
        Basic.Return(
          replyCode: .noRoute, replyText: ReplyCode.noRoute.name, exchange: message.exchange,
          routingKey: message.routingKey)),
      with: message, on: number)
  }

  private func record(_ message: Message, _ outcome: MessageOutcome, isMandatory: Bool) {
    session.broker.published.append(
      PublishedMessage(
        message: message, isMandatory: isMandatory, outcome: outcome, virtualHost: host.name,
        user: session.user?.name ?? "", peer: session.peer))
  }

  /// - Returns: whether the fault stands in place of all that would become of the message.
  private func apply(_ fault: BrokerFault, to message: Message, _ tag: UInt64?) -> Bool {
    switch fault.action {
    case .nack:
      record(message, .nacked([]), isMandatory: true)
      if let tag { nack(tag) }
    case .closeChannel(let code, let text):
      end(Refusal(ReplyCode(code), text), Basic.Publish.id)
    case .closeConnection(let code, let text): session.end(Refusal(ReplyCode(code), text), nil)
    case .cut: session.finish(.cut)
    case .stall: session.isStalled = true
    case .dropHeartbeats:
      session.dropsHeartbeats = true
      return false
    case .return, .delayConfirms: return false
    }
    return true
  }

  // MARK: Confirms

  private func acknowledge(_ tag: UInt64) {
    if let pending = confirms.pending, pending.upperBound + 1 == tag {
      confirms.pending = pending.lowerBound...tag
      return
    }
    writePending()
    if !session.confirming.contains(where: { $0 === self }) { session.confirming.append(self) }
    confirms.pending = tag...tag
  }

  private func nack(_ tag: UInt64) {
    writePending()
    // RabbitMQ sets the bit, although nothing is requeued.
    send(.basicNack(Basic.Nack(deliveryTag: tag, requeues: true)))
  }

  func writeConfirms() {
    while let due = confirms.delayed.firstIndex(where: { $0.due <= session.broker.now }) {
      send(.basicAck(Basic.Ack(deliveryTag: confirms.delayed.remove(at: due).tag)))
    }
    writePending()
  }

  private func writePending() {
    guard let pending = confirms.pending else { return }
    confirms.pending = nil
    // "All up to this one" would confirm those that are held back too.
    if pending.count == 1 || !confirms.delayed.isEmpty {
      for tag in pending { send(.basicAck(Basic.Ack(deliveryTag: tag))) }
    } else {
      send(.basicAck(Basic.Ack(deliveryTag: pending.upperBound, isMultiple: true)))
    }
  }
}
