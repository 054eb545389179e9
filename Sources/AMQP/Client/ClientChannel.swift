/// A channel of a connection. Calls may come from any thread; their order is that of the wire.
public final class ClientChannel: Sendable {
  let connection: ClientConnection
  public let number: UInt16

  init(_ connection: ClientConnection, number: UInt16) {
    self.connection = connection
    self.number = number
  }

  var core: ConnectionCore { connection.core }

  /// Asks, and takes the answer that belongs to the question.
  func ask<Value>(
    _ method: Method, _ read: (Method, AMQPMessage?) -> Value?
  ) async throws(ConnectionError) -> Value {
    let answer = try await core.ask(number, method)
    guard let value = read(answer.method, answer.message) else {
      let (asked, said) = (method.id, answer.method.id)
      throw .violation(connection.address, reason: "\(said) came as the answer to \(asked)")
    }
    return value
  }

  /// Ends the channel. What was published and not confirmed stays unknown.
  ///
  /// - Throws: ``ConnectionError``, also when it has ended before.
  public func close(
    _ code: ReplyCode = .success, _ text: String = "Goodbye"
  ) async throws(ConnectionError) {
    try await ask(.channelClose(.init(replyCode: code, replyText: text))) { method, _ in
      if case .channelCloseOk = method { () } else { nil }
    }
  }

  // MARK: Publishing

  /// Has the broker confirm every message from here on.
  ///
  /// - Parameter wait: whether the broker's answer is waited for; a broker that can't do it closes the
  ///   channel either way.
  public func selectConfirms(wait: Bool = true) async throws(ConnectionError) {
    let select = Method.confirmSelect(.init(noWait: !wait))
    guard wait else {
      return try core.act { [number] state throws(ConnectionError) in
        try state.machine.send(select, on: number)
      }
    }
    try await ask(select) { method, _ in
      if case .confirmSelectOk = method { () } else { nil }
    }
  }

  /// Publishes without waiting, not even until it is sent.
  ///
  /// - Returns: the tag by which the channel's events settle it, from 1; 0 without confirms. A message
  ///   that was settled before this returns can't be missed: its event names the tag too.
  /// - Throws: ``ConnectionError`` when channel or connection have ended.
  @discardableResult
  public func publish(
    _ message: AMQPMessage, to exchange: String, routingKey: String, mandatory: Bool = false
  ) throws(ConnectionError) -> UInt64 {
    let publish = Basic.Publish(
      exchange: exchange, routingKey: routingKey, isMandatory: mandatory)
    return try core.act { [number] state throws(ConnectionError) in
      try state.machine.publish(publish, message, on: number)
    }
  }

  /// Publishes and waits until the broker has confirmed it; the channel must have confirms.
  ///
  /// Returns are told apart by exchange, routing key and body.
  ///
  /// - Throws: ``ConnectionError`` when channel or connection end before; it is unknown then whether
  ///   the broker has the message.
  public func publishAndConfirm(
    _ message: AMQPMessage, to exchange: String, routingKey: String, mandatory: Bool = true
  ) async throws(ConnectionError) -> PublishOutcome {
    let publish = Basic.Publish(
      exchange: exchange, routingKey: routingKey, isMandatory: mandatory)
    return try await withCheckedContinuation { continuation in
      do throws(ConnectionError) {
        try core.act { [number] state throws(ConnectionError) in
          let tag = try state.machine.publish(publish, message, on: number)
          state.channels[number]?.awaited.append(
            .init(tag: tag, publish: publish, message: message, continuation: continuation))
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }.get()
  }
}
