/// What a channel says about taking messages.
extension ClientChannel {
  /// Limits how many messages are delivered before they are acknowledged; 0 for any number.
  public func limitDeliveries(
    to count: UInt16, perChannel: Bool = false
  ) async throws(ConnectionError) {
    let limit = Basic.Qos(prefetchSize: 0, prefetchCount: count, isGlobal: perChannel)
    try await ask(.basicQos(limit)) { method, _ in
      if case .basicQosOk = method { () } else { nil }
    }
  }

  /// Has the messages of a queue delivered. The sequence ends when the consumer is cancelled, by either
  /// side, or the channel ends.
  ///
  /// - Parameters:
  ///   - consumerTag: empty for one that is made up, by this side.
  ///   - noAck: whether messages count as acknowledged once they are sent.
  public func consume(
    _ queue: String, consumerTag: String = "", noAck: Bool = false, exclusive: Bool = false,
    arguments: FieldTable = FieldTable()
  ) async throws(ConnectionError) -> AsyncStream<DeliveredMessage> {
    let (stream, continuation) = AsyncStream.makeStream(of: DeliveredMessage.self)
    let tag = try core.act { [number] state throws(ConnectionError) in
      let count = state.channels[number]?.consumers.count ?? 0
      let tag = consumerTag.isEmpty ? "ctag-\(number).\(count + 1)" : consumerTag
      state.channels[number]?.consumers[tag] = continuation
      return tag
    }
    let consume = Basic.Consume(
      queue: queue, consumerTag: tag, noAck: noAck, isExclusive: exclusive, arguments: arguments)
    return try await ask(.basicConsume(consume)) { method, _ in
      if case .basicConsumeOk = method { stream } else { nil }
    }
  }

  /// Ends a consumer.
  public func cancel(_ consumerTag: String) async throws(ConnectionError) {
    try await ask(.basicCancel(.init(consumerTag: consumerTag))) { method, _ in
      if case .basicCancelOk = method { () } else { nil }
    }
    let stream = try core.act { [number] state throws(ConnectionError) in
      state.channels[number]?.consumers.removeValue(forKey: consumerTag)
    }
    stream?.finish()
  }

  /// Takes one message of a queue; nil when there is none.
  public func get(
    _ queue: String, noAck: Bool = false
  ) async throws(ConnectionError) -> DeliveredMessage? {
    try await ask(.basicGet(.init(queue: queue, noAck: noAck))) {
      method, message -> DeliveredMessage?? in
      switch (method, message) {
      case (.basicGetOk(let got), .some(let message)):
        DeliveredMessage(
          consumerTag: "", deliveryTag: got.deliveryTag, isRedelivered: got.isRedelivered,
          exchange: got.exchange, routingKey: got.routingKey, message: message)
      case (.basicGetEmpty, _): .some(nil)
      default: nil
      }
    }
  }

  /// Settles a delivery; with `multiple` also all before it.
  public func ack(_ deliveryTag: UInt64, multiple: Bool = false) throws(ConnectionError) {
    try tell(.basicAck(.init(deliveryTag: deliveryTag, isMultiple: multiple)))
  }

  /// Refuses a delivery; with `multiple` also all before it.
  public func nack(
    _ deliveryTag: UInt64, multiple: Bool = false, requeue: Bool = true
  ) throws(ConnectionError) {
    try tell(
      .basicNack(.init(deliveryTag: deliveryTag, isMultiple: multiple, requeues: requeue)))
  }

  private func tell(_ method: Method) throws(ConnectionError) {
    try core.act { [number] state throws(ConnectionError) in
      try state.machine.send(method, on: number)
    }
  }
}
