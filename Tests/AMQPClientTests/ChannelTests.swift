import AMQP
import BrokerSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A channel of a client` {
  let hello = AMQPMessage(body: Array("hello".utf8))

  @Test func `publishes and has it confirmed`() async throws {
    let broker = ScriptedBroker()
    let channel = try await ClientConnection.open(broker.address).openChannel()
    try await channel.selectConfirms()
    for _ in 0..<3 {
      #expect(
        try await channel.publishAndConfirm(hello, to: "x", routingKey: "a.b") == .acked)
    }
    let published = broker.published
    #expect(published.map(\.text) == ["hello", "hello", "hello"])
    #expect(published.allSatisfy { $0.exchange == "x" && $0.routingKey == "a.b" && $0.isMandatory })
  }

  @Test func `says what was nacked and what came back`() async throws {
    let broker = ScriptedBroker { incoming, link in
      guard let message = link.message(incoming) else { return link.isPart(incoming) }
      let tag = link.keep(message)
      if message.routingKey == "nowhere" { link.giveBack(message) }
      if message.routingKey == "full" {
        link.say(.basicNack(.init(deliveryTag: tag, isMultiple: false, requeues: true)))
      } else {
        link.ack(tag)
      }
      return true
    }
    let channel = try await ClientConnection.open(broker.address).openChannel()
    try await channel.selectConfirms()
    func confirmation(_ key: String) async throws -> PublishOutcome {
      try await channel.publishAndConfirm(hello, to: "x", routingKey: key)
    }
    #expect(try await confirmation("somewhere") == .acked)
    #expect(try await confirmation("full") == .nacked)
    guard case .returned(let back) = try await confirmation("nowhere") else {
      Issue.record("not returned")
      return
    }
    #expect(back.replyCode == .noRoute && back.replyText == "NO_ROUTE")
    #expect(back.exchange == "x" && back.routingKey == "nowhere" && back.message == hello)
  }

  @Test func `finds the messages that one settlement is about`() async throws {
    // Nothing is said until four are there; the second came back, the third alone is refused.
    let broker = ScriptedBroker { incoming, link in
      guard let message = link.message(incoming) else { return link.isPart(incoming) }
      let tag = link.keep(message)
      if message.text == "1" { link.giveBack(message) }
      if tag == 4 {
        link.say(.basicNack(.init(deliveryTag: 3)))
        link.ack(4, multiple: true)
      }
      return true
    }
    let channel = try await ClientConnection.open(broker.address).openChannel()
    try await channel.selectConfirms()
    let confirmations = try await withThrowingTaskGroup(
      of: (String, PublishOutcome).self
    ) { group in
      for number in 0..<4 {
        let text = String(number)
        group.addTask {
          let message = AMQPMessage(body: Array(text.utf8))
          return (
            text, try await channel.publishAndConfirm(message, to: "x", routingKey: "k")
          )
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    let third = broker.published[2].text
    for (text, confirmation) in confirmations {
      switch confirmation {
      case .acked: #expect(text != third && text != "1")
      case .nacked: #expect(text == third)
      case .returned(let back): #expect(back.message.body == Array(text.utf8) && text == "1")
      }
    }
  }

  @Test func `publishes without waiting and tells of settlements in the order of the wire`()
    async throws
  {
    let broker = ScriptedBroker { incoming, link in
      guard let message = link.message(incoming) else { return link.isPart(incoming) }
      let tag = link.keep(message)
      if tag == 2 { link.giveBack(message) }
      if tag == 3 { link.ack(0, multiple: true) }
      return true
    }
    let (events, continuation) = AsyncStream.makeStream(of: ChannelEvent.self)
    let channel = try await ClientConnection.open(broker.address)
      .openChannel { continuation.yield($0) }
    try await channel.selectConfirms(wait: false)
    let tags = try (0..<3).map { _ in
      try channel.publish(hello, to: "x", routingKey: "k", mandatory: true)
    }
    #expect(tags == [1, 2, 3])
    var iterator = events.makeAsyncIterator()
    guard case .returned = await iterator.next() else {
      Issue.record("the return does not come first")
      return
    }
    #expect(await iterator.next() == .settled(.init(tag: 3, isMultiple: true)))
  }

  @Test(arguments: [0, 4, 4096 - 8, 4096 - 7, 10_000])
  func `cuts bodies to the frames that were agreed on`(size: Int) async throws {
    let broker = ScriptedBroker(tune: .init(channelMax: 9, frameMax: 4096, heartbeat: 0))
    let channel = try await ClientConnection.open(broker.address).openChannel()
    try await channel.selectConfirms()
    let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    _ = try await channel.publishAndConfirm(
      AMQPMessage(body: body), to: "x", routingKey: "k")
    #expect(broker.published.first?.body == body)
    #expect(broker.names.count { $0 == "body" } == (size + 4087) / 4088)
  }

  @Test func `ends alone when the broker closes it`() async throws {
    let broker = ScriptedBroker { incoming, link in
      guard name(incoming) == "exchange.declare" else { return false }
      link.closeChannel(
        .notFound, "NOT_FOUND - no exchange 'x' in vhost 'v'", 1, MethodID(40, 10))
      return true
    }
    let (events, continuation) = AsyncStream.makeStream(of: ChannelEvent.self)
    let connection = try await ClientConnection.open(broker.address)
    let first = try await connection.openChannel { continuation.yield($0) }
    let second = try await connection.openChannel()
    let wanted = ConnectionError.channelClosed(
      .notFound, "NOT_FOUND - no exchange 'x' in vhost 'v'", method: MethodID(40, 10))
    #expect(await error { try await first.requireExchange("x") } == wanted)
    #expect(await events.first { _ in true } == .closed(wanted))
    #expect(
      await error { try first.publish(hello, to: "x", routingKey: "k") } == .closed)
    #expect(try await second.declareQueue().queue == "made-up")
    #expect(try await connection.openChannel().number == 3)
    #expect(broker.names.contains("channel.close-ok"))
  }

  @Test func `takes everybody who waits with it when the connection breaks`() async throws {
    let broker = ScriptedBroker { incoming, link in
      guard name(incoming) == "body" else { return false }
      link.cut()
      return true
    }
    let connection = try await ClientConnection.open(broker.address)
    let channel = try await connection.openChannel()
    try await channel.selectConfirms()
    let lost = ConnectionError.lost(broker.address, reason: "the broker ended it")
    #expect(
      await error { try await channel.publishAndConfirm(hello, to: "x", routingKey: "k") } == lost)
    #expect(await error { try channel.publish(hello, to: "x", routingKey: "k") } == lost)
    #expect(await error { _ = try await connection.openChannel() } == lost)
    try await connection.close()
  }

  @Test func `is told why the broker closes the connection`() async throws {
    let broker = ScriptedBroker { incoming, link in
      guard name(incoming) == "basic.qos" else { return false }
      link.closeConnection(.connectionForced, "CONNECTION_FORCED - broker forced")
      return true
    }
    let channel = try await ClientConnection.open(broker.address).openChannel()
    #expect(
      await error { try await channel.limitDeliveries(to: 1) }
        == .connectionClosed(.connectionForced, "CONNECTION_FORCED - broker forced", method: nil))
  }

  @Test func `does not take more channels than there are`() async throws {
    let broker = ScriptedBroker(tune: .init(channelMax: 2, frameMax: 4096, heartbeat: 0))
    let connection = try await ClientConnection.open(broker.address)
    let first = try await connection.openChannel()
    _ = try await connection.openChannel()
    #expect(await error { _ = try await connection.openChannel() } == .noChannelLeft(most: 2))
    try await first.close()
    #expect(try await connection.openChannel().number == 1)
  }

  @Test func `declares, binds and counts`() async throws {
    let broker = ScriptedBroker()
    let channel = try await ClientConnection.open(broker.address).openChannel()
    try await channel.declareExchange("x", type: "topic")
    let queue = try await channel.declareQueue("q", exclusive: true)
    #expect((queue.queue, queue.messageCount, queue.consumerCount) == ("q", 2, 1))
    try await channel.bind("q", to: "x", routingKey: "#")
    try await channel.unbind("q", from: "x", routingKey: "#")
    #expect(try await channel.purge("q") == 3)
    #expect(try await channel.deleteQueue("q") == 4)
    try await channel.deleteExchange("x")
    #expect(try await channel.get("q") == nil)
    try await channel.close()
  }

  @Test func `takes messages until the consumer is cancelled`() async throws {
    let broker = ScriptedBroker { incoming, link in
      guard case .frame(let frame) = incoming, case .method(let method) = frame.payload else {
        return false
      }
      switch method {
      case .basicConsume(let consume):
        link.say(.basicConsumeOk(.init(consumerTag: consume.consumerTag)))
        for tag in 1...2 {
          link.say(
            .basicDeliver(
              .init(
                consumerTag: consume.consumerTag, deliveryTag: UInt64(tag), isRedelivered: tag == 2,
                exchange: "x", routingKey: "k")), BasicProperties(), Array("m\(tag)".utf8))
        }
        return true
      case .basicAck(let ack):
        if ack.deliveryTag == 2 { link.say(.basicCancel(.init(consumerTag: "c", noWait: true))) }
        return true
      case .basicGet:
        link.say(
          .basicGetOk(.init(deliveryTag: 9, exchange: "x", routingKey: "k", messageCount: 0)),
          BasicProperties(), [])
        return true
      default: return false
      }
    }
    let channel = try await ClientConnection.open(broker.address).openChannel()
    try await channel.limitDeliveries(to: 10)
    var texts: [String] = []
    for await delivery in try await channel.consume("q", consumerTag: "c") {
      texts.append(String(decoding: delivery.message.body, as: UTF8.self))
      #expect(delivery.isRedelivered == (delivery.deliveryTag == 2))
      try channel.ack(delivery.deliveryTag)
    }
    #expect(texts == ["m1", "m2"])
    let got = try #require(try await channel.get("q"))
    #expect((got.deliveryTag, got.message.body) == (9, []))
    try channel.nack(got.deliveryTag)
  }

  @Test(arguments: [
    Misdeed("a settlement of what was never published", "message 5 is settled, 0 were published") {
      $0.ack(5)
    },
    Misdeed("a frame on another channel", "channel 8 is not open") {
      $0.ack(1, on: 8)
    },
    Misdeed("a body without a header", "more of a message came than its header announces") {
      $0.say(Frame(channel: 1, .body([1])))
    },
    Misdeed("a method within a message", "a method came in the middle of a message") {
      $0.say(.basicGetOk(.init(deliveryTag: 1, exchange: "", routingKey: "", messageCount: 0)))
      $0.say(.basicGetEmpty(.init()))
    },
    Misdeed("an answer to nothing", "queue.purge-ok came without having been asked for") {
      $0.say(.basicQosOk(.init()))
      $0.say(.queuePurgeOk(.init(messageCount: 1)))
    },
    Misdeed("no frame", "there is no frame type 255") { $0.send([255, 255, 255]) },
  ])
  func `ends with the connection when the broker breaks the protocol`(misdeed: Misdeed)
    async throws
  {
    let broker = ScriptedBroker { incoming, link in
      guard name(incoming) == "basic.qos" else { return false }
      misdeed.commit(link)
      return true
    }
    let (events, continuation) = AsyncStream.makeStream(of: ChannelEvent.self)
    let channel = try await ClientConnection.open(broker.address)
      .openChannel { continuation.yield($0) }
    _ = await error { try await channel.limitDeliveries(to: 1) }
    let last = await events.first { if case .closed = $0 { true } else { false } }
    #expect(last == .closed(.violation(broker.address, reason: misdeed.reason)))
  }

  /// The error of a call.
  func error<Value>(_ call: () async throws -> Value) async -> ConnectionError? {
    do { _ = try await call() } catch { return error as? ConnectionError }
    return nil
  }
}

/// Something that no broker may do.
struct Misdeed: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let reason: String
  let commit: @Sendable (borrowing Link) -> Void

  init(_ name: String, _ reason: String, _ commit: @escaping @Sendable (borrowing Link) -> Void) {
    testDescription = name
    self.reason = reason
    self.commit = commit
  }
}
