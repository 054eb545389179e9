import AMQP
import BrokerSupport
import Testing

@testable import ESGFPIDClient

@Suite(.timeLimit(.minutes(1))) struct `The availability check of the ESGF PID client` {
  @Test func `declares the exchange passively and sends a probe`() async throws {
    let broker = ScriptedBroker()
    let connector = try Calls.connector(nil, at: broker.address)
    #expect(await connector.checkPIDQueueAvailability(sendMessage: true) == nil)
    #expect(
      broker.names == [
        "protocol-header", "connection.start-ok", "connection.tune-ok", "connection.open",
        "channel.open", "confirm.select", "exchange.declare", "basic.publish", "header", "body",
        "channel.close", "connection.close",
      ])
    let probe = try #require(broker.published.first)
    #expect(probe.text == "PLEASE PRINT: Testing pre-flight check...")
    #expect(probe.routingKey == "2114100.HASH.fresh.preflightcheck" && probe.isMandatory)
    #expect(probe.properties.contentType == nil && probe.properties.deliveryMode == 2)
    #expect(broker.closes == ["200 Normal shutdown", "200 Normal shutdown"])
    guard case .frame(let frame) = broker.heard[6].incoming else { return }
    #expect(
      frame.payload
        == .method(.exchangeDeclare(.init(exchange: "x", type: "direct", isPassive: true))))
  }

  @Test func `sends nothing unless it is told to`() async throws {
    let broker = ScriptedBroker()
    #expect(await (try Calls.connector(nil, at: broker.address)).checkPIDQueueAvailability() == nil)
    #expect(broker.published.isEmpty)
  }

  static let faults: [Fault] = [
    Fault("Authentication failure (user u)") { incoming, link in
      guard name(incoming) == "connection.start-ok" else { return false }
      link.closeConnection(.accessRefused, "ACCESS_REFUSED - Login was refused")
      return true
    },
    Fault("Virtual host \"v\" does not exist") { incoming, link in
      guard name(incoming) == "connection.open" else { return false }
      link.closeConnection(.notAllowed, "NOT_ALLOWED - vhost v not found", MethodID(10, 40))
      return true
    },
    Fault("Access denied: NOT_ALLOWED - access to vhost 'v' refused for user 'u'") {
      incoming, link in
      guard name(incoming) == "connection.open" else { return false }
      link.closeConnection(
        .notAllowed, "NOT_ALLOWED - access to vhost 'v' refused for user 'u'", MethodID(10, 40))
      return true
    },
    Fault("Exchange x does not exist") { incoming, link in
      guard name(incoming) == "exchange.declare" else { return false }
      link.closeChannel(
        .notFound, "NOT_FOUND - no exchange 'x' in vhost 'v'", 1, MethodID(40, 10))
      return true
    },
    Fault(
      "Message failure with routing key \"2114100.HASH.fresh.preflightcheck\": no queue is bound"
    ) { incoming, link in
      guard let message = link.message(incoming) else { return link.isPart(incoming) }
      link.giveBack(message)
      link.ack(link.keep(message))
      return true
    },
  ]

  @Test(arguments: faults)
  func `explains what is wrong`(fault: Fault) async throws {
    let broker = ScriptedBroker(fault.script)
    let connector = try Calls.connector(nil, at: broker.address)
    let problem = try #require(await connector.checkPIDQueueAvailability(sendMessage: true))
    #expect(problem.hosts.map(\.reason) == [fault.reason])
    let lines = "\(problem)".split(separator: "\n")
    #expect(lines.contains { $0.contains("- host \"127.0.0.1\": \(fault.reason)") })
    #expect(Set(lines.map(\.count)).count == 1)
  }

  @Test func `is content with one host`() async throws {
    let broker = ScriptedBroker()
    let nobody = BrokerAddress(host: "127.0.0.1", port: 1)
    let connector = try Connector(
      handlePrefix: "21.14100", exchangeName: "x",
      credentials: [
        MessagingCredentials(nobody, priority: 1),
        MessagingCredentials(broker.address, priority: 2),
      ])
    #expect(await connector.checkPIDQueueAvailability() == nil)
    let alone = try Calls.connector(nil, at: nobody)
    #expect(
      await alone.checkPIDQueueAvailability()?.hosts.map(\.reason)
        == [
          "Connection failure: cannot connect to amqp://guest@127.0.0.1:1//: Connection refused"
        ])
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let reason: String
    let script: ScriptedBroker.Script
    var testDescription: String { reason }

    init(_ reason: String, _ script: @escaping ScriptedBroker.Script) {
      self.reason = reason
      self.script = script
    }
  }
}
