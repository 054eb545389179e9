/// The methods of the class `confirm`, an extension of RabbitMQ.
public enum Confirm {
  /// Has the server confirm each message (an extension of RabbitMQ).
  public struct Select: MethodArguments {
    public static let id = MethodID(85, 10)
    public var noWait: Bool

    public init(noWait: Bool = false) {
      self.noWait = noWait
    }

    init(from reader: inout WireReader) throws(WireError) {
      let bits = try reader.octet()
      noWait = bits & 1 != 0
    }

    func write(to writer: inout WireWriter) {
      writer.bits(noWait)
    }
  }

  /// Messages will be confirmed.
  public struct SelectOk: EmptyArguments {
    public static let id = MethodID(85, 11)

    public init() {}
  }
}
