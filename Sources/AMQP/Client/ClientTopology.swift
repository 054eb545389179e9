/// What a channel says about exchanges and queues.
extension ClientChannel {
  /// Makes an exchange; the same again is fine.
  ///
  /// - Throws: ``ConnectionError/channelClosed(_:_:method:)`` when it is there otherwise (406).
  public func declareExchange(
    _ name: String, type: String, durable: Bool = true, autoDelete: Bool = false,
    arguments: FieldTable = FieldTable()
  ) async throws(ConnectionError) {
    try await declare(
      .init(
        exchange: name, type: type, isDurable: durable, isAutoDelete: autoDelete,
        arguments: arguments))
  }

  /// Asks whether an exchange is there.
  ///
  /// - Throws: ``ConnectionError/channelClosed(_:_:method:)`` when it is not (404).
  public func requireExchange(_ name: String) async throws(ConnectionError) {
    try await declare(.init(exchange: name, type: "direct", isPassive: true))
  }

  private func declare(_ declaration: Exchange.Declare) async throws(ConnectionError) {
    try await ask(.exchangeDeclare(declaration)) { method, _ in
      if case .exchangeDeclareOk = method { () } else { nil }
    }
  }

  public func deleteExchange(_ name: String) async throws(ConnectionError) {
    try await ask(.exchangeDelete(.init(exchange: name))) { method, _ in
      if case .exchangeDeleteOk = method { () } else { nil }
    }
  }

  /// Makes a queue, or asks about it when passive: its name, and how many messages and consumers it has.
  ///
  /// - Parameter name: empty for one that the broker makes up.
  /// - Throws: ``ConnectionError/channelClosed(_:_:method:)``: 404, 405 or 406.
  @discardableResult
  public func declareQueue(
    _ name: String = "", passive: Bool = false, durable: Bool = false, exclusive: Bool = false,
    autoDelete: Bool = false, arguments: FieldTable = FieldTable()
  ) async throws(ConnectionError) -> Queue.DeclareOk {
    let declaration = Queue.Declare(
      queue: name, isPassive: passive, isDurable: durable, isExclusive: exclusive,
      isAutoDelete: autoDelete, arguments: arguments)
    return try await ask(.queueDeclare(declaration)) { method, _ in
      if case .queueDeclareOk(let declared) = method { declared } else { nil }
    }
  }

  public func bind(
    _ queue: String, to exchange: String, routingKey: String, arguments: FieldTable = FieldTable()
  ) async throws(ConnectionError) {
    let binding = Queue.Bind(
      queue: queue, exchange: exchange, routingKey: routingKey, arguments: arguments)
    try await ask(.queueBind(binding)) { method, _ in
      if case .queueBindOk = method { () } else { nil }
    }
  }

  public func unbind(
    _ queue: String, from exchange: String, routingKey: String,
    arguments: FieldTable = FieldTable()
  ) async throws(ConnectionError) {
    let binding = Queue.Unbind(
      queue: queue, exchange: exchange, routingKey: routingKey, arguments: arguments)
    try await ask(.queueUnbind(binding)) { method, _ in
      if case .queueUnbindOk = method { () } else { nil }
    }
  }

  /// Drops the messages of a queue; how many.
  @discardableResult
  public func purge(_ queue: String) async throws(ConnectionError) -> Int {
    try await ask(.queuePurge(.init(queue: queue))) { method, _ in
      if case .queuePurgeOk(let purged) = method { Int(purged.messageCount) } else { nil }
    }
  }

  /// Deletes a queue; how many messages went with it.
  @discardableResult
  public func deleteQueue(_ queue: String) async throws(ConnectionError) -> Int {
    try await ask(.queueDelete(.init(queue: queue))) { method, _ in
      if case .queueDeleteOk(let deleted) = method { Int(deleted.messageCount) } else { nil }
    }
  }
}
