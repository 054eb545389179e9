/// Cuts a stream of bytes into frames, however it arrives.
public struct FrameDecoder: Sendable {
  /// What comes in.
  public enum Incoming: Sendable, Equatable {
    /// Eight bytes that begin with `AMQP`.
    case protocolHeader([UInt8])
    case frame(Frame)
    /// A method that this codec does not have.
    case unknownMethod(channel: UInt16, MethodID)
  }

  /// The largest frame that is taken, all its bytes counted; 0 for any. What is negotiated.
  public var frameMax: Int
  private var buffer: [UInt8] = []
  /// Of the buffer, what was cut off already.
  private var used = 0

  /// - Parameter frameMax: what holds until another is negotiated; RabbitMQ's is 131,072.
  public init(frameMax: Int = 131_072) { self.frameMax = frameMax }

  public mutating func append(_ bytes: some Collection<UInt8>) {
    if used > 0 {
      buffer.removeFirst(used)
      used = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next frame; nil when more bytes are needed.
  ///
  /// - Throws: ``WireError`` when the bytes are no frames; nothing can be read after that.
  public mutating func next() throws(WireError) -> Incoming? {
    let rest = buffer[used...]
    guard let first = rest.first else { return nil }
    if first == ProtocolHeader.bytes[0] { return try protocolHeader(rest) }
    guard let kind = Frame.Kind(rawValue: first) else {
      throw WireError(.frameError, "there is no frame type \(first)")
    }
    guard rest.count >= Frame.headSize else { return nil }
    var head = WireReader(rest.dropFirst().prefix(Frame.headSize - 1))
    let (channel, length) = (try head.short(), Int(try head.long()))
    guard frameMax == 0 || length + Frame.overhead <= frameMax else {
      throw WireError(
        .frameError, "a frame of \(length + Frame.overhead) bytes, \(frameMax) are allowed")
    }
    guard rest.count >= length + Frame.overhead else { return nil }
    let payload = rest.dropFirst(Frame.headSize).prefix(length)
    guard buffer[payload.endIndex] == Frame.end else {
      throw WireError(
        .frameError, "a frame ends in \(buffer[payload.endIndex]) instead of \(Frame.end)")
    }
    used += length + Frame.overhead
    return try Self.incoming(kind, channel, payload)
  }

  private mutating func protocolHeader(_ rest: ArraySlice<UInt8>) throws(WireError) -> Incoming? {
    let known = ProtocolHeader.bytes.prefix(4)
    guard rest.prefix(4).elementsEqual(known.prefix(rest.count)) else {
      throw WireError(.frameError, "neither a frame nor a protocol header")
    }
    guard rest.count >= ProtocolHeader.bytes.count else { return nil }
    used += ProtocolHeader.bytes.count
    return .protocolHeader(Array(rest.prefix(ProtocolHeader.bytes.count)))
  }

  private static func incoming(
    _ kind: Frame.Kind, _ channel: UInt16, _ payload: ArraySlice<UInt8>
  ) throws(WireError) -> Incoming {
    switch kind {
    case .method: return try method(channel, payload)
    case .header: return .frame(Frame(channel: channel, .header(try header(payload))))
    case .body: return .frame(Frame(channel: channel, .body(Array(payload))))
    case .heartbeat:
      guard channel == 0, payload.isEmpty else {
        throw WireError(.frameError, "a heartbeat is empty and on channel 0")
      }
      return .frame(.heartbeat)
    }
  }

  private static func method(
    _ channel: UInt16, _ payload: ArraySlice<UInt8>
  ) throws(WireError) -> Incoming {
    var reader = WireReader(payload)
    let id = MethodID(try reader.short(), try reader.short())
    do throws(WireError) {
      guard let method = try Method(id, from: &reader) else {
        return .unknownMethod(channel: channel, id)
      }
      guard reader.isAtEnd else {
        throw WireError(.syntaxError, "bytes are left behind the arguments of \(id)")
      }
      return .frame(Frame(channel: channel, .method(method)))
    } catch {
      throw WireError(error.code, error.reason, method: id)
    }
  }

  private static func header(_ payload: ArraySlice<UInt8>) throws(WireError) -> ContentHeader {
    var reader = WireReader(payload)
    let (contentClass, weight) = (try reader.short(), try reader.short())
    guard contentClass == Frame.contentClass, weight == 0 else {
      throw WireError(.frameError, "a header of class \(contentClass) and weight \(weight)")
    }
    let size = try reader.longLong()
    let properties = try BasicProperties(from: &reader)
    guard reader.isAtEnd else {
      throw WireError(.syntaxError, "bytes are left behind the properties of a message")
    }
    return ContentHeader(bodySize: size, properties: properties)
  }
}
