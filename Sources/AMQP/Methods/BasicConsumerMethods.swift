/// The methods of the class `basic` that are about consumers.
extension Basic {
  /// Limits how many unacknowledged messages are delivered.
  public struct Qos: MethodArguments {
    public static let id = MethodID(60, 10)
    public var prefetchSize: UInt32
    public var prefetchCount: UInt16
    public var isGlobal: Bool

    public init(prefetchSize: UInt32, prefetchCount: UInt16, isGlobal: Bool = false) {
      self.prefetchSize = prefetchSize
      self.prefetchCount = prefetchCount
      self.isGlobal = isGlobal
    }

    init(from reader: inout WireReader) throws(WireError) {
      prefetchSize = try reader.long()
      prefetchCount = try reader.short()
      let bits = try reader.octet()
      isGlobal = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.long(prefetchSize)
      writer.short(prefetchCount)
      writer.bits(isGlobal)
    }
  }

  /// The limit holds.
  public struct QosOk: EmptyArguments {
    public static let id = MethodID(60, 11)

    public init() {}
  }

  /// Has messages of a queue delivered.
  public struct Consume: MethodArguments {
    public static let id = MethodID(60, 20)
    public var queue: String
    public var consumerTag: String
    public var noLocal: Bool
    public var noAck: Bool
    public var isExclusive: Bool
    public var noWait: Bool
    public var arguments: FieldTable

    public init(
      queue: String, consumerTag: String = "", noLocal: Bool = false, noAck: Bool = false,
      isExclusive: Bool = false, noWait: Bool = false, arguments: FieldTable = FieldTable()
    ) {
      self.queue = queue
      self.consumerTag = consumerTag
      self.noLocal = noLocal
      self.noAck = noAck
      self.isExclusive = isExclusive
      self.noWait = noWait
      self.arguments = arguments
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      queue = try reader.shortString()
      consumerTag = try reader.shortString()
      let bits = try reader.octet()
      noLocal = bits & 1 != 0
      noAck = bits & 2 != 0
      isExclusive = bits & 4 != 0
      noWait = bits & 8 != 0
      arguments = try reader.table()
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(queue)
      writer.shortString(consumerTag)
      writer.bits(noLocal, noAck, isExclusive, noWait)
      writer.table(arguments)
    }
  }

  /// Messages will be delivered.
  public struct ConsumeOk: MethodArguments {
    public static let id = MethodID(60, 21)
    public var consumerTag: String

    public init(consumerTag: String) {
      self.consumerTag = consumerTag
    }

    init(from reader: inout WireReader) throws(WireError) {
      consumerTag = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString(consumerTag)
    }
  }

  /// Ends a consumer. The server sends it too, when the queue is gone.
  public struct Cancel: MethodArguments {
    public static let id = MethodID(60, 30)
    public var consumerTag: String
    public var noWait: Bool

    public init(consumerTag: String, noWait: Bool = false) {
      self.consumerTag = consumerTag
      self.noWait = noWait
    }

    init(from reader: inout WireReader) throws(WireError) {
      consumerTag = try reader.shortString()
      let bits = try reader.octet()
      noWait = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.shortString(consumerTag)
      writer.bits(noWait)
    }
  }

  /// The consumer has ended.
  public struct CancelOk: MethodArguments {
    public static let id = MethodID(60, 31)
    public var consumerTag: String

    public init(consumerTag: String) {
      self.consumerTag = consumerTag
    }

    init(from reader: inout WireReader) throws(WireError) {
      consumerTag = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString(consumerTag)
    }
  }
}
