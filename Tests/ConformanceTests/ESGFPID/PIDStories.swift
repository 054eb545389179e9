import AMQP
import ESGFPIDClient
import JSON
import Testing

extension `Conformance of the ESGF PID client` {
  /// Sends one of everything; the routing keys in their order.
  func sendAll(_ connector: Connector) throws -> [String] {
    let assistant = try connector.createPublicationAssistant(
      drsID: "cmip6.tést.日本", versionNumber: 20190201, isReplica: false)
    for name in ["aaaa", "bbbb"] {
      try assistant.add(
        PublishedFile(
          name: "\(name).nc", handle: "21.14100/\(name)", size: 1000, checksum: "abc",
          checksumType: "SHA256", publishPath: "/my/path/\(name).nc", version: "1"))
    }
    try assistant.datasetPublicationFinished()
    try connector.unpublishOneVersion(drsID: "cmip6.test", versionNumber: 1)
    try connector.unpublishAllVersions(drsID: "cmip6.test")
    try connector.addErrataIDs(drsID: "cmip6.test", versionNumber: 1, errataIDs: ["a", "b"])
    try connector.removeErrataIDs(drsID: "cmip6.test", versionNumber: "1", errataIDs: ["a"])
    try connector.createDataCartPID(["cmip6.b": "hdl:21.14100/1", "cmip6.a": nil])
    return [
      "publi-ds-orig", "publi-file-orig", "publi-file-orig", "unpubli-onevers", "unpubli-allvers",
      "errata-add", "errata-rem", "datacart",
    ].map { "2114100.HASH.fresh.\($0)" }
  }

  @Test(arguments: RunningESGFPID.all)
  func `brings every kind of message into a queue, as the contract has it`(
    tested: ServiceUnderTest
  ) async throws {
    let bench = try await PIDBench(try RunningESGFPID(tested))
    let connector = try bench.connector()
    let outcomes = connector.deliveryOutcomes()
    try connector.startMessaging()
    let keys = try sendAll(connector)
    try await connector.finishMessaging()
    let messages = try await bench.take()
    #expect(messages.map(\.routingKey) == keys)
    for message in messages {
      #expect(bench.objections(to: message) == [])
      #expect(message.json?["ROUTING_KEY"]?.string == message.routingKey)
    }
    let delivered = await outcomes.reduce(into: 0) { count, outcome in
      if case .delivered(_, withEmergencyKey: false) = outcome { count += 1 }
    }
    #expect(delivered == keys.count)
    try await bench.end()
  }

  @Test(arguments: RunningESGFPID.all)
  func `keeps many messages in their order`(tested: ServiceUnderTest) async throws {
    let bench = try await PIDBench(try RunningESGFPID(tested))
    let connector = try bench.connector()
    try connector.startMessaging()
    let names = (0..<2000).map { "cmip6.test.\($0)" }
    for name in names { try connector.unpublishAllVersions(drsID: name) }
    try await connector.finishMessaging(within: .seconds(60))
    #expect(try await bench.take().map { $0.json?["drs_id"]?.string } == names)
    try await bench.end()
  }

  @Test(arguments: RunningESGFPID.all)
  func `sends what came back with the emergency key`(tested: ServiceUnderTest) async throws {
    let bench = try await PIDBench(try RunningESGFPID(tested), keys: ["UNROUTABLE.#"])
    let connector = try bench.connector()
    try connector.startMessaging()
    try connector.unpublishAllVersions(drsID: "a")
    try connector.unpublishAllVersions(drsID: "b")
    try await connector.finishMessaging()
    let messages = try await bench.take()
    #expect(Set(messages.map { $0.json?["drs_id"]?.string }) == ["a", "b"])
    for message in messages {
      #expect(message.routingKey == "UNROUTABLE.UNROUTABLE.fresh.UNROUTABLE")
      #expect(bench.objections(to: message) == [])
    }
    try await bench.end()
  }

