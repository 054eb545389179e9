import AMQP

/// One channel of a session.
final class SessionChannel {
  let number: UInt16
  unowned let session: Session
  let host: VirtualHost
  /// The broker has closed it and waits for the client to agree; until then nothing is heard.
  private(set) var isClosing = false
  /// What "" means as the name of a queue.
  var lastQueue: String?
  var consumers: [String: Consumer] = [:]
  /// For consumers to come.
  var prefetch = 0
  /// For all consumers together; 0 for none.
  var sharedPrefetch = 0
  var confirms = Confirms()
  private var deliveries: UInt64 = 0
  private var unacknowledged = NumberedLine<Delivery>()

  /// A message that waits for its acknowledgement.
  private struct Delivery: Numbered {
    /// The delivery tag.
    let number: UInt64
    let message: QueuedMessage
    let queue: BrokerQueue
    let consumer: Consumer?
  }

  init(number: UInt16, session: Session, host: VirtualHost) {
    self.number = number
    self.session = session
    self.host = host
  }

  func send(_ method: Method) { session.send(method, on: number) }

  // MARK: Delivering

  var unacknowledgedCount: Int { unacknowledged.count }

  var takesDeliveries: Bool {
    session.takesDeliveries && !isClosing
      && (sharedPrefetch == 0 || unacknowledged.count < sharedPrefetch)
  }

  func deliver(_ message: QueuedMessage, to consumer: Consumer) {
    let tag = hand(message, of: consumer.queue, to: consumer, noAck: consumer.noAck)
    session.send(
      .basicDeliver(
        Basic.Deliver(
          consumerTag: consumer.tag, deliveryTag: tag, isRedelivered: message.isRedelivered,
          exchange: message.message.exchange, routingKey: message.message.routingKey)),
      with: message.message, on: number)
  }

  func get(_ get: Basic.Get) throws(Refusal) {
    let queue = try self.queue(get.queue)
    guard let message = queue.take(noAck: get.noAck) else {
      return send(.basicGetEmpty(Basic.GetEmpty()))
    }
    let tag = hand(message, of: queue, to: nil, noAck: get.noAck)
    session.send(
      .basicGetOk(
        Basic.GetOk(
          deliveryTag: tag, isRedelivered: message.isRedelivered,
          exchange: message.message.exchange, routingKey: message.message.routingKey,
          messageCount: UInt32(clamping: queue.readyCount))),
      with: message.message, on: number)
  }

  /// - Returns: the delivery's tag.
  private func hand(
    _ message: QueuedMessage, of queue: BrokerQueue, to consumer: Consumer?, noAck: Bool
  ) -> UInt64 {
    deliveries += 1
    if !noAck {
      unacknowledged.insert(
        Delivery(number: deliveries, message: message, queue: queue, consumer: consumer))
      consumer?.unacknowledged += 1
    }
    return deliveries
  }

  // MARK: Settling

  func settle(
    _ tag: UInt64, multiple: Bool, requeues: Bool
  ) throws(Refusal) {
    let settled: [Delivery]
    if multiple, tag == 0 {
      settled = unacknowledged.removeAll()
    } else if multiple, unacknowledged.contains(tag) {
      settled = unacknowledged.removeAll(upTo: tag)
    } else if !multiple, let delivery = unacknowledged.remove(tag) {
      settled = [delivery]
    } else {
      throw Refusal(.preconditionFailed, "unknown delivery tag \(tag)")
    }
    giveBack(settled, requeues: requeues)
    // What a shared limit held back may be in any queue.
    if sharedPrefetch > 0 { for consumer in consumers.values { consumer.queue.dispatch() } }
  }

  private func giveBack(_ deliveries: [Delivery], requeues: Bool) {
    var touched: [BrokerQueue] = []
    for delivery in deliveries {
      delivery.consumer?.unacknowledged -= 1
      if requeues {
        delivery.queue.requeue(delivery.message)
      } else {
        delivery.queue.settle(delivery.message)
      }
      if touched.last !== delivery.queue { touched.append(delivery.queue) }
    }
    for queue in touched { queue.dispatch() }
  }

  // MARK: Ending

  /// Closes the channel for an error; the client must agree before the number is free again.
  func end(_ refusal: Refusal, _ id: MethodID?) {
    writeConfirms()
    send(
      .channelClose(
        Channel.Close(
          replyCode: refusal.code, replyText: refusal.text, classID: id?.classID ?? 0,
          methodID: id?.methodID ?? 0)))
    release()
  }

  /// Ends the consumers and gives unacknowledged messages back to their queues, in order.
  func release() {
    isClosing = true
    for consumer in consumers.values.sorted(by: { $0.tag < $1.tag }) { remove(consumer) }
    giveBack(unacknowledged.removeAll(), requeues: true)
  }

  /// Ends a consumer, and the queue with it when it was the last of an auto-delete queue.
  func remove(_ consumer: Consumer) {
    consumers[consumer.tag] = nil
    if consumer.queue.remove(consumer) { session.broker.delete(consumer.queue, in: host) }
  }

  /// The queue of this name, "" for the one that was declared last.
  ///
  /// - Throws: a refusal when it is not there, or belongs to another connection.
  func queue(_ name: String) throws(Refusal) -> BrokerQueue {
    var name = name
    if name.isEmpty {
      guard let lastQueue else { throw Refusal(.notFound, "no previously declared queue") }
      name = lastQueue
    }
    guard let queue = host.queues[name] else {
      throw Refusal(.notFound, "no \(host.place(ofQueue: name))")
    }
    try checkOwner(of: queue)
    return queue
  }

  func checkOwner(of queue: BrokerQueue) throws(Refusal) {
    guard queue.owner == nil || queue.owner == session.id else {
      throw Self.locked(host.place(ofQueue: queue.name))
    }
  }

  static func locked(_ queue: String) -> Refusal {
    Refusal(
      .resourceLocked,
      "cannot obtain exclusive access to locked \(queue). It could be originally declared on "
        + "another connection or the exclusive property value does not match that of the "
        + "original declaration.")
  }
}
