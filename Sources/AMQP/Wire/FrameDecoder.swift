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

  /// Bytes of a frame that is not complete.
  public var pending: Int { buffer.count - used }

  public mutating func append(_ bytes: some Collection<UInt8>) {
    if used > 0 {
      buffer.removeFirst(used)
      used = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next frame of what was appended; nil when more bytes are needed.
  ///
  /// - Throws: ``WireError`` when the bytes are no frames; nothing can be read after that.
  public mutating func next() throws(WireError) -> Incoming? {
    guard let (incoming, size) = try decode(from: used) else { return nil }
    used += size
    if used == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      used = 0
    }
    return incoming
  }

  /// The next frame, read in place: what is copied is the beginning of a frame whose end is not there.
  ///
  /// - Parameter bytes: what has just come; the frame, or all of it, is taken off its front.
  /// - Returns: nil when more bytes are needed.
  /// - Throws: ``WireError`` when the bytes are no frames; nothing can be read after that.
  public mutating func next(
    from bytes: inout UnsafeRawBufferPointer
  ) throws(WireError) -> Incoming? {
    while pending > 0 {
      if let incoming = try next() { return incoming }
      guard !bytes.isEmpty else { return nil }
      let missing = try missing()
      append(bytes.prefix(missing))
      bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(missing))
    }
    guard let (incoming, size) = try Self.decode(bytes, frameMax) else {
      append(bytes)
      bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(0))
      return nil
    }
    bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(size))
    return incoming
  }

  /// How many bytes the frame in the buffer lacks, as far as can be told.
  private func missing() throws(WireError) -> Int {
    let size = buffer.withUnsafeBytes {
      Self.size(of: UnsafeRawBufferPointer(rebasing: $0[used...]))
    }
    return size - pending
  }

  /// Nothing that throws a type of its own may stand in the standard library's closures.
  private func decode(from start: Int) throws(WireError) -> (Incoming, size: Int)? {
    let result = buffer.withUnsafeBytes { all -> Result<(Incoming, size: Int)?, WireError> in
      do throws(WireError) {
        return .success(
          try Self.decode(UnsafeRawBufferPointer(rebasing: all[start...]), frameMax))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  // MARK: One frame

  /// The bytes of the frame or protocol header that begins here, or of its head while only that can
  /// be told.
  private static func size(of bytes: UnsafeRawBufferPointer) -> Int {
    if bytes.first == ProtocolHeader.bytes[0] { return ProtocolHeader.bytes.count }
    guard bytes.count >= Frame.headSize else { return Frame.headSize }
    return Frame.overhead
      + Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 3, as: UInt32.self)))
  }

  private static func decode(
    _ bytes: UnsafeRawBufferPointer, _ frameMax: Int
  ) throws(WireError) -> (Incoming, size: Int)? {
    guard let first = bytes.first else { return nil }
    if first == ProtocolHeader.bytes[0] { return try protocolHeader(bytes) }
    guard let kind = Frame.Kind(rawValue: first) else {
      throw WireError(.frameError, "there is no frame type \(first)")
    }
    guard bytes.count >= Frame.headSize else { return nil }
    let size = size(of: bytes)
    guard frameMax == 0 || size <= frameMax else {
      throw WireError(.frameError, "a frame of \(size) bytes, \(frameMax) are allowed")
    }
    guard bytes.count >= size else { return nil }
    guard bytes[size - 1] == Frame.end else {
      throw WireError(
        .frameError, "a frame ends in \(bytes[size - 1]) instead of \(Frame.end)")
    }
    let channel = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt16.self))
    let payload = UnsafeRawBufferPointer(rebasing: bytes[Frame.headSize..<(size - 1)])
    return (try incoming(kind, channel, payload), size)
  }

  private static func protocolHeader(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WireError) -> (Incoming, size: Int)? {
    let known = ProtocolHeader.bytes.prefix(4)
    guard bytes.prefix(4).elementsEqual(known.prefix(bytes.count)) else {
      throw WireError(.frameError, "neither a frame nor a protocol header")
    }
    let size = ProtocolHeader.bytes.count
    guard bytes.count >= size else { return nil }
    return (.protocolHeader(Array(bytes.prefix(size))), size)
  }

  private static func incoming(
    _ kind: Frame.Kind, _ channel: UInt16, _ payload: UnsafeRawBufferPointer
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
    _ channel: UInt16, _ payload: UnsafeRawBufferPointer
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

  private static func header(_ payload: UnsafeRawBufferPointer) throws(WireError) -> ContentHeader {
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
