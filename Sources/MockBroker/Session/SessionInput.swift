import AMQP

/// What a client asks for, once all its frames are there.
enum Command: Sendable {
  case protocolHeader([UInt8])
  case method(channel: UInt16, Method)
  case publish(channel: UInt16, Basic.Publish, Message)
  case unknown(channel: UInt16, MethodID)
  /// A message that is too large to be taken in.
  case tooLarge(channel: UInt16, size: UInt64)
  /// A frame that has no place here.
  case misplaced(channel: UInt16, ReplyCode, String, MethodID?)
  /// The bytes are no frames; nothing comes after it.
  case broken(WireError)
  /// The server ends.
  case shutDown
}

/// Makes commands of bytes, without knowing any broker: that is done before its lock is taken.
struct SessionInput: Sendable {
  private var decoder: FrameDecoder
  private let maxMessageSize: Int
  private var hasBegun = false
  private var hasEnded = false
  /// The message that is coming, on each open channel.
  private var contents: [UInt16: Content] = [:]
  /// Bytes of all messages that are coming.
  private var held = 0

  private enum Content {
    case idle
    case header(Basic.Publish)
    case body(Basic.Publish, BasicProperties, [UInt8], size: Int)
    /// The rest of a message that is not taken.
    case skipped(UInt64)
  }

  /// - Parameter frameMax: what is taken before anything is negotiated.
  init(frameMax: Int, maxMessageSize: Int) {
    decoder = FrameDecoder(frameMax: frameMax)
    self.maxMessageSize = maxMessageSize
  }

  /// Takes what has come and adds the commands that are complete.
  mutating func read(_ bytes: UnsafeRawBufferPointer, into commands: inout [Command]) {
    var rest = bytes
    while !hasEnded {
      do throws(WireError) {
        guard let incoming = try decoder.next(from: &rest) else { return }
        take(incoming, &commands)
      } catch {
        hasEnded = true
        commands.append(hasBegun ? .broken(error) : .protocolHeader([]))
      }
    }
  }

  private mutating func take(_ incoming: FrameDecoder.Incoming, _ commands: inout [Command]) {
    switch incoming {
    case .protocolHeader(let bytes):
      hasEnded = hasBegun
      hasBegun = true
      commands.append(.protocolHeader(bytes))
    case _ where !hasBegun:
      hasEnded = true
      commands.append(.protocolHeader([]))
    case .unknownMethod(let channel, let id): commands.append(.unknown(channel: channel, id))
    case .frame(let frame):
      switch frame.payload {
      case .method(let method): take(method, frame.channel, &commands)
      case .header(let header): take(header, frame.channel, &commands)
      case .body(let body): take(body, frame.channel, &commands)
      case .heartbeat: break
      }
    }
  }

  private mutating func take(_ method: Method, _ channel: UInt16, _ commands: inout [Command]) {
    let content = contents[channel]
    switch content {
    case .header(let publish): misplaced(channel, Self.headerMissing, publish, &commands)
    case .body(let publish, _, _, _): misplaced(channel, Self.bodyMissing, publish, &commands)
    default: break
    }
    switch method {
    case .basicPublish(let publish) where content != nil:
      contents[channel] = .header(publish)
      return
    case .channelOpen: setContent(.idle, channel)
    case .channelClose, .channelCloseOk: setContent(nil, channel)
    case .connectionTuneOk(let limits) where channel == 0: decoder.frameMax = Int(limits.frameMax)
    default: break
    }
    commands.append(.method(channel: channel, method))
  }

  private mutating func take(
    _ header: ContentHeader, _ channel: UInt16, _ commands: inout [Command]
  ) {
    switch contents[channel] {
    case .header(let publish):
      if header.bodySize > UInt64(maxMessageSize) {
        contents[channel] = .skipped(header.bodySize)
        commands.append(.tooLarge(channel: channel, size: header.bodySize))
      } else {
        contents[channel] = .body(publish, header.properties, [], size: Int(header.bodySize))
        if header.bodySize == 0 { take([], channel, &commands) }
      }
    case .body(let publish, _, _, _): misplaced(channel, Self.bodyMissing, publish, &commands)
    case .skipped, .idle, nil:
      misplaced(channel, Self.methodMissing, nil, &commands)
    }
  }

  private mutating func take(_ part: [UInt8], _ channel: UInt16, _ commands: inout [Command]) {
    switch contents[channel] {
    case .body(let publish, let properties, var body, let size):
      // Nobody else may hold the array, or every part would copy it.
      setContent(.idle, channel)
      guard part.count <= size - body.count else {
        return misplaced(channel, "more bytes of body than were announced", publish, &commands)
      }
      if body.isEmpty { body = part } else { body.append(contentsOf: part) }
      if body.count < size {
        setContent(.body(publish, properties, body, size: size), channel)
        guard held <= maxMessageSize else {
          return misplaced(channel, Self.tooMuch, publish, &commands, .resourceError)
        }
      } else {
        let message = Message(
          exchange: publish.exchange, routingKey: publish.routingKey, properties: properties,
          body: body)
        commands.append(.publish(channel: channel, publish, message))
      }
    case .skipped(let rest):
      let left = rest - min(rest, UInt64(part.count))
      contents[channel] = left == 0 ? .idle : .skipped(left)
    case .header(let publish): misplaced(channel, Self.headerMissing, publish, &commands)
    case .idle, nil: misplaced(channel, Self.methodMissing, nil, &commands)
    }
  }

  /// Keeps count of what is held.
  private mutating func setContent(_ content: Content?, _ channel: UInt16) {
    if case .body(_, _, let body, _) = contents[channel] { held -= body.count }
    if case .body(_, _, let body, _) = content { held += body.count }
    contents[channel] = content
  }

  // MARK: Frames out of place

  private static let methodMissing = "expected method frame, got non method frame instead"
  private static let headerMissing =
    "expected content header for class 60, got non content header frame instead"
  private static let bodyMissing = "expected content body, got non content body frame instead"
  private static let tooMuch = "more unfinished messages than a connection may send"

  private mutating func misplaced(
    _ channel: UInt16, _ words: String, _ publish: Basic.Publish?,
    _ commands: inout [Command], _ code: ReplyCode = .unexpectedFrame
  ) {
    if contents[channel] != nil { setContent(.idle, channel) }
    commands.append(
      .misplaced(channel: channel, code, words, publish.map { _ in Basic.Publish.id }))
  }
}
