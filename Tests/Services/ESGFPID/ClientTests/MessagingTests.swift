import AMQP
import BrokerSupport
import JSON
import Testing

@testable import ESGFPIDClient

/// The state rules of the ESGF PID sheet's section 2, and the connections that fail of section 8.
@Suite(.timeLimit(.minutes(1))) struct `The messaging of the ESGF PID client` {
  func error(_ call: () async throws -> Void) async -> PIDError? {
    do { try await call() } catch { return error as? PIDError }
    return nil
  }

  @Test func `takes messages between start and finish alone`() async throws {
    let broker = ScriptedBroker()
    let connector = try Calls.connector(nil, at: broker.address)
    func send() throws { try connector.unpublishAllVersions(drsID: "a") }
    #expect(await error(send) == .notStarted)
    #expect(await error { try await connector.finishMessaging() } == .notStarted)
    #expect(await error { try await connector.forceFinishMessaging() } == .notStarted)
    try connector.startMessaging()
    #expect(await error { try connector.startMessaging() } == .alreadyStarted)
    try send()
    try await connector.finishMessaging()
    #expect(await error(send) == .finished)
    #expect(await error { try connector.startMessaging() } == .alreadyStarted)
    try await connector.finishMessaging()
    #expect(broker.published.count == 1)
  }

  @Test func `closes at once when it is forced to`() async throws {
    let broker = DeliveryBroker.silent()
    let connector = try Calls.connector(nil, at: broker.address)
    let outcomes = connector.deliveryOutcomes()
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    await broker.hasHeard("body")
    let lost = Undelivered(message: message, reason: .unconfirmed)
    #expect(
      await error { try await connector.forceFinishMessaging() } == .undelivered([lost]))
    #expect(Set(broker.closes) == ["999 Forced finish from outside the thread. (forced finish)"])
    #expect(await outcomes.all() == [.failed(lost)])
    #expect(await error { try connector.unpublishAllVersions(drsID: "a") } == .finished)
  }

  @Test(arguments: ["channel.open", "channel.close", "connection.close"])
  func `does not wait for a broker that answers no more`(method: String) async throws {
    let broker = ScriptedBroker { incoming, _ in name(incoming) == method }
    let time = TestClock()
    let connector = try Calls.connector(nil, at: broker.address, clock: time.clock)
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    await broker.hasHeard(method == "channel.open" ? method : "body")
    let error = await error { try await connector.forceFinishMessaging() }
    let lost = PIDError.undelivered([Undelivered(message: message, reason: .unconfirmed)])
    #expect(error == nil || error == lost)
  }

  @Test func `gives up after three rounds, and says so`() async throws {
    let time = TestClock(holding: { $0 == .seconds(5) })
    let address = BrokerAddress(host: "127.0.0.1", port: 1, user: "u", password: "p")
    let connector = try Calls.connector(nil, at: address, clock: time.clock)
    let outcomes = connector.deliveryOutcomes()
    try connector.startMessaging()
    let all = await outcomes.all()
    let refused = HostProblem(
      host: "127.0.0.1", error: .cannotConnect(address, reason: "Connection refused"))
    #expect(all == [.trouble(refused), .trouble(refused), .trouble(refused)])
    #expect(time.slept == [.milliseconds(500), .milliseconds(500)])
    let gaveUp = PIDError.gaveUp(rounds: 3, [refused, refused, refused])
    #expect(await error { try connector.unpublishAllVersions(drsID: "a") } == gaveUp)
    #expect(await error { try await connector.finishMessaging() } == gaveUp)
  }

  @Test func `names the messages that were never sent`() async throws {
    let time = TestClock(holding: { $0 == .seconds(5) })
    let broker = ScriptedBroker { incoming, link in
      guard name(incoming) == "connection.start-ok" else { return false }
      link.closeConnection(.accessRefused, "ACCESS_REFUSED - Login was refused")
      return true
    }
    let connector = try Calls.connector(nil, at: broker.address, clock: time.clock)
    let outcomes = connector.deliveryOutcomes()
    try connector.startMessaging()
    let message = try connector.unpublishAllVersions(drsID: "a")
    let all = await outcomes.all()
    let lost = Undelivered(message: message, reason: .unconfirmed)
    let refused = HostProblem(
      host: "127.0.0.1",
      error: .loginRefused(broker.address, text: "ACCESS_REFUSED - Login was refused"))
    #expect(all == [.trouble(refused), .trouble(refused), .trouble(refused), .failed(lost)])
    #expect(await error { try await connector.finishMessaging() } == .undelivered([lost]))
  }

  @Test func `does not wait for hosts when nothing is to be sent`() async throws {
    let time = TestClock(holding: { _ in true })
    let address = BrokerAddress(host: "127.0.0.1", port: 1)
    let connector = try Calls.connector(nil, at: address, clock: time.clock)
    try connector.startMessaging()
    try await connector.finishMessaging()
  }

  @Test func `sends what another connector could not deliver`() async throws {
    let broker = ScriptedBroker()
    let first = try Calls.connector(nil, at: DeliveryBroker.silent().address)
    try first.startMessaging()
    try first.unpublishAllVersions(drsID: "a")
    guard case .undelivered(let lost) = await error({ try await first.forceFinishMessaging() })
    else {
      Issue.record("nothing was lost")
      return
    }
    let second = try Calls.connector(nil, at: broker.address)
    try second.startMessaging()
    try second.send(again: lost.map(\.message))
    try await second.finishMessaging()
    #expect(broker.published.map(\.body) == lost.map(\.message.body))
  }

  @Test func `keeps the prefixes of two connectors apart`() async throws {
    let broker = ScriptedBroker()
    let one = try Calls.connector(["prefix": "21.14100"], at: broker.address)
    let other = try Calls.connector(["prefix": "21.14101"], at: broker.address)
    for connector in [one, other] { try connector.startMessaging() }
    try one.unpublishAllVersions(drsID: "a")
    try await one.finishMessaging()
    try await other.finishMessaging()
    #expect(broker.published.map(\.routingKey) == ["2114100.HASH.fresh.unpubli-allvers"])
  }
}

enum DeliveryBroker {
  /// One that takes messages and says nothing.
  static func silent() -> ScriptedBroker {
    `A message of the ESGF PID client`.broker { message, link in link.keep(message) }
  }
}
