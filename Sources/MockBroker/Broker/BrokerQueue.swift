import AMQP

/// A message in a queue, or on its way to a consumer that has not acknowledged it.
struct QueuedMessage: Numbered {
  let message: Message
  /// Its place: counts the messages of the queue.
  let number: UInt64
  var isRedelivered = false
}

/// Bytes of all messages that a broker's queues hold.
final class MemoryLedger {
  var bytes = 0
}

/// Messages in order, and who wants them.
final class BrokerQueue {
  let name: String
  let isDurable: Bool
  let isAutoDelete: Bool
  /// The one session that may use it; it goes with that one.
  let owner: SessionID?
  let arguments: FieldTable
  let limit: Limit?
  /// Whether an embedded consumer takes each message at once.
  let isDrained: Bool
  /// Whether it is the design's.
  let isGiven: Bool
  private let ledger: MemoryLedger
  private var ready = NumberedLine<QueuedMessage>()
  private var nextNumber: UInt64 = 0
  private(set) var unacknowledged = 0
  /// Messages up to this number do not come back: the queue was reset, or is gone.
  private var forgottenUpTo: UInt64 = 0
  private(set) var consumers: [Consumer] = []
  private var turn = 0

  struct Limit: Equatable, Sendable {
    enum Overflow: Equatable, Sendable { case dropHead, rejectPublish }
    var length: Int
    var overflow: Overflow
  }

  init(
    name: String, isDurable: Bool, isAutoDelete: Bool, owner: SessionID?, arguments: FieldTable,
    limit: Limit?, isDrained: Bool = false, isGiven: Bool = false, ledger: MemoryLedger
  ) {
    self.name = name
    self.isDurable = isDurable
    self.isAutoDelete = isAutoDelete
    self.owner = owner
    self.arguments = arguments
    self.limit = limit
    self.isDrained = isDrained
    self.isGiven = isGiven
    self.ledger = ledger
  }

  /// How many messages wait here.
  var readyCount: Int { ready.count }

  /// Takes a message in; false when the queue is full and refuses it.
  func offer(_ message: Message) -> Bool {
    if let limit, limit.overflow == .rejectPublish, ready.count >= limit.length { return false }
    nextNumber += 1
    if isDrained { return true }
    ready.insert(QueuedMessage(message: message, number: nextNumber))
    ledger.bytes += message.weight
    dispatch()
    if let limit {
      while ready.count > limit.length, let oldest = ready.popFirst() { forget(oldest) }
    }
    return true
  }

  /// Takes the oldest message out, for a client that asked for one.
  func take(noAck: Bool) -> QueuedMessage? {
    guard let message = ready.popFirst() else { return nil }
    handedOut(message, noAck: noAck)
    return message
  }

  private func handedOut(_ message: QueuedMessage, noAck: Bool) {
    if noAck { forget(message) } else { unacknowledged += 1 }
  }

  /// A message that was handed out is done with.
  func settle(_ message: QueuedMessage) {
    unacknowledged -= 1
    forget(message)
  }

  /// A message that was handed out comes back to its old place.
  func requeue(_ message: QueuedMessage) {
    guard message.number > forgottenUpTo else { return settle(message) }
    unacknowledged -= 1
    var message = message
    message.isRedelivered = true
    ready.insert(message)
  }

  /// Empties the queue of what waits.
  ///
  /// - Returns: how many messages that were.
  func purge() -> Int {
    let removed = ready.removeAll()
    for message in removed { forget(message) }
    return removed.count
  }

  /// Forgets all messages, also those that were handed out.
  func reset() {
    _ = purge()
    forgottenUpTo = nextNumber
  }

  private func forget(_ message: QueuedMessage) { ledger.bytes -= message.message.weight }

  // MARK: Consumers

  func add(_ consumer: Consumer) {
    consumers.append(consumer)
    dispatch()
  }

  /// - Returns: whether the queue has lost its last consumer and is to go with it.
  func remove(_ consumer: Consumer) -> Bool {
    let before = consumers.count
    consumers.removeAll { $0 === consumer }
    return isAutoDelete && consumers.isEmpty && before > 0
  }

  /// Hands messages to the consumers in turn, as long as any can take one.
  func dispatch() {
    while !ready.isEmpty, let consumer = nextConsumer(), let message = ready.popFirst() {
      handedOut(message, noAck: consumer.noAck)
      consumer.deliver(message)
    }
  }

  private func nextConsumer() -> Consumer? {
    for step in consumers.indices {
      let place = (turn + step) % consumers.count
      if consumers[place].isReady {
        turn = (place + 1) % consumers.count
        return consumers[place]
      }
    }
    return nil
  }
}

/// Somebody who has messages of a queue delivered.
final class Consumer {
  let tag: String
  let queue: BrokerQueue
  let noAck: Bool
  let isExclusive: Bool
  /// How many unacknowledged messages it takes; 0 for any.
  let prefetch: Int
  var unacknowledged = 0
  unowned let channel: SessionChannel

  init(
    tag: String, queue: BrokerQueue, noAck: Bool, isExclusive: Bool, prefetch: Int,
    channel: SessionChannel
  ) {
    self.tag = tag
    self.queue = queue
    self.noAck = noAck
    self.isExclusive = isExclusive
    self.prefetch = prefetch
    self.channel = channel
  }

  var isReady: Bool {
    channel.takesDeliveries && (noAck || prefetch == 0 || unacknowledged < prefetch)
  }

  func deliver(_ message: QueuedMessage) { channel.deliver(message, to: self) }
}
