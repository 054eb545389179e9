/// The client's side of a connection without its socket: bytes come in, events and bytes come out.
///
/// Nothing here waits or looks at a clock; whoever owns it does, and says so with ``fail(_:)``.
struct ClientMachine {
  enum Phase: Equatable {
    case start, tune, open
    /// Channels can be opened.
    case ready
    /// This side has asked for the end.
    case closing
    case closed(ConnectionError)
  }

  /// What a machine tells its owner, in the order of the wire.
  enum Event: Equatable {
    case ready
    /// The broker takes no messages, and why; nil: it takes them again.
    case blocked(String?)
    /// An answer to the oldest question of a channel, with the message that it brings, if any.
    case answered(channel: UInt16, Method, AMQPMessage?)
    case channel(UInt16, ChannelEvent)
    /// The last one. The bytes that are left are still to be sent.
    case closed(ConnectionError)
  }

  let address: BrokerAddress
  let options: ConnectionOptions
  private(set) var phase = Phase.start
  /// What the broker tells about itself.
  private(set) var serverProperties = FieldTable()
  private(set) var limits = Connection.TuneOk(channelMax: 0, frameMax: 131_072, heartbeat: 0)
  /// What is to be sent.
  var output = FrameEncoder()
  var channels: [UInt16: ChannelState] = [:]
  private var lastChannel: UInt16 = 0
  private var decoder = FrameDecoder()
  /// Whether anything has come from the other side.
  private var isKnown = false
  var events: [Event] = []

  init(_ address: BrokerAddress, _ options: ConnectionOptions) {
    self.address = address
    self.options = options
  }

  var isClosed: Bool { if case .closed = phase { true } else { false } }

  // MARK: What happens

  /// Takes what came; the events since the last time are in the result.
  mutating func receive(_ bytes: some Collection<UInt8>) -> [Event] {
    guard !isClosed else { return [] }
    decoder.append(bytes)
    do throws(WireError) {
      while !isClosed, let incoming = try decoder.next() {
        switch incoming {
        case .protocolHeader(let header):
          let version = header.suffix(3).map(String.init).joined(separator: "-")
          fail(.notAMQP(address, reason: "it asks for version \(version)"))
        case .unknownMethod(_, let id):
          violated(.notImplemented, "\(id) is not known here", id)
        case .frame(let frame):
          isKnown = true
          take(frame)
        }
      }
    } catch {
      if isKnown {
        violated(error.code, error.reason, error.method)
      } else {
        fail(.notAMQP(address, reason: error.reason))
      }
    }
    return takeEvents()
  }

  mutating func takeEvents() -> [Event] {
    defer { events.removeAll() }
    return events
  }

  /// The end, for a reason that this machine can't see. A second one has no effect.
  mutating func fail(_ error: ConnectionError) {
    guard !isClosed else { return }
    for channel in channels.keys.sorted() { events.append(.channel(channel, .closed(error))) }
    channels = [:]
    phase = .closed(error)
    events.append(.closed(error))
  }

  /// Ends the connection because of what the broker sent.
  mutating func violated(_ code: ReplyCode, _ reason: String, _ method: MethodID? = nil) {
    let close = Connection.Close(
      replyCode: code, replyText: "\(code.name) - \(reason)", classID: method?.classID ?? 0,
      methodID: method?.methodID ?? 0)
    output.append(Frame(channel: 0, .connectionClose(close)))
    fail(.violation(address, reason: reason))
  }

  // MARK: What this side wants

  /// Sends what every connection begins with.
  static func begin() -> [UInt8] { ProtocolHeader.bytes }

  /// Asks for the end; the broker's close-ok is awaited.
  mutating func close(_ code: ReplyCode, _ text: String) {
    guard !isClosed, phase != .closing else { return }
    output.append(Frame(channel: 0, .connectionClose(.init(replyCode: code, replyText: text))))
    phase = .closing
  }

