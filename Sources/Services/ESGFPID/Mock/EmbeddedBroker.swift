import AMQP
import EventLoop
import JSON
import MockBroker
import MockServer

/// The mock's own broker, with the consumer inside.
final class EmbeddedBroker: FurtherListener {
  let url: String
  let broker: Broker
  private let server: BrokerServer

  /// - Throws: ``SocketError`` when the address can't be had.
  init(
    _ design: BrokerDesign, _ consumer: PIDConsumer, at site: ListenerSite,
    for world: any ServiceWorld
  ) throws(SocketError) {
    let clock = world.group.clock
    // The world holds the listener.
    let broker = Broker(design, clock: { clock.now() }) { [weak world] published in
      world?.receive(ServiceMessage(published), isTaken: consumer.takes(published))
    }
    self.broker = broker
    server = try BrokerServer(
      broker, on: site.address, group: site.loops, spread: site.spread, use: site.use)
    url = site.listener.url(at: server.address.description)
  }

  func reset() { broker.reset() }

  func stop(within limit: Int64, done: @escaping @Sendable () -> Void) {
    server.stop(within: limit, done: done)
  }
}

extension ServiceMessage {
  /// A message with what contracts say of it: where it went, how, and what it holds.
  init(_ published: PublishedMessage) {
    let message = published.message
    self.init(
      message.properties, message.body, exchange: message.exchange,
      routingKey: message.routingKey,
      [.init(key: "mandatory", value: .bool(published.isMandatory))])
  }

  init(
    _ properties: BasicProperties, _ body: [UInt8], exchange: String, routingKey: String,
    _ more: [JSONObject.Member] = []
  ) {
    var metadata = JSONObject([
      .init(key: "exchange", value: .string(exchange)),
      .init(key: "routingKey", value: .string(routingKey)),
    ])
    metadata["contentType"] = properties.contentType.map { .string($0) }
    metadata["deliveryMode"] = properties.deliveryMode.map { .number(JSONNumber(Int($0))) }
    for member in more { metadata.append(member.key, member.value) }
    self.init(contents: body, contentType: properties.contentType, metadata: metadata)
  }
}
