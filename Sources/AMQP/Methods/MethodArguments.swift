/// The arguments of one method.
protocol MethodArguments: Sendable, Equatable {
  static var id: MethodID { get }

  init(from reader: inout WireReader) throws(WireError)

  func write(to writer: inout WireWriter)
}

/// Those of a method that has none.
protocol EmptyArguments: MethodArguments {
  init()
}

extension EmptyArguments {
  init(from reader: inout WireReader) { self.init() }

  func write(to writer: inout WireWriter) {}
}

/// Those that end a connection or a channel.
protocol CloseArguments: MethodArguments {
  var replyCode: ReplyCode { get }
  var replyText: String { get }
  /// The class of the method that was wrong; 0 when none was.
  var classID: UInt16 { get }
  var methodID: UInt16 { get }

  init(replyCode: ReplyCode, replyText: String, classID: UInt16, methodID: UInt16)
}

extension CloseArguments {
  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      replyCode: ReplyCode(try reader.short()), replyText: try reader.shortString(),
      classID: try reader.short(), methodID: try reader.short())
  }

  func write(to writer: inout WireWriter) {
    writer.short(replyCode.number)
    writer.shortString(replyText)
    writer.short(classID)
    writer.short(methodID)
  }
}
