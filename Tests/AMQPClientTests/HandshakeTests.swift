import AMQP
import BrokerSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A client connection` {
  @Test func `shakes hands as the protocol has it`() async throws {
    let broker = ScriptedBroker(tune: .init(channelMax: 7, frameMax: 4096, heartbeat: 60))
    let connection = try await ClientConnection.open(
      broker.address, options: ConnectionOptions(clientProperties: ["product": .text("Test")]))
    #expect(connection.limits == .init(channelMax: 7, frameMax: 4096, heartbeat: 60))
    #expect(connection.serverProperties["product"]?.text == "Script")
    try await connection.close(ReplyCode(999), "Enough")
    #expect(
      broker.names == [
        "protocol-header", "connection.start-ok", "connection.tune-ok", "connection.open",
        "connection.close",
      ])
    let methods = broker.heard.compactMap { heard -> AMQP.Method? in
      guard case .frame(let frame) = heard.incoming, case .method(let method) = frame.payload else {
        return nil
      }
      return method
    }
    guard case .connectionStartOk(let start) = methods[0],
      case .connectionOpen(let open) = methods[2], case .connectionClose(let close) = methods[3]
    else {
      Issue.record("\(methods)")
      return
    }
    #expect(start.mechanism == "PLAIN")
    #expect(start.response == Array("\0u\0p".utf8))
    #expect(start.clientProperties["product"]?.text == "Test")
    guard case .table(let capabilities) = start.clientProperties["capabilities"] else {
      Issue.record("\(start.clientProperties)")
      return
    }
    for name in ["publisher_confirms", "basic.nack", "connection.blocked"] {
      #expect(capabilities[name]?.bool == true)
    }
    #expect(open.virtualHost == "v")
    #expect((close.replyCode.number, close.replyText) == (999, "Enough"))
  }

  @Test func `asks for less than the broker allows`() async throws {
    let broker = ScriptedBroker(tune: .init(channelMax: 0, frameMax: 0, heartbeat: 60))
    let options = ConnectionOptions(channelMax: 3, frameMax: 8192, heartbeat: 20)
    let connection = try await ClientConnection.open(broker.address, options: options)
    #expect(connection.limits == .init(channelMax: 3, frameMax: 8192, heartbeat: 20))
  }

  static let refusals: [Refusal] = [
    Refusal(
      "a wrong password",
      { incoming, link in
        guard name(incoming) == "connection.start-ok" else { return false }
        link.closeConnection(.accessRefused, "ACCESS_REFUSED - no")
        return true
      }
    ) { .loginRefused($0, text: "ACCESS_REFUSED - no") },
    Refusal(
      "a virtual host that is not there",
      { incoming, link in
        guard name(incoming) == "connection.open" else { return false }
        link.closeConnection(.notAllowed, "NOT_ALLOWED - vhost v not found", MethodID(10, 40))
        return true
      }
    ) { .virtualHostRefused($0, text: "NOT_ALLOWED - vhost v not found") },
    Refusal(
      "another reason to close",
      { incoming, link in
        guard name(incoming) == "connection.open" else { return false }
        link.closeConnection(.connectionForced, "CONNECTION_FORCED - later", MethodID(10, 40))
        return true
      }
    ) { _ in
      .connectionClosed(.connectionForced, "CONNECTION_FORCED - later", method: MethodID(10, 40))
    },
    Refusal(
      "another version",
      { _, link in
        link.send(Array("AMQP".utf8) + [0, 1, 0, 0])
        return true
      }
    ) { .notAMQP($0, reason: "it asks for version 1-0-0") },
    Refusal(
      "no AMQP at all",
      { _, link in
        link.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        return true
      }
    ) { .notAMQP($0, reason: "there is no frame type 72") },
    Refusal(
      "no login by password",
      { _, link in
        link.say(
          .connectionStart(.init(versionMajor: 0, versionMinor: 9, mechanisms: "EXTERNAL")), on: 0)
        return true
      }
    ) { .noPlainLogin($0, mechanisms: "EXTERNAL") },
    Refusal(
      "a cut",
      { _, link in
        link.cut()
        return true
      }
    ) { .lost($0, reason: "the broker ended it") },
    Refusal(
      "a method out of turn",
      { _, link in
        link.say(.connectionOpenOk(.init()), on: 0)
        return true
      }
    ) { .violation($0, reason: "connection.open-ok was not expected") },
  ]

  @Test(arguments: refusals)
  func `explains what keeps it from being opened`(refusal: Refusal) async throws {
    let broker = ScriptedBroker(refusal.script)
    let error = await #expect(throws: ConnectionError.self) {
      _ = try await ClientConnection.open(broker.address)
    }
    #expect(error == refusal.error(broker.address))
    #expect(error.map { "\($0)".contains("password") } == false)
  }

  @Test func `does not wait for a broker that says nothing`() async throws {
    let broker = ScriptedBroker { _, _ in true }
    let error = await #expect(throws: ConnectionError.self) {
      _ = try await ClientConnection.open(
        broker.address, options: ConnectionOptions(handshakeTimeout: .milliseconds(20)))
    }
    #expect(
      error
        == .timedOut(broker.address, waitingFor: "connection.start", after: .milliseconds(20)))
  }

  @Test func `says that nobody listens`() async throws {
    let address = BrokerAddress(host: "127.0.0.1", port: 1)
    let error = await #expect(throws: ConnectionError.self) {
      _ = try await ClientConnection.open(address)
    }
    #expect(error == .cannotConnect(address, reason: "Connection refused"))
  }

  @Test func `cuts the connection when it is let go of`() async throws {
    let (gone, continuation) = AsyncStream.makeStream(of: ChannelEvent.self)
    let broker = ScriptedBroker()
    do {
      let connection = try await ClientConnection.open(broker.address)
      _ = try await connection.openChannel { continuation.yield($0) }
    }
    #expect(await gone.first { _ in true } == .closed(.closed))
  }

  @Test func `tells when the broker takes no messages, and when it does again`() async throws {
    let (told, continuation) = AsyncStream.makeStream(of: String?.self)
    let broker = ScriptedBroker { incoming, link in
      guard name(incoming) == "channel.open" else { return false }
      link.say(.connectionBlocked(.init(reason: "low on memory")), on: 0)
      link.say(.connectionUnblocked(.init()), on: 0)
      return false
    }
    let connection = try await ClientConnection.open(
      broker.address, options: ConnectionOptions(onBlocked: { continuation.yield($0) }))
    _ = try await connection.openChannel()
    var reasons = told.makeAsyncIterator()
    #expect(await reasons.next() == .some("low on memory"))
    #expect(await reasons.next() == .some(nil))
    #expect(connection.blockedReason == nil)
  }
}

/// A way in which a broker does not let a client in, and what the client says about it.
struct Refusal: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let script: ScriptedBroker.Script
  let error: @Sendable (BrokerAddress) -> ConnectionError

  init(
    _ name: String, _ script: @escaping ScriptedBroker.Script,
    _ error: @escaping @Sendable (BrokerAddress) -> ConnectionError
  ) {
    testDescription = name
    self.script = script
    self.error = error
  }
}
