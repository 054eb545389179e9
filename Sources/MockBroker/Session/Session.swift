import AMQP

/// One client's connection as the broker sees it: what it has negotiated, and its channels.
final class Session {
  enum Phase: String {
    case awaitingHeader, starting, tuning, opening, running, closed
  }

  let id: SessionID
  let peer: String
  /// Has the connection's loop come for what is in the outbox.
  let wake: @Sendable () -> Void
  unowned let broker: BrokerState
  var phase = Phase.awaitingHeader
  var user: BrokerDesign.User?
  var host: VirtualHost?
  var frameMax = 0
  var channelMax = 0
  var heartbeat: Int?
  var clientProperties = FieldTable()
  var channels: [UInt16: SessionChannel] = [:]
  var outbox = FrameEncoder()
  var ending: SessionOutput.Ending?
  /// No message is taken for now, because the queues hold too much.
  var isBlocked = false
  /// A fault: nothing is read or sent any more.
  var isStalled = false
  /// A fault: the client hears no heartbeats.
  var dropsHeartbeats = false
  /// Whether the loop has been told that something is in the outbox.
  var isWoken = false
  /// Bytes that were handed to the connection and have not left.
  var unsent = 0
  /// Whether something could not be delivered because the client does not read.
  var isHeldBack = false
  /// Channels with confirms that are not written yet.
  var confirming: [SessionChannel] = []

  /// Beyond it nothing more is delivered, until the client has read.
  private static let outputHighWater = 1024 * 1024

  init(id: SessionID, peer: String, broker: BrokerState, wake: @escaping @Sendable () -> Void) {
    self.id = id
    self.peer = peer
    self.broker = broker
    self.wake = wake
  }

  var takesDeliveries: Bool {
    guard phase == .running, !isStalled else { return false }
    if outbox.bytes.count + unsent < Self.outputHighWater { return true }
    isHeldBack = true
    return false
  }

  func has(capability name: String) -> Bool {
    guard case .table(let capabilities) = clientProperties["capabilities"] else { return false }
    return capabilities[name]?.bool ?? false
  }

  func send(_ method: Method, on channel: UInt16 = 0) {
    outbox.append(Frame(channel: channel, method))
    broker.touch(self)
  }

  func send(_ method: Method, with message: Message, on channel: UInt16) {
    outbox.append(
      method, channel: channel, properties: message.properties, body: message.body,
      frameMax: frameMax)
    broker.touch(self)
  }

  // MARK: Commands

  func execute(_ command: Command) {
    guard phase != .closed, !isStalled else { return }
    switch command {
    case .protocolHeader(let bytes): begin(bytes)
    case .method(0, let method):
      attempt(method.id, on: 0) { () throws(Refusal) in try serve(method) }
    case .method(let channel, let method):
      attempt(method.id, on: channel) { () throws(Refusal) in
        if case .channelOpen = method { return try open(channel) }
        try self.channel(channel, closingBy: method)?.serve(method)
      }
    case .publish(let channel, let publish, let message):
      attempt(Basic.Publish.id, on: channel) { () throws(Refusal) in
        try self.channel(channel)?.publish(publish, message)
      }
    case .unknown(let channel, let id):
      attempt(id, on: channel) { () throws(Refusal) in
        if try isHeard(channel) { throw Refusal(.notImplemented, "\(id)") }
      }
    case .tooLarge(let channel, let size):
      attempt(Basic.Publish.id, on: channel) { () throws(Refusal) in
        guard try isHeard(channel) else { return }
        throw Refusal(
          .preconditionFailed,
          "message size \(size) is larger than configured max size \(broker.design.maxMessageSize)")
      }
    case .misplaced(let channel, let code, let words, let id):
      attempt(id, on: channel) { () throws(Refusal) in
        if try isHeard(channel) { throw Refusal(code, words) }
      }
    case .broken(let error): end(Refusal(error.code, error.reason), error.method)
    case .shutDown where phase == .running:
      end(
        Refusal(.connectionForced, "broker forced connection closure with reason 'shutdown'"), nil)
    case .shutDown: finish(.cut)
    }
  }

  private func attempt(_ id: MethodID?, on channel: UInt16, _ body: () throws(Refusal) -> Void) {
    do throws(Refusal) {
      try body()
    } catch {
      if error.endsChannelOnly, phase == .running, let channel = channels[channel] {
        channel.end(error, id)
      } else {
        end(error, id)
      }
    }
  }

  /// The channel that a frame is for; nil while it is being closed, when nothing is heard on it.
  ///
  /// - Throws: a refusal when it is not open.
  private func channel(
    _ number: UInt16, closingBy method: Method? = nil
  ) throws(Refusal) -> SessionChannel? {
    guard phase == .running else {
      throw Refusal(.channelError, "unexpected method in connection state \(phase)")
    }
    guard let channel = channels[number] else {
      throw Refusal(.channelError, "expected 'channel.open'")
    }
    guard channel.isClosing else { return channel }
    switch method {
    case .channelCloseOk: channels[number] = nil
    case .channelClose:
      channels[number] = nil
      send(.channelCloseOk(Channel.CloseOk()), on: number)
    default: break
    }
    return nil
  }

  private func isHeard(_ number: UInt16) throws(Refusal) -> Bool {
    if number == 0 { return true }
    return try channel(number) != nil
  }

  private func open(_ number: UInt16) throws(Refusal) {
    guard phase == .running else {
      throw Refusal(.channelError, "unexpected method in connection state \(phase)")
    }
    if let channel = channels[number] {
      if channel.isClosing { return }
      throw Refusal(.channelError, "second 'channel.open' seen")
    }
    guard channelMax == 0 || channels.count < channelMax else {
      throw Refusal(
        .notAllowed,
        "number of channels opened (\(channels.count)) has reached the negotiated channel_max "
          + "(\(channelMax))")
    }
    guard let host else { return }
    channels[number] = SessionChannel(number: number, session: self, host: host)
    send(.channelOpenOk(Channel.OpenOk()), on: number)
  }

  // MARK: Ending

  /// Closes the connection for an error.
  ///
  /// As RabbitMQ does, it says nothing to a client that is not yet at home, unless that has chosen a
  /// virtual host or can be told why its login failed.
  func end(_ refusal: Refusal, _ id: MethodID?) {
    switch phase {
    case .running: break
    case .opening where refusal.code == .notAllowed: break
    case .starting where refusal.code == .accessRefused: break
    default:
      // A fault may say what it likes.
      if refusal.code != .connectionForced { return finish(.afterOutput) }
    }
    writeConfirms()
    send(
      .connectionClose(
        Connection.Close(
          replyCode: refusal.code, replyText: refusal.text, classID: id?.classID ?? 0,
          methodID: id?.methodID ?? 0)))
    finish(.afterOutput)
  }

  /// Gives back all that the session holds, once.
  func finish(_ ending: SessionOutput.Ending?) {
    guard phase != .closed else { return }
    phase = .closed
    self.ending = ending
    for channel in channels.values.sorted(by: { $0.number < $1.number }) { channel.release() }
    channels = [:]
    confirming = []
    if let host {
      for queue in host.queues.values where queue.owner == id { broker.delete(queue, in: host) }
    }
    broker.touch(self)
  }

  func writeConfirms() {
    for channel in confirming { channel.writeConfirms() }
    confirming = []
  }
}
