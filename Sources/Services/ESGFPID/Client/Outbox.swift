import AMQP

/// The messages of a connector that the broker does not have yet, in their order. A message leaves it by
/// its confirmation, and not before.
struct Outbox {
  /// A message on its way, perhaps the second time.
  struct Envelope {
    let message: PIDMessage
    /// What is published: the message, or what became of it when it came back.
    let sent: PIDMessage
    let body: [UInt8]

    init(_ message: PIDMessage) {
      self.message = message
      sent = message
      body = message.body
    }

    /// For the emergency key.
    init(returned envelope: Envelope) {
      message = envelope.message
      sent = envelope.sent.emergency
      body = sent.body
    }

    var isEmergency: Bool { sent.routingKey == RoutingKey.emergency }
  }

  /// Not published on this channel.
  private var waiting: [Envelope] = []
  /// Published on this channel, by rising tag.
  private var unconfirmed: [(tag: UInt64, envelope: Envelope)] = []

  var isEmpty: Bool { waiting.isEmpty && unconfirmed.isEmpty }

  mutating func add(_ messages: [PIDMessage]) { waiting += messages.map(Envelope.init) }

  /// Takes out what is to be published now.
  mutating func take() -> [Envelope] {
    defer { waiting = [] }
    return waiting
  }

  mutating func published(_ envelope: Envelope, tag: UInt64) {
    unconfirmed.append((tag, envelope))
  }

  /// What could not be published after all comes first again.
  mutating func putBack(_ envelopes: ArraySlice<Envelope>) { waiting = envelopes + waiting }

  /// Begins anew on another channel: what is not confirmed is published again, in its order.
  mutating func restart() {
    waiting = unconfirmed.map(\.envelope) + waiting
    unconfirmed = []
  }

  mutating func settle(_ settlement: Settlement) -> [DeliveryOutcome] {
    func isMeant(_ tag: UInt64) -> Bool {
      settlement.isMultiple ? tag <= settlement.tag : tag == settlement.tag
    }
    let settled = unconfirmed.filter { isMeant($0.tag) }
    unconfirmed.removeAll { isMeant($0.tag) }
    return settled.map { _, envelope in
      settlement.isAck
        ? .delivered(envelope.message, withEmergencyKey: envelope.isEmergency)
        : .failed(Undelivered(message: envelope.message, reason: .refused))
    }
  }

  /// A message came back: it goes out again with the emergency key, unless it had that. Its ack, which
  /// comes too, says nothing any more.
  mutating func returned(_ returned: ReturnedMessage) -> DeliveryOutcome? {
    let place = unconfirmed.firstIndex {
      $0.envelope.sent.routingKey == returned.routingKey
        && $0.envelope.body == returned.message.body
    }
    guard let place else { return nil }
    let envelope = unconfirmed.remove(at: place).envelope
    if envelope.isEmergency {
      return .failed(Undelivered(message: envelope.message, reason: .unroutable))
    }
    waiting.insert(Envelope(returned: envelope), at: 0)
    return nil
  }

  /// All that is left, when nothing is sent any more.
  mutating func empty() -> [DeliveryOutcome] {
    restart()
    return take().map {
      .failed(Undelivered(message: $0.message, reason: .unconfirmed))
    }
  }
}
