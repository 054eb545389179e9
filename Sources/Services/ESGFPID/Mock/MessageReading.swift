import AMQP
import JSON
import MockBroker
import MockServer

extension ServiceMessage {
  /// A message with what contracts say of it: where it went, how, and what it holds.
  init(_ published: PublishedMessage) {
    let message = published.message
    self.init(
      message.properties, message.body, exchange: message.exchange, routingKey: message.routingKey,
      [.init(key: "mandatory", value: .bool(published.isMandatory))])
  }

  /// Who takes a message from a queue is not told whether it was mandatory.
  init(_ delivered: DeliveredMessage) {
    self.init(
      delivered.message.properties, delivered.message.body, exchange: delivered.exchange,
      routingKey: delivered.routingKey)
  }

  private init(
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
