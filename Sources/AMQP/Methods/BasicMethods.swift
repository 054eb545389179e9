/// The methods of the class `basic` (AMQP 0-9-1, section 1.8): those with messages, and what settles them.
public enum Basic {
  /// A message for an exchange; its header and body follow.
  public struct Publish: MethodArguments {
    public static let id = MethodID(60, 40)
    public var exchange: String
    public var routingKey: String
    public var isMandatory: Bool
    public var isImmediate: Bool

    public init(
      exchange: String, routingKey: String, isMandatory: Bool = false, isImmediate: Bool = false
    ) {
      self.exchange = exchange
      self.routingKey = routingKey
      self.isMandatory = isMandatory
      self.isImmediate = isImmediate
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      exchange = try reader.shortString()
      routingKey = try reader.shortString()
      let bits = try reader.octet()
      isMandatory = bits & 1 != 0
      isImmediate = bits & 2 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(exchange)
      writer.shortString(routingKey)
      writer.bits(isMandatory, isImmediate)
    }
  }

  /// A message that could not be routed comes back; its header and body follow.
  public struct Return: MethodArguments {
    public static let id = MethodID(60, 50)
    public var replyCode: ReplyCode
    public var replyText: String
    public var exchange: String
    public var routingKey: String

    public init(replyCode: ReplyCode, replyText: String, exchange: String, routingKey: String) {
      self.replyCode = replyCode
      self.replyText = replyText
      self.exchange = exchange
      self.routingKey = routingKey
    }

    init(from reader: inout WireReader) throws(WireError) {
      replyCode = ReplyCode(try reader.short())
      replyText = try reader.shortString()
      exchange = try reader.shortString()
      routingKey = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.short(replyCode.number)
      writer.shortString(replyText)
      writer.shortString(exchange)
      writer.shortString(routingKey)
    }
  }

  /// A message for a consumer; its header and body follow.
  public struct Deliver: MethodArguments {
    public static let id = MethodID(60, 60)
    public var consumerTag: String
    public var deliveryTag: UInt64
    public var isRedelivered: Bool
    public var exchange: String
    public var routingKey: String

    public init(
      consumerTag: String, deliveryTag: UInt64, isRedelivered: Bool = false, exchange: String,
      routingKey: String
    ) {
      self.consumerTag = consumerTag
      self.deliveryTag = deliveryTag
      self.isRedelivered = isRedelivered
      self.exchange = exchange
      self.routingKey = routingKey
    }

    init(from reader: inout WireReader) throws(WireError) {
      consumerTag = try reader.shortString()
      deliveryTag = try reader.longLong()
      let bits = try reader.octet()
      isRedelivered = bits & 1 != 0
      exchange = try reader.shortString()
      routingKey = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString(consumerTag)
      writer.longLong(deliveryTag)
      writer.bits(isRedelivered)
      writer.shortString(exchange)
      writer.shortString(routingKey)
    }
  }

  /// Asks for one message of a queue.
  public struct Get: MethodArguments {
    public static let id = MethodID(60, 70)
    public var queue: String
    public var noAck: Bool

    public init(queue: String, noAck: Bool = false) {
      self.queue = queue
      self.noAck = noAck
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      queue = try reader.shortString()
      let bits = try reader.octet()
      noAck = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(queue)
      writer.bits(noAck)
    }
  }

  /// The message that was asked for; its header and body follow.
  public struct GetOk: MethodArguments {
    public static let id = MethodID(60, 71)
    public var deliveryTag: UInt64
    public var isRedelivered: Bool
    public var exchange: String
    public var routingKey: String
    public var messageCount: UInt32

    public init(
      deliveryTag: UInt64, isRedelivered: Bool = false, exchange: String, routingKey: String,
      messageCount: UInt32
    ) {
      self.deliveryTag = deliveryTag
      self.isRedelivered = isRedelivered
      self.exchange = exchange
      self.routingKey = routingKey
      self.messageCount = messageCount
    }

    init(from reader: inout WireReader) throws(WireError) {
      deliveryTag = try reader.longLong()
      let bits = try reader.octet()
      isRedelivered = bits & 1 != 0
      exchange = try reader.shortString()
      routingKey = try reader.shortString()
      messageCount = try reader.long()
    }

    func write(to writer: inout WireWriter) {
      writer.longLong(deliveryTag)
      writer.bits(isRedelivered)
      writer.shortString(exchange)
      writer.shortString(routingKey)
      writer.long(messageCount)
    }
  }

  /// The queue has no message.
  public struct GetEmpty: MethodArguments {
    public static let id = MethodID(60, 72)

    public init() {}

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString("")
    }
  }

  /// Settles one message, or all up to it.
  public struct Ack: MethodArguments {
    public static let id = MethodID(60, 80)
    public var deliveryTag: UInt64
    public var isMultiple: Bool

    public init(deliveryTag: UInt64, isMultiple: Bool = false) {
      self.deliveryTag = deliveryTag
      self.isMultiple = isMultiple
    }

    init(from reader: inout WireReader) throws(WireError) {
      deliveryTag = try reader.longLong()
      let bits = try reader.octet()
      isMultiple = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.longLong(deliveryTag)
      writer.bits(isMultiple)
    }
  }

  /// Refuses one message.
  public struct Reject: MethodArguments {
    public static let id = MethodID(60, 90)
    public var deliveryTag: UInt64
    public var requeues: Bool

    public init(deliveryTag: UInt64, requeues: Bool = false) {
      self.deliveryTag = deliveryTag
      self.requeues = requeues
    }

    init(from reader: inout WireReader) throws(WireError) {
      deliveryTag = try reader.longLong()
      let bits = try reader.octet()
      requeues = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.longLong(deliveryTag)
      writer.bits(requeues)
    }
  }

  /// Refuses one message, or all up to it (an extension of RabbitMQ).
  public struct Nack: MethodArguments {
    public static let id = MethodID(60, 120)
    public var deliveryTag: UInt64
    public var isMultiple: Bool
    public var requeues: Bool

    public init(deliveryTag: UInt64, isMultiple: Bool = false, requeues: Bool = false) {
      self.deliveryTag = deliveryTag
      self.isMultiple = isMultiple
      self.requeues = requeues
    }

    init(from reader: inout WireReader) throws(WireError) {
      deliveryTag = try reader.longLong()
      let bits = try reader.octet()
      isMultiple = bits & 1 != 0
      requeues = bits & 2 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.longLong(deliveryTag)
      writer.bits(isMultiple, requeues)
    }
  }
}
