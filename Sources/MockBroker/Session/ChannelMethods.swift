import AMQP

/// What a client asks for on a channel.
extension SessionChannel {
  func serve(_ method: Method) throws(Refusal) {
    switch method {
    case .channelFlow(let flow):
      guard flow.isActive else { throw Refusal(.notImplemented, "active=false") }
      send(.channelFlowOk(Channel.FlowOk(isActive: true)))
    case .channelClose:
      writeConfirms()
      release()
      session.channels[number] = nil
      send(.channelCloseOk(Channel.CloseOk()))
    case .exchangeDeclare(let declare): try self.declare(declare)
    case .exchangeDelete(let delete): try self.delete(delete)
    case .queueDeclare(let declare): try self.declare(declare)
    case .queueBind(let bind): try self.bind(bind)
    case .queueUnbind(let unbind): try self.unbind(unbind)
    case .queuePurge(let purge):
      let count = try queue(purge.queue).purge()
      if !purge.noWait {
        send(.queuePurgeOk(Queue.PurgeOk(messageCount: UInt32(clamping: count))))
      }
    case .queueDelete(let delete): try self.delete(delete)
    case .basicQos(let qos): try self.qos(qos)
    case .basicConsume(let consume): try self.consume(consume)
    case .basicCancel(let cancel):
      if let consumer = consumers[cancel.consumerTag] { remove(consumer) }
      if !cancel.noWait {
        send(.basicCancelOk(Basic.CancelOk(consumerTag: cancel.consumerTag)))
      }
    case .basicGet(let get): try self.get(get)
    case .basicAck(let ack):
      try settle(ack.deliveryTag, multiple: ack.isMultiple, requeues: false)
    case .basicReject(let reject):
      try settle(reject.deliveryTag, multiple: false, requeues: reject.requeues)
    case .basicNack(let nack):
      try settle(nack.deliveryTag, multiple: nack.isMultiple, requeues: nack.requeues)
    case .confirmSelect(let select):
      confirms.isOn = true
      if !select.noWait { send(.confirmSelectOk(Confirm.SelectOk())) }
    default: throw Refusal(.commandInvalid, "unimplemented method")
    }
  }

  // MARK: Consumers

  private func qos(_ qos: Basic.Qos) throws(Refusal) {
    guard qos.prefetchSize == 0 else {
      throw Refusal(.notImplemented, "prefetch_size!=0 (\(qos.prefetchSize))")
    }
    if qos.isGlobal {
      sharedPrefetch = Int(qos.prefetchCount)
      for consumer in consumers.values { consumer.queue.dispatch() }
    } else {
      prefetch = Int(qos.prefetchCount)
    }
    send(.basicQosOk(Basic.QosOk()))
  }

  private func consume(_ consume: Basic.Consume) throws(Refusal) {
    let queue = try self.queue(consume.queue)
    var tag = consume.consumerTag
    if tag.isEmpty { tag = session.broker.newName("amq.ctag-") }
    guard consumers[tag] == nil else {
      throw Refusal(.notAllowed, "attempt to reuse consumer tag '\(tag)'")
    }
    let isTaken = queue.consumers.contains { $0.isExclusive }
    guard !isTaken, !consume.isExclusive || queue.consumers.isEmpty else {
      throw Refusal(.accessRefused, "\(host.place(ofQueue: queue.name)) in exclusive use")
    }
    let consumer = Consumer(
      tag: tag, queue: queue, noAck: consume.noAck, isExclusive: consume.isExclusive,
      prefetch: prefetch, channel: self)
    consumers[tag] = consumer
    if !consume.noWait { send(.basicConsumeOk(Basic.ConsumeOk(consumerTag: tag))) }
    queue.add(consumer)
  }

  // MARK: Queues

  private func declare(_ declare: Queue.Declare) throws(Refusal) {
    let queue = try declared(declare)
    lastQueue = queue.name
    guard !declare.noWait else { return }
    send(
      .queueDeclareOk(
        Queue.DeclareOk(
          queue: queue.name, messageCount: UInt32(clamping: queue.readyCount),
          consumerCount: UInt32(clamping: queue.consumers.count))))
  }

  private func declared(_ declare: Queue.Declare) throws(Refusal) -> BrokerQueue {
    if declare.isPassive { return try queue(declare.queue) }
    let name = declare.queue.isEmpty ? session.broker.newName("amq.gen-") : declare.queue
    let place = host.place(ofQueue: name)
    let limit = try QueueArguments.limit(in: declare.arguments, of: place)
    if let queue = host.queues[name] {
      try checkOwner(of: queue)
      guard declare.isExclusive == (queue.owner != nil) else { throw Self.locked(place) }
      let same = Equivalence(subject: place)
      try same.check("durable", declared: declare.isDurable, current: queue.isDurable)
      try same.check("auto_delete", declared: declare.isAutoDelete, current: queue.isAutoDelete)
      try same.check(
        QueueArguments.compared, declared: declare.arguments, current: queue.arguments)
      return queue
    }
    if !declare.queue.isEmpty { try checkPrefix(of: name, "queue") }
    let queue = BrokerQueue(
      name: name, isDurable: declare.isDurable, isAutoDelete: declare.isAutoDelete,
      owner: declare.isExclusive ? session.id : nil, arguments: declare.arguments, limit: limit,
      ledger: host.ledger)
    host.add(queue)
    return queue
  }