  /// Takes a channel that is not in use and asks for it.
  mutating func openChannel() throws(ConnectionError) -> UInt16 {
    switch phase {
    case .closed(let error): throw error
    case .ready: break
    default: throw .closed
    }
    let most = limits.channelMax == 0 ? UInt16.max : limits.channelMax
    guard channels.count < Int(most) else { throw .noChannelLeft(most: Int(most)) }
    repeat {
      lastChannel = lastChannel >= most ? 1 : lastChannel + 1
    } while channels[lastChannel]
      != nil
    channels[lastChannel] = ChannelState()
    output.append(Frame(channel: lastChannel, .channelOpen(.init())))
    return lastChannel
  }

  // MARK: Frames

  private mutating func take(_ frame: Frame) {
    switch frame.payload {
    case .heartbeat: break
    case .method(let method) where frame.channel == 0: take(method)
    case .method, .header, .body:
      guard frame.channel != 0, channels[frame.channel] != nil else {
        // After a close of this side, what the broker had sent before is passed over.
        if phase != .closing { violated(.channelError, "channel \(frame.channel) is not open") }
        return
      }
      take(frame.payload, on: frame.channel)
    }
  }

  /// A method of the connection itself.
  private mutating func take(_ method: Method) {
    switch (method, phase) {
    case (.connectionStart(let start), .start): answer(start)
    case (.connectionTune(let tune), .tune): answer(tune)
    case (.connectionOpenOk, .open):
      phase = .ready
      events.append(.ready)
    case (.connectionClose(let close), _):
      output.append(Frame(channel: 0, .connectionCloseOk(.init())))
      fail(refusal(close))
    case (.connectionCloseOk, .closing): fail(.closed)
    case (.connectionBlocked(let blocked), _): events.append(.blocked(blocked.reason))
    case (.connectionUnblocked, _): events.append(.blocked(nil))
    default:
      let id = method.id
      violated(.commandInvalid, "\(id) was not expected", id)
    }
  }

  private mutating func answer(_ start: Connection.Start) {
    serverProperties = start.serverProperties
    guard (start.versionMajor, start.versionMinor) == (0, 9) else {
      fail(.notAMQP(address, reason: "its version is \(start.versionMajor)-\(start.versionMinor)"))
      return
    }
    guard start.mechanisms.split(separator: " ").contains("PLAIN") else {
      fail(.noPlainLogin(address, mechanisms: start.mechanisms))
      return
    }
    var properties = options.clientProperties
    properties.append("capabilities", .table(ConnectionOptions.capabilities))
    let response = [0] + Array(address.user.utf8) + [0] + Array(address.password.utf8)
    output.append(
      Frame(
        channel: 0,
        .connectionStartOk(
          .init(clientProperties: properties, mechanism: "PLAIN", response: response))))
    phase = .tune
  }

  private mutating func answer(_ tune: Connection.Tune) {
    limits = .init(
      channelMax: Self.smaller(tune.channelMax, options.channelMax),
      frameMax: Self.smaller(tune.frameMax, options.frameMax),
      heartbeat: options.heartbeat.map { $0 == 0 ? 0 : Self.smaller(tune.heartbeat, $0) }
        ?? tune.heartbeat)
    // Larger frames of the broker are read, as far as they have any limit.
    decoder.frameMax = Int(limits.frameMax)
    output.append(Frame(channel: 0, .connectionTuneOk(limits)))
    output.append(
      Frame(channel: 0, .connectionOpen(.init(virtualHost: address.virtualHost))))
    phase = .open
  }

  /// The smaller of two limits, where 0 is none.
  private static func smaller<Number: FixedWidthInteger>(_ one: Number, _ other: Number) -> Number {
    one == 0 || other == 0 ? max(one, other) : min(one, other)
  }

  private func refusal(_ close: Connection.Close) -> ConnectionError {
    switch (close.replyCode, phase) {
    case (.accessRefused, .tune): .loginRefused(address, text: close.replyText)
    case (.notAllowed, .open): .virtualHostRefused(address, text: close.replyText)
    default:
      .connectionClosed(
        close.replyCode, close.replyText, method: MethodID(close.classID, close.methodID).ifAny)
    }
  }
}

extension MethodID {
  /// Nil for 0.0, which stands for none.
  var ifAny: MethodID? { classID == 0 && methodID == 0 ? nil : self }
}
