import AMQP
import BrokerSupport
import JSON
import Testing

@testable import ESGFPIDClient

@Suite(.timeLimit(.minutes(1))) struct `What the ESGF PID client publishes` {
  @Test(arguments: Case.all("messages"))
  func `is byte for byte what the Python client was seen to publish`(one: Case) async throws {
    let broker = ScriptedBroker()
    let moments = (one.value["moments"]?.array ?? []).compactMap(\.int)
    let connector = try Calls.connector(
      one.value["connector"], at: broker.address,
      clock: TestClock(moments: moments, holding: { _ in true }).clock)
    try connector.startMessaging()
    for call in one.value["calls"]?.array ?? [] { try Calls.make(call, on: connector) }
    try await connector.finishMessaging()
    let wanted = one.value["messages"]?.array ?? []
    let published = broker.published
    #expect(published.map(\.text) == wanted.compactMap { $0["body"]?.string })
    #expect(published.map(\.routingKey) == wanted.compactMap { $0["routing_key"]?.string })
    for (message, wanted) in zip(published, wanted) {
      #expect(message.exchange == "x" && message.isMandatory)
      var properties = BasicProperties()
      properties.contentType = wanted["properties"]?["content-type"]?.string
      properties.deliveryMode = wanted["properties"]?["delivery-mode"]?.int.map { UInt8($0) }
      #expect(message.properties == properties)
    }
  }

  @Test func `goes over a session like the Python client's`() async throws {
    let broker = ScriptedBroker()
    let connector = try Calls.connector(nil, at: broker.address)
    try connector.startMessaging()
    try connector.unpublishAllVersions(drsID: "a")
    try await connector.finishMessaging()
    #expect(
      broker.names == [
        "protocol-header", "connection.start-ok", "connection.tune-ok", "connection.open",
        "channel.open", "confirm.select", "basic.publish", "header", "body", "channel.close",
        "connection.close",
      ])
    #expect(
      broker.closes == ["999 Normal finish. (not reopen)", "999 Normal finish. (not reopen)"])
    guard case .frame(let frame) = broker.heard[5].incoming else { return }
    #expect(frame.payload == .method(.confirmSelect(.init(noWait: true))))
  }
}

extension ScriptedBroker {
  /// The codes and texts with which the client closed channels and connections.
  var closes: [String] {
    heard.compactMap { heard in
      guard case .frame(let frame) = heard.incoming, case .method(let method) = frame.payload else {
        return nil
      }
      switch method {
      case .channelClose(let close): return "\(close.replyCode.number) \(close.replyText)"
      case .connectionClose(let close): return "\(close.replyCode.number) \(close.replyText)"
      default: return nil
      }
    }
  }
}
