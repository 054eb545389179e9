import AMQP
import BrokerSupport
import Synchronization
import Testing

@testable import ESGFPIDClient

/// The rows of the ESGF PID sheet's section 8.
@Suite(.timeLimit(.minutes(1))) struct `A message of the ESGF PID client` {
  /// A broker that does something special with messages, and what is usual with all else.
  static func broker(
    _ special: @escaping @Sendable (ScriptedBroker.Published, borrowing Link) -> Void
  ) -> ScriptedBroker {
    ScriptedBroker { incoming, link in
      if let message = link.message(incoming) {
        special(message, link)
        return true
      }
      return link.isPart(incoming)
    }
  }

  /// What is left to the caller to know when the messaging is finished.
  func failure(_ connector: Connector) async -> PIDError? {
    do throws(PIDError) { try await connector.finishMessaging() } catch { return error }
    return nil
  }

  @Test func `comes back and goes out again with the emergency key`() async throws {
    let broker = Self.broker { message, link in
      let tag = link.keep(message)
      if message.routingKey != RoutingKey.emergency { link.giveBack(message) }
      link.ack(tag)
    }
    let connector = try Calls.connector(nil, at: broker.address)
    let outcomes = connector.deliveryOutcomes()
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    #expect(await failure(connector) == nil)
    let sent = broker.published
    #expect(sent.map(\.routingKey) == [message.routingKey, RoutingKey.emergency])
    #expect(
      sent[1].text
        == sent[0].text.replacing(
          "\"ROUTING_KEY\": \"2114100.HASH.fresh.unpubli-allvers\"",
          with: "\"ROUTING_KEY\": \"\(RoutingKey.emergency)\", "
            + "\"original_routing_key\": \"2114100.HASH.fresh.unpubli-allvers\""))
    #expect(await outcomes.all() == [.delivered(message, withEmergencyKey: true)])
  }

  @Test func `that also comes back with the emergency key is reported`() async throws {
    let broker = Self.broker { message, link in
      let tag = link.keep(message)
      link.giveBack(message)
      link.ack(tag)
    }
    let connector = try Calls.connector(nil, at: broker.address)
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    #expect(
      await failure(connector)
        == .undelivered([Undelivered(message: message, reason: .unroutable)]))
    #expect(broker.published.count == 2)
  }

  @Test func `that is nacked is reported, and not sent again`() async throws {
    let broker = Self.broker { message, link in
      let tag = link.keep(message)
      if tag == 2 {
        link.say(.basicNack(.init(deliveryTag: tag, isMultiple: false, requeues: true)))
      } else {
        link.ack(tag)
      }
    }
    let connector = try Calls.connector(nil, at: broker.address)
    try connector.startMessaging()
    let messages = try (0..<3).map { try connector.unpublishAllVersions(drsID: "\($0)") }
    #expect(
      await failure(connector)
        == .undelivered([Undelivered(message: messages[1], reason: .refused)]))
    #expect(broker.published.count == 3)
    #expect(await failure(connector) == nil)
  }

  @Test func `is confirmed with others by one settlement`() async throws {
    let broker = Self.broker { message, link in
      if link.keep(message) == 3 { link.ack(3, multiple: true) }
    }
    let connector = try Calls.connector(nil, at: broker.address)
    let outcomes = connector.deliveryOutcomes()
    try connector.startMessaging()
    let messages = try (0..<3).map { try connector.unpublishAllVersions(drsID: "\($0)") }
    #expect(await failure(connector) == nil)
    #expect(await outcomes.all() == messages.map { .delivered($0, withEmergencyKey: false) })
  }

  @Test func `that is never confirmed is waited for as long as was said, and reported`()
    async throws
  {
    let time = TestClock(holding: { $0 == .seconds(5) })
    let broker = Self.broker { message, link in
      link.keep(message)
      time.letGo()
    }
    let connector = try Calls.connector(nil, at: broker.address, clock: time.clock)
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    #expect(
      await failure(connector)
        == .undelivered([Undelivered(message: message, reason: .unconfirmed)]))
    #expect(time.slept == [.seconds(5)])
    #expect(
      Set(broker.closes) == [
        "999 Force finish as normal waiting period in normal finish is over. (forced finish)"
      ])
  }

  @Test func `is sent again, in order, when the connection is cut`() async throws {
    let broker = Self.broker { message, link in
      let tag = link.keep(message)
      if link.number == 1 {
        if tag == 1 { link.ack(1) }
        if tag == 3 { link.cut() }
      } else {
        link.ack(tag)
      }
    }
    let time = TestClock(holding: { $0 == .seconds(5) })
    let connector = try Calls.connector(nil, at: broker.address, clock: time.clock)
    try connector.startMessaging()
    for name in ["a", "b", "c"] { try connector.unpublishAllVersions(drsID: name) }
    #expect(await failure(connector) == nil)
    let (first, second) = (
      broker.published.filter { $0.connection == 1 }, broker.published.filter { $0.connection == 2 }
    )
    #expect(first.count == 3)
    #expect(second.map(\.text) == first.dropFirst().map(\.text))
    #expect(time.slept.contains(.milliseconds(500)))
  }

  @Test func `is sent to the next host when the broker forces the connection to end`()
    async throws
  {
    let first = Self.broker { message, link in
      link.keep(message)
      link.closeConnection(.connectionForced, "CONNECTION_FORCED - broker forced")
    }
    let second = ScriptedBroker()
    let time = TestClock(holding: { $0 == .seconds(5) })
    let connector = try Connector(
      handlePrefix: "21.14100", exchangeName: "x",
      credentials: [
        MessagingCredentials(second.address, priority: 2),
        MessagingCredentials(first.address, priority: 1),
      ], dataNode: "d", clock: time.clock)
    let outcomes = connector.deliveryOutcomes()
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    #expect(await failure(connector) == nil)
    #expect(first.published.map(\.text) == second.published.map(\.text))
    #expect(!time.slept.contains(.milliseconds(500)))
    let forced = ConnectionError.connectionClosed(
      .connectionForced, "CONNECTION_FORCED - broker forced", method: nil)
    #expect(
      await outcomes.all() == [
        .trouble(HostProblem(host: "127.0.0.1", error: forced)),
        .delivered(message, withEmergencyKey: false),
      ])
  }

  @Test func `goes to the fallback exchange when the exchange is missing`() async throws {
    let broker = Self.broker { message, link in
      let tag = link.keep(message)
      if message.exchange == "x" {
        if tag == 1 {
          link.closeChannel(
            .notFound, "NOT_FOUND - no exchange 'x' in vhost 'v'", message.channel,
            MethodID(60, 40))
        }
      } else {
        link.ack(tag, on: message.channel)
      }
    }
    let connector = try Calls.connector(nil, at: broker.address)
    try connector.startMessaging()
    for name in ["a", "b"] { try connector.unpublishAllVersions(drsID: name) }
    #expect(await failure(connector) == nil)
    let fallen = broker.published.filter { $0.exchange == "FALLBACK" }
    #expect(fallen.map(\.channel) == [2, 2])
    #expect(fallen.map(\.connection) == [1, 1])
    #expect(Set(fallen.map(\.text)) == Set(broker.published.map(\.text)))
  }

  @Test func `is tried until the end when the fallback exchange is missing, too`() async throws {
    let time = TestClock(holding: { $0 == .seconds(5) })
    let broker = Self.broker { message, link in
      link.keep(message)
      if link.number == 3 { time.letGo() }
      link.closeChannel(
        .notFound, "NOT_FOUND - no exchange '\(message.exchange)' in vhost 'v'", message.channel,
        MethodID(60, 40))
    }
    let connector = try Calls.connector(nil, at: broker.address, clock: time.clock)
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    #expect(
      await failure(connector)
        == .undelivered([Undelivered(message: message, reason: .unconfirmed)]))
    #expect(broker.closes.starts(with: ["200 Normal shutdown", "200 Normal shutdown"]))
    #expect(broker.published.prefix(4).map(\.exchange) == ["x", "FALLBACK", "x", "FALLBACK"])
  }

  @Test func `that returns after finish was called is still sent again`() async throws {
    let asked = Mutex(false)
    let broker = Self.broker { message, link in
      let tag = link.keep(message)
      if message.routingKey != RoutingKey.emergency {
        while !asked.withLock({ $0 }) {}
        link.giveBack(message)
      }
      link.ack(tag)
    }
    let time = TestClock(holding: { duration in
      if duration == .seconds(5) { asked.withLock { $0 = true } }
      return duration == .seconds(5)
    })
    let connector = try Calls.connector(nil, at: broker.address, clock: time.clock)
    try connector.startMessaging()
    try connector.unpublishAllVersions(drsID: "a")
    #expect(await failure(connector) == nil)
    #expect(broker.published.count == 2)
  }
}

extension AsyncSequence {
  func all() async rethrows -> [Element] { try await reduce(into: []) { $0.append($1) } }
}
