/// The methods of the class `exchange` (AMQP 0-9-1, section 1.6).
public enum Exchange {
  /// Makes an exchange, or asks whether it is there when passive.
  public struct Declare: MethodArguments {
    public static let id = MethodID(40, 10)
    public var exchange: String
    public var type: String
    public var isPassive: Bool
    public var isDurable: Bool
    public var isAutoDelete: Bool
    public var isInternal: Bool
    public var noWait: Bool
    public var arguments: FieldTable

    public init(
      exchange: String, type: String, isPassive: Bool = false, isDurable: Bool = false,
      isAutoDelete: Bool = false, isInternal: Bool = false, noWait: Bool = false,
      arguments: FieldTable = FieldTable()
    ) {
      self.exchange = exchange
      self.type = type
      self.isPassive = isPassive
      self.isDurable = isDurable
      self.isAutoDelete = isAutoDelete
      self.isInternal = isInternal
      self.noWait = noWait
      self.arguments = arguments
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      exchange = try reader.shortString()
      type = try reader.shortString()
      let bits = try reader.octet()
      isPassive = bits & 1 != 0
      isDurable = bits & 2 != 0
      isAutoDelete = bits & 4 != 0
      isInternal = bits & 8 != 0
      noWait = bits & 16 != 0
      arguments = try reader.table()
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(exchange)
      writer.shortString(type)
      writer.bits(isPassive, isDurable, isAutoDelete, isInternal, noWait)
      writer.table(arguments)
    }
  }

  /// The exchange is there.
  public struct DeclareOk: EmptyArguments {
    public static let id = MethodID(40, 11)

    public init() {}
  }

  /// Deletes an exchange.
  public struct Delete: MethodArguments {
    public static let id = MethodID(40, 20)
    public var exchange: String
    public var onlyIfUnused: Bool
    public var noWait: Bool

    public init(exchange: String, onlyIfUnused: Bool = false, noWait: Bool = false) {
      self.exchange = exchange
      self.onlyIfUnused = onlyIfUnused
      self.noWait = noWait
    }

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.short()
      exchange = try reader.shortString()
      let bits = try reader.octet()
      onlyIfUnused = bits & 1 != 0
      noWait = bits & 2 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.short(0)
      writer.shortString(exchange)
      writer.bits(onlyIfUnused, noWait)
    }
  }

  /// The exchange is gone.
  public struct DeleteOk: EmptyArguments {
    public static let id = MethodID(40, 21)

    public init() {}
  }
}
