/// The methods of the class `channel` (AMQP 0-9-1, section 1.5).
public enum Channel {
  /// Opens the channel that it is sent on.
  public struct Open: MethodArguments {
    public static let id = MethodID(20, 10)

    public init() {}

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.shortString()
    }

    func write(to writer: inout WireWriter) {
      writer.shortString("")
    }
  }

  /// The channel is open.
  public struct OpenOk: MethodArguments {
    public static let id = MethodID(20, 11)

    public init() {}

    init(from reader: inout WireReader) throws(WireError) {
      _ = try reader.longString()
    }

    func write(to writer: inout WireWriter) {
      writer.longString([])
    }
  }

  /// Stops or resumes the flow of messages.
  public struct Flow: MethodArguments {
    public static let id = MethodID(20, 20)
    public var isActive: Bool

    public init(isActive: Bool = false) {
      self.isActive = isActive
    }

    init(from reader: inout WireReader) throws(WireError) {
      let bits = try reader.octet()
      isActive = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.bits(isActive)
    }
  }

  /// The flow was stopped or resumed.
  public struct FlowOk: MethodArguments {
    public static let id = MethodID(20, 21)
    public var isActive: Bool

    public init(isActive: Bool = false) {
      self.isActive = isActive
    }

    init(from reader: inout WireReader) throws(WireError) {
      let bits = try reader.octet()
      isActive = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.bits(isActive)
    }
  }

  /// Ends the channel, with the method that was wrong, if one was.
  public struct Close: CloseArguments {
    public static let id = MethodID(20, 40)
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

  /// The channel has ended.
  public struct CloseOk: EmptyArguments {
    public static let id = MethodID(20, 41)

    public init() {}
  }
}
