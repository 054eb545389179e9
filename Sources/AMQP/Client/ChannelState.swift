/// What a client knows about one of its channels.
struct ChannelState {
  /// This side has asked for the end of it: what comes before the answer is passed over.
  var isClosing = false
  var confirms = false
  /// The number of the last message that was published with confirms.
  var lastTag: UInt64 = 0
  /// The message that is arriving.
  var arriving: Arriving?

  struct Arriving {
    let method: Method
    var header: ContentHeader?
    var body: [UInt8] = []

    var isWhole: Bool { header.map { UInt64(body.count) == $0.bodySize } ?? false }
  }
}

extension ClientMachine {
  /// Publishes; the tag of it, 0 on a channel without confirms.
  ///
  /// - Throws: ``ConnectionError/closed`` when the channel is not there any more.
  mutating func publish(
    _ publish: Basic.Publish, _ message: AMQPMessage, on channel: UInt16
  ) throws(ConnectionError) -> UInt64 {
    try requireOpen(channel)
    output.append(
      .basicPublish(publish), channel: channel, properties: message.properties, body: message.body,
      frameMax: Int(limits.frameMax))
    guard channels[channel]?.confirms == true else { return 0 }
    channels[channel]?.lastTag += 1
    return channels[channel]?.lastTag ?? 0
  }

  /// Sends a method on a channel.
  mutating func send(_ method: Method, on channel: UInt16) throws(ConnectionError) {
    try requireOpen(channel)
    if case .confirmSelect = method { channels[channel]?.confirms = true }
    if case .channelClose = method { channels[channel]?.isClosing = true }
    output.append(Frame(channel: channel, method))
  }

  private func requireOpen(_ channel: UInt16) throws(ConnectionError) {
    if case .closed(let error) = phase { throw error }
    guard phase == .ready, let state = channels[channel], !state.isClosing else { throw .closed }
  }

  mutating func take(_ payload: Frame.Payload, on channel: UInt16) {
    guard let state = channels[channel] else { return }
    switch payload {
    case .method(let method):
      if state.isClosing {
        takeWhileClosing(method, on: channel)
      } else if state.arriving != nil {
        violated(.unexpectedFrame, "a method came in the middle of a message")
      } else {
        take(method, on: channel)
      }
    case .header(let header):
      if state.isClosing { return }
      guard state.arriving != nil, state.arriving?.header == nil else {
        violated(.unexpectedFrame, "the header of a message came without its method")
        return
      }
      channels[channel]?.arriving?.header = header
      finish(on: channel)
    case .body(let part):
      if state.isClosing { return }
      guard let header = state.arriving?.header,
        UInt64(state.arriving?.body.count ?? 0) + UInt64(part.count) <= header.bodySize
      else {
        violated(.unexpectedFrame, "more of a message came than its header announces")
        return
      }
      channels[channel]?.arriving?.body.append(contentsOf: part)
      finish(on: channel)
    case .heartbeat: break
    }
  }

  /// The end of a message, if this is it.
  private mutating func finish(on channel: UInt16) {
    guard let arriving = channels[channel]?.arriving, arriving.isWhole, let header = arriving.header
    else { return }
    channels[channel]?.arriving = nil
    let message = AMQPMessage(properties: header.properties, body: arriving.body)
    switch arriving.method {
    case .basicReturn(let returned):
      events.append(
        .channel(
          channel,
          .returned(
            ReturnedMessage(
              replyCode: returned.replyCode, replyText: returned.replyText,
              exchange: returned.exchange, routingKey: returned.routingKey, message: message))))
    case .basicDeliver(let delivery):
      events.append(
        .channel(
          channel,
          .delivered(
            DeliveredMessage(
              consumerTag: delivery.consumerTag, deliveryTag: delivery.deliveryTag,
              isRedelivered: delivery.isRedelivered, exchange: delivery.exchange,
              routingKey: delivery.routingKey, message: message))))
    default: events.append(.answered(channel: channel, arriving.method, message))
    }
  }

  private mutating func take(_ method: Method, on channel: UInt16) {
    switch method {
    case .basicAck(let ack):
      settle(ack.deliveryTag, multiple: ack.isMultiple, isAck: true, on: channel)
    case .basicNack(let nack):
      settle(nack.deliveryTag, multiple: nack.isMultiple, isAck: false, on: channel)
    case .basicReturn, .basicDeliver, .basicGetOk:
      channels[channel]?.arriving = .init(method: method)
    case .basicCancel(let cancel):
      events.append(.channel(channel, .consumerCancelled(cancel.consumerTag)))
      if !cancel.noWait {
        output.append(
          Frame(channel: channel, .basicCancelOk(.init(consumerTag: cancel.consumerTag))))
      }
    case .channelFlow(let flow):
      output.append(Frame(channel: channel, .channelFlowOk(.init(isActive: flow.isActive))))
    case .channelClose(let close):
      output.append(Frame(channel: channel, .channelCloseOk(.init())))
      channels[channel] = nil
      let error = ConnectionError.channelClosed(
        close.replyCode, close.replyText, method: MethodID(close.classID, close.methodID).ifAny)
      events.append(.channel(channel, .closed(error)))
    default: events.append(.answered(channel: channel, method, nil))
    }
  }

  private mutating func takeWhileClosing(_ method: Method, on channel: UInt16) {
    switch method {
    case .channelCloseOk:
      channels[channel] = nil
      events.append(.answered(channel: channel, method, nil))
      events.append(.channel(channel, .closed(.closed)))
    case .channelClose:
      // Both sides at once: theirs is answered, and the answer to this side's comes too.
      output.append(Frame(channel: channel, .channelCloseOk(.init())))
    case .basicAck, .basicNack: take(method, on: channel)
    default: break
    }
  }

  private mutating func settle(
    _ tag: UInt64, multiple: Bool, isAck: Bool, on channel: UInt16
  ) {
    guard let state = channels[channel] else { return }
    // 0 stands for all so far, but only together with `multiple`.
    let upTo = tag == 0 && multiple ? state.lastTag : tag
    guard upTo > 0, upTo <= state.lastTag else {
      violated(.preconditionFailed, "message \(tag) is settled, \(state.lastTag) were published")
      return
    }
    let settlement = Settlement(tag: upTo, isMultiple: multiple, isAck: isAck)
    events.append(.channel(channel, .settled(settlement)))
  }
}
