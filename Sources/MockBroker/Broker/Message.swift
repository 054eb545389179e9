public import AMQP

/// A message as it was published. Queues and the journal share it.
public final class Message: Sendable {
  public let exchange: String
  public let routingKey: String
  public let properties: BasicProperties
  public let body: [UInt8]

  public init(exchange: String, routingKey: String, properties: BasicProperties, body: [UInt8]) {
    self.exchange = exchange
    self.routingKey = routingKey
    self.properties = properties
    self.body = body
  }

  /// About what it takes in memory, in bytes.
  var weight: Int { body.count + Self.overhead }

  /// The object, its texts and its place in a queue.
  private static let overhead = 512
}