  @Test(arguments: RunningESGFPID.all)
  func `names what no queue is bound for, and what a full queue refuses`(
    tested: ServiceUnderTest
  ) async throws {
    let bench = try await PIDBench(
      try RunningESGFPID(tested), keys: ["#.unpubli-allvers"],
      arguments: ["x-max-length": .int32(1), "x-overflow": .text("reject-publish")])
    let connector = try bench.connector()
    try connector.startMessaging()
    let taken = try connector.unpublishAllVersions(drsID: "a")
    let refused = try connector.unpublishAllVersions(drsID: "b")
    let unroutable = try connector.addErrataIDs(drsID: "a", versionNumber: 1, errataIDs: ["e"])
    var undelivered: [Undelivered] = []
    do throws(PIDError) {
      try await connector.finishMessaging()
    } catch {
      if case .undelivered(let messages) = error { undelivered = messages }
    }
    #expect(
      undelivered.sorted { $0.message.number < $1.message.number } == [
        Undelivered(message: refused, reason: .refused),
        Undelivered(message: unroutable, reason: .unroutable),
      ])
    #expect(try await bench.take().map(\.message.body) == [taken.body])
    try await bench.end()
  }

  @Test(arguments: RunningESGFPID.all)
  func `goes to the fallback exchange when its own is missing`(
    tested: ServiceUnderTest
  ) async throws {
    let bench = try await PIDBench(try RunningESGFPID(tested))
    try await bench.channel.declareExchange("FALLBACK", type: "topic")
    try await bench.channel.bind(bench.queue, to: "FALLBACK", routingKey: "#")
    let connector = try bench.connector(exchange: "no-such-exchange")
    try connector.startMessaging()
    for name in ["a", "b", "c"] { try connector.unpublishAllVersions(drsID: name) }
    try await connector.finishMessaging()
    let messages = try await bench.take()
    #expect(messages.map { $0.json?["drs_id"]?.string } == ["a", "b", "c"])
    #expect(Set(messages.map(\.exchange)) == ["FALLBACK"])
    try await bench.channel.deleteExchange("FALLBACK")
    try await bench.end()
  }

  @Test(arguments: RunningESGFPID.all)
  func `says why it is not let in`(tested: ServiceUnderTest) async throws {
    let bench = try await PIDBench(try RunningESGFPID(tested))
    let rule = RetryRule(rounds: 1)
    func problem(_ address: BrokerAddress) async throws -> ConnectionError? {
      let connector = try bench.connector(address: address, rule: rule)
      let outcomes = connector.deliveryOutcomes()
      try connector.startMessaging()
      for await case .trouble(let problem) in outcomes { return problem.error }
      return nil
    }
    var stranger = bench.address
    stranger.password = "wrong"
    let login =
      "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. "
      + "For details see the broker logfile."
    #expect(try await problem(stranger) == .loginRefused(stranger, text: login))
    var lost = bench.address
    lost.virtualHost = "no-such-vhost"
    #expect(
      try await problem(lost)
        == .virtualHostRefused(lost, text: "NOT_ALLOWED - vhost no-such-vhost not found"))
    try await bench.end()
  }

  @Test(arguments: RunningESGFPID.all)
  func `finds out whether the queue is available`(tested: ServiceUnderTest) async throws {
    let bench = try await PIDBench(try RunningESGFPID(tested))
    #expect(await (try bench.connector()).checkPIDQueueAvailability(sendMessage: true) == nil)
    let probe = try #require(try await bench.take().first)
    #expect(bench.objections(to: probe) == [])
    let other = try bench.connector(exchange: "no-such-exchange")
    #expect(
      await other.checkPIDQueueAvailability()?.hosts.map(\.reason)
        == ["Exchange no-such-exchange does not exist"])
    try await bench.channel.unbind(bench.queue, from: bench.exchange, routingKey: "#")
    let reasons = await (try bench.connector()).checkPIDQueueAvailability(sendMessage: true)?.hosts
    #expect(
      reasons?.map(\.reason) == [
        "Message failure with routing key \"2114100.HASH.fresh.preflightcheck\": no queue is bound"
      ])
    try await bench.end()
  }
}
