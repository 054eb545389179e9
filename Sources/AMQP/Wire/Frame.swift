/// One frame of a connection (AMQP 0-9-1, section 4.2.3).
public struct Frame: Sendable, Equatable {
  public enum Payload: Sendable, Equatable {
    case method(Method)
    case header(ContentHeader)
    case body([UInt8])
    case heartbeat
  }

  /// 0 for the connection itself.
  public var channel: UInt16
  public var payload: Payload

  public init(channel: UInt16, _ payload: Payload) {
    self.channel = channel
    self.payload = payload
  }

  public init(channel: UInt16, _ method: Method) {
    self.init(channel: channel, .method(method))
  }

  public static let heartbeat = Frame(channel: 0, .heartbeat)

  /// The number of the class `basic`, the only one with contents.
  static let contentClass: UInt16 = 60
  /// A frame's bytes beside its payload: type, channel and length in front, the end mark behind.
  static let overhead = 8
  static let headSize = 7
  static let end: UInt8 = 0xCE

  enum Kind: UInt8 {
    case method = 1
    case header = 2
    case body = 3
    case heartbeat = 8
  }
}

/// What a client sends first (AMQP 0-9-1, section 4.2.2), and a server that speaks another version.
public enum ProtocolHeader {
  public static let bytes: [UInt8] = Array("AMQP".utf8) + [0, 0, 9, 1]
}

/// Writes frames one behind the other.
public struct FrameEncoder: Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// Takes out what was written.
  public mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// Writes a protocol header, which is no frame.
  public mutating func append(header: [UInt8]) { bytes += header }

  public mutating func append(_ frame: Frame) {
    switch frame.payload {
    case .method(let method):
      append(.method, frame.channel) { writer in
        let arguments = method.arguments
        let id = type(of: arguments).id
        writer.short(id.classID)
        writer.short(id.methodID)
        arguments.write(to: &writer)
      }
    case .header(let header):
      append(.header, frame.channel) { writer in
        writer.short(Frame.contentClass)
        writer.short(0)
        writer.longLong(header.bodySize)
        header.properties.write(to: &writer)
      }
    case .body(let body): append(.body, frame.channel) { $0.raw(body) }
    case .heartbeat: append(.heartbeat, frame.channel) { _ in }
    }
  }

  /// A method with the message that belongs to it, in frames of at most `frameMax` bytes, 0 for any.
  public mutating func append(
    _ method: Method, channel: UInt16, properties: BasicProperties, body: [UInt8], frameMax: Int
  ) {
    append(Frame(channel: channel, method))
    let header = ContentHeader(bodySize: UInt64(body.count), properties: properties)
    append(Frame(channel: channel, .header(header)))
    let most = frameMax == 0 ? body.count : max(1, frameMax - Frame.overhead)
    var rest = body[...]
    while !rest.isEmpty {
      append(.body, channel) { $0.raw(rest.prefix(most)) }
      rest = rest.dropFirst(most)
    }
  }

  private mutating func append(
    _ kind: Frame.Kind, _ channel: UInt16, _ payload: (inout WireWriter) -> Void
  ) {
    var writer = WireWriter(take())
    writer.octet(kind.rawValue)
    writer.short(channel)
    writer.counted(payload)
    writer.octet(Frame.end)
    bytes = writer.bytes
  }
}