  private func delete(_ delete: Queue.Delete) throws(Refusal) {
    var count = 0
    if delete.queue.isEmpty || host.queues[delete.queue] != nil {
      let queue = try self.queue(delete.queue)
      let place = host.place(ofQueue: queue.name)
      if delete.onlyIfUnused, !queue.consumers.isEmpty {
        throw Refusal(.preconditionFailed, "\(place) in use")
      }
      if delete.onlyIfEmpty, queue.readyCount > 0 {
        throw Refusal(.preconditionFailed, "\(place) not empty")
      }
      count = queue.readyCount
      session.broker.delete(queue, in: host)
    }
    if !delete.noWait {
      send(.queueDeleteOk(Queue.DeleteOk(messageCount: UInt32(clamping: count))))
    }
  }

  private func bind(_ bind: Queue.Bind) throws(Refusal) {
    try checkNotDefault(bind.exchange)
    let exchange = try host.exchange(bind.exchange)
    let queue = try self.queue(bind.queue)
    let key = bind.queue.isEmpty && bind.routingKey.isEmpty ? queue.name : bind.routingKey
    host.bind(queue, to: exchange.name, key: key, arguments: bind.arguments)
    if !bind.noWait { send(.queueBindOk(Queue.BindOk())) }
  }

  private func unbind(_ unbind: Queue.Unbind) throws(Refusal) {
    try checkNotDefault(unbind.exchange)
    // What is not there needs no unbinding.
    if unbind.queue.isEmpty || host.queues[unbind.queue] != nil {
      let queue = try self.queue(unbind.queue)
      let meant = BrokerExchange.Binding(
        queue: queue, key: unbind.routingKey, arguments: unbind.arguments)
      if let exchange = host.exchanges[unbind.exchange] {
        host.unbind(from: exchange) { $0.isSame(as: meant) }
      }
    }
    send(.queueUnbindOk(Queue.UnbindOk()))
  }

  // MARK: Exchanges

  private static let alternate = "alternate-exchange"

  private func declare(_ declare: Exchange.Declare) throws(Refusal) {
    try checkNotDefault(declare.exchange)
    if declare.isPassive {
      _ = try host.exchange(declare.exchange)
    } else {
      try make(declare)
    }
    if !declare.noWait { send(.exchangeDeclareOk(Exchange.DeclareOk())) }
  }

  private func make(_ declare: Exchange.Declare) throws(Refusal) {
    guard let kind = BrokerExchange.Kind(rawValue: declare.type) else {
      if declare.type == "headers" {
        throw Refusal(.notImplemented, "exchange type 'headers'")
      }
      throw Refusal(.commandInvalid, "unknown exchange type '\(declare.type)'")
    }
    if let exchange = host.exchanges[declare.exchange] {
      let same = Equivalence(subject: host.place(ofExchange: declare.exchange))
      try same.check("type", declared: "'\(kind)'", current: "'\(exchange.kind)'")
      try same.check("durable", declared: declare.isDurable, current: exchange.isDurable)
      try same.check("auto_delete", declared: declare.isAutoDelete, current: exchange.isAutoDelete)
      try same.check("internal", declared: declare.isInternal, current: exchange.isInternal)
      return try same.check(
        [Self.alternate], declared: declare.arguments, current: exchange.arguments)
    }
    try checkPrefix(of: declare.exchange, "exchange")
    host.add(
      BrokerExchange(
        name: declare.exchange, kind: kind, isDurable: declare.isDurable,
        isAutoDelete: declare.isAutoDelete, isInternal: declare.isInternal,
        arguments: declare.arguments, alternate: declare.arguments[Self.alternate]?.text))
  }

  private func delete(_ delete: Exchange.Delete) throws(Refusal) {
    try checkNotDefault(delete.exchange)
    let place = host.place(ofExchange: delete.exchange)
    guard !delete.exchange.hasPrefix(Self.reserved) else {
      throw Refusal(.accessRefused, "deletion of system \(place) not allowed")
    }
    if delete.onlyIfUnused, host.exchanges[delete.exchange]?.bindings.isEmpty == false {
      throw Refusal(.preconditionFailed, "\(place) in use")
    }
    host.removeExchange(delete.exchange)
    if !delete.noWait { send(.exchangeDeleteOk(Exchange.DeleteOk())) }
  }

  private static let reserved = "amq."

  private func checkPrefix(of name: String, _ what: String) throws(Refusal) {
    guard !name.hasPrefix(Self.reserved) else {
      throw Refusal(.accessRefused, "\(what) name '\(name)' contains reserved prefix 'amq.*'")
    }
  }

  private func checkNotDefault(_ exchange: String) throws(Refusal) {
    guard !exchange.isEmpty else {
      throw Refusal(.accessRefused, "operation not permitted on the default exchange")
    }
  }
}
