/// The methods of the class `queue` (AMQP 0-9-1, section 1.7).
public enum Queue {
  /// Makes a queue, or asks whether it is there when passive.
  public struct Declare: MethodArguments {
    public static let id = MethodID(50, 10)
    public var queue: String
    public var isPassive: Bool
    public var isDurable: Bool
    public var isExclusive: Bool
    public var isAutoDelete: Bool
    public var noWait: Bool
    public var arguments: FieldTable

    public init(
      queue: String, isPassive: Bool = false, isDurable: Bool = false, isExclusive: Bool = false,
      isAutoDelete: Bool = false, noWait: Bool = false, arguments: FieldTable = FieldTable()
    ) {
      self.queue = queue
      self.isPassive = isPassive
      self.isDurable = isDurable
      self.isExclusive = isExclusive
      self.isAutoDelete = isAutoDelete
      self.noWait = noWait
      self.arguments = arguments
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      queue = try reader.shortString()
      let bits = try reader.octet()
      isPassive = bits & 1 != 0
      isDurable = bits & 2 != 0
      isExclusive = bits & 4 != 0
      isAutoDelete = bits & 8 != 0
      noWait = bits & 16 != 0
      arguments = try reader.table()
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(queue)
      writer.bits(isPassive, isDurable, isExclusive, isAutoDelete, noWait)
      writer.table(arguments)
    }
  }

  /// The queue is there.
  public struct DeclareOk: MethodArguments {
    public static let id = MethodID(50, 11)
    public var queue: String
    public var messageCount: UInt32
    public var consumerCount: UInt32

    public init(queue: String, messageCount: UInt32, consumerCount: UInt32) {
      self.queue = queue
      self.messageCount = messageCount
      self.consumerCount = consumerCount
    }

    init(from reader: inout WireReader) throws(WireError) {
      queue = try reader.shortString()
      messageCount = try reader.long()
      consumerCount = try reader.long()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString(queue)
      writer.long(messageCount)
      writer.long(consumerCount)
    }
  }

  /// Lets messages of an exchange into a queue.
  public struct Bind: MethodArguments {
    public static let id = MethodID(50, 20)
    public var queue: String
    public var exchange: String
    public var routingKey: String
    public var noWait: Bool
    public var arguments: FieldTable

    public init(
      queue: String, exchange: String, routingKey: String, noWait: Bool = false,
      arguments: FieldTable = FieldTable()
    ) {
      self.queue = queue
      self.exchange = exchange
      self.routingKey = routingKey
      self.noWait = noWait
      self.arguments = arguments
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      queue = try reader.shortString()
      exchange = try reader.shortString()
      routingKey = try reader.shortString()
      let bits = try reader.octet()
      noWait = bits & 1 != 0
      arguments = try reader.table()
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(queue)
      writer.shortString(exchange)
      writer.shortString(routingKey)
      writer.bits(noWait)
      writer.table(arguments)
    }
  }

  /// The binding is there.
  public struct BindOk: EmptyArguments {
    public static let id = MethodID(50, 21)

    public init() {}
  }

  /// Takes all ready messages out of a queue.
  public struct Purge: MethodArguments {
    public static let id = MethodID(50, 30)
    public var queue: String
    public var noWait: Bool

    public init(queue: String, noWait: Bool = false) {
      self.queue = queue
      self.noWait = noWait
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      queue = try reader.shortString()
      let bits = try reader.octet()
      noWait = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(queue)
      writer.bits(noWait)
    }
  }

  /// The queue is empty.
  public struct PurgeOk: MethodArguments {
    public static let id = MethodID(50, 31)
    public var messageCount: UInt32

    public init(messageCount: UInt32) {
      self.messageCount = messageCount
    }

    init(from reader: inout WireReader) throws(WireError) {
      messageCount = try reader.long()
    }

    func write(to writer: inout WireWriter) {
      writer.long(messageCount)
    }
  }

  /// Deletes a queue.
  public struct Delete: MethodArguments {
    public static let id = MethodID(50, 40)
    public var queue: String
    public var onlyIfUnused: Bool
    public var onlyIfEmpty: Bool
    public var noWait: Bool

    public init(
      queue: String, onlyIfUnused: Bool = false, onlyIfEmpty: Bool = false, noWait: Bool = false
    ) {
      self.queue = queue
      self.onlyIfUnused = onlyIfUnused
      self.onlyIfEmpty = onlyIfEmpty
      self.noWait = noWait
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      queue = try reader.shortString()
      let bits = try reader.octet()
      onlyIfUnused = bits & 1 != 0
      onlyIfEmpty = bits & 2 != 0
      noWait = bits & 4 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(queue)
      writer.bits(onlyIfUnused, onlyIfEmpty, noWait)
    }
  }

  /// The queue is gone.
  public struct DeleteOk: MethodArguments {
    public static let id = MethodID(50, 41)
    public var messageCount: UInt32

    public init(messageCount: UInt32) {
      self.messageCount = messageCount
    }

    init(from reader: inout WireReader) throws(WireError) {
      messageCount = try reader.long()
    }

    func write(to writer: inout WireWriter) {
      writer.long(messageCount)
    }
  }

  /// Undoes a binding.
  public struct Unbind: MethodArguments {
    public static let id = MethodID(50, 50)
    public var queue: String
    public var exchange: String
    public var routingKey: String
    public var arguments: FieldTable

    public init(
      queue: String, exchange: String, routingKey: String, arguments: FieldTable = FieldTable()
    ) {
      self.queue = queue
      self.exchange = exchange
      self.routingKey = routingKey
      self.arguments = arguments
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      queue = try reader.shortString()
      exchange = try reader.shortString()
      routingKey = try reader.shortString()
      arguments = try reader.table()
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(queue)
      writer.shortString(exchange)
      writer.shortString(routingKey)
      writer.table(arguments)
    }
  }

  /// The binding is gone.
  public struct UnbindOk: EmptyArguments {
    public static let id = MethodID(50, 51)

    public init() {}
  }
}
