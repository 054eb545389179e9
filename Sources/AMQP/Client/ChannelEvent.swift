/// A message, on its way to or from a broker.
public struct AMQPMessage: Sendable, Equatable {
  public var properties: BasicProperties
  public var body: [UInt8]

  public init(properties: BasicProperties = BasicProperties(), body: [UInt8]) {
    self.properties = properties
    self.body = body
  }
}

/// That a broker has taken responsibility for published messages, or declined it.
public struct Settlement: Sendable, Equatable {
  /// The number of the publish on its channel, from 1.
  public let tag: UInt64
  /// Whether all before `tag` that were not settled yet are settled with it.
  public let isMultiple: Bool
  /// False for a nack: the broker could not take it.
  public let isAck: Bool

  public init(tag: UInt64, isMultiple: Bool = false, isAck: Bool = true) {
    self.tag = tag
    self.isMultiple = isMultiple
    self.isAck = isAck
  }
}

/// A mandatory message that no queue was bound for. Its ack comes later, as if nothing were wrong.
public struct ReturnedMessage: Sendable, Equatable {
  public let replyCode: ReplyCode
  public let replyText: String
  public let exchange: String
  public let routingKey: String
  public let message: AMQPMessage
}

/// A message of a queue.
public struct DeliveredMessage: Sendable, Equatable {
  /// Empty for a message that was fetched by itself.
  public let consumerTag: String
  /// What is to be acknowledged.
  public let deliveryTag: UInt64
  public let isRedelivered: Bool
  public let exchange: String
  public let routingKey: String
  public let message: AMQPMessage
}

/// What a broker says on a channel without being asked, in the order in which it says it.
public enum ChannelEvent: Sendable, Equatable {
  case settled(Settlement)
  case returned(ReturnedMessage)
  case delivered(DeliveredMessage)
  /// The queue of a consumer is gone.
  case consumerCancelled(String)
  /// The last one: the channel, or the connection with it, has ended. What was not settled is unknown.
  case closed(ConnectionError)
}
