/// The methods of the class `connection` (AMQP 0-9-1, section 1.4).
public enum Connection {
  /// The server begins: what it is and which ways of logging in it has.
  public struct Start: MethodArguments {
    public static let id = MethodID(10, 10)
    public var versionMajor: UInt8
    public var versionMinor: UInt8
    public var serverProperties: FieldTable
    public var mechanisms: String
    public var locales: String

    public init(
      versionMajor: UInt8, versionMinor: UInt8, serverProperties: FieldTable = FieldTable(),
      mechanisms: String, locales: String = "en_US"
    ) {
      self.versionMajor = versionMajor
      self.versionMinor = versionMinor
      self.serverProperties = serverProperties
      self.mechanisms = mechanisms
      self.locales = locales
    }

    init(from reader: inout WireReader) throws(WireError) {
      versionMajor = try reader.octet()
      versionMinor = try reader.octet()
      serverProperties = try reader.table()
      mechanisms = String(decoding: try reader.longString(), as: UTF8.self)
      locales = String(decoding: try reader.longString(), as: UTF8.self)
    }

    func write(to writer: inout WireWriter) {
      writer.octet(versionMajor)
      writer.octet(versionMinor)
      writer.table(serverProperties)
      writer.longString(Array(mechanisms.utf8))
      writer.longString(Array(locales.utf8))
    }
  }

  /// The client answers: what it is, and its credentials.
  public struct StartOk: MethodArguments {
    public static let id = MethodID(10, 11)
    public var clientProperties: FieldTable
    public var mechanism: String
    public var response: [UInt8]
    public var locale: String

    public init(
      clientProperties: FieldTable = FieldTable(), mechanism: String, response: [UInt8],
      locale: String = "en_US"
    ) {
      self.clientProperties = clientProperties
      self.mechanism = mechanism
      self.response = response
      self.locale = locale
    }

    init(from reader: inout WireReader) throws(WireError) {
      clientProperties = try reader.table()
      mechanism = try reader.shortString()
      response = try reader.longString()
      locale = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.table(clientProperties)
      writer.shortString(mechanism)
      writer.longString(response)
      writer.shortString(locale)
    }
  }

  /// The server proposes limits; 0 stands for none.
  public struct Tune: MethodArguments {
    public static let id = MethodID(10, 30)
    public var channelMax: UInt16
    public var frameMax: UInt32
    public var heartbeat: UInt16

    public init(channelMax: UInt16, frameMax: UInt32, heartbeat: UInt16) {
      self.channelMax = channelMax
      self.frameMax = frameMax
      self.heartbeat = heartbeat
    }

    init(from reader: inout WireReader) throws(WireError) {
      channelMax = try reader.short()
      frameMax = try reader.long()
      heartbeat = try reader.short()
    }

    func write(to writer: inout WireWriter) {
      writer.short(channelMax)
      writer.long(frameMax)
      writer.short(heartbeat)
    }
  }

  /// The limits that hold.
  public struct TuneOk: MethodArguments {
    public static let id = MethodID(10, 31)
    public var channelMax: UInt16
    public var frameMax: UInt32
    public var heartbeat: UInt16

    public init(channelMax: UInt16, frameMax: UInt32, heartbeat: UInt16) {
      self.channelMax = channelMax
      self.frameMax = frameMax
      self.heartbeat = heartbeat
    }

    init(from reader: inout WireReader) throws(WireError) {
      channelMax = try reader.short()
      frameMax = try reader.long()
      heartbeat = try reader.short()
    }

    func write(to writer: inout WireWriter) {
      writer.short(channelMax)
      writer.long(frameMax)
      writer.short(heartbeat)
    }
  }

  /// Chooses a virtual host.
  public struct Open: MethodArguments {
    public static let id = MethodID(10, 40)
    public var virtualHost: String

    public init(virtualHost: String) {
      self.virtualHost = virtualHost
    }

    init(from reader: inout WireReader) throws(WireError) {
      virtualHost = try reader.shortString()
      _ = try reader.shortString()
      _ = try reader.octet()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString(virtualHost)
      writer.shortString("")
      writer.bits(false)
    }
  }

  /// The connection is ready.
  public struct OpenOk: MethodArguments {
    public static let id = MethodID(10, 41)

    public init() {}

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString("")
    }
  }

  /// Ends the connection, with the method that was wrong, if one was.
  public struct Close: CloseArguments {
    public static let id = MethodID(10, 50)
    public var replyCode: ReplyCode
    public var replyText: String
    public var classID: UInt16
    public var methodID: UInt16

    public init(replyCode: ReplyCode, replyText: String, classID: UInt16 = 0, methodID: UInt16 = 0)
    {
      self.replyCode = replyCode
      self.replyText = replyText
      self.classID = classID
      self.methodID = methodID
    }
  }

  /// The connection has ended.
  public struct CloseOk: EmptyArguments {
    public static let id = MethodID(10, 51)

    public init() {}
  }

  /// The server takes no messages for now (an extension of RabbitMQ).
  public struct Blocked: MethodArguments {
    public static let id = MethodID(10, 60)
    public var reason: String

    public init(reason: String) {
      self.reason = reason
    }

    init(from reader: inout WireReader) throws(WireError) {
      reason = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString(reason)
    }
  }

  /// The server takes messages again (an extension of RabbitMQ).
  public struct Unblocked: EmptyArguments {
    public static let id = MethodID(10, 61)

    public init() {}
  }
}
