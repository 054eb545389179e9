/// What a connection keeps behind its lock: the machine, and who waits for what.
struct ConnectionState: ~Copyable {
  typealias Answer = Result<(method: Method, message: AMQPMessage?), ConnectionError>
  typealias Opening = @Sendable (Result<Void, ConnectionError>) -> Void

  /// What was asked and who is told, in the order of the wire; run without the lock.
  enum Call {
    case opened(Opening, Result<Void, ConnectionError>)
    case answer(CheckedContinuation<Answer, Never>, Answer)
    case confirm(
      CheckedContinuation<Result<PublishOutcome, ConnectionError>, Never>,
      Result<PublishOutcome, ConnectionError>)
    case event(@Sendable (ChannelEvent) -> Void, ChannelEvent)
    case deliver(AsyncStream<DeliveredMessage>.Continuation, DeliveredMessage)
    case finish(AsyncStream<DeliveredMessage>.Continuation)
    case blocked(String?)

    func run(_ options: ConnectionOptions) {
      switch self {
      case .opened(let opening, let result): opening(result)
      case .answer(let continuation, let answer): continuation.resume(returning: answer)
      case .confirm(let continuation, let result): continuation.resume(returning: result)
      case .event(let handler, let event): handler(event)
      case .deliver(let stream, let message): stream.yield(message)
      case .finish(let stream): stream.finish()
      case .blocked(let reason): options.onBlocked(reason)
      }
    }
  }

  /// A message whose confirmation somebody awaits.
  struct Awaited {
    let tag: UInt64
    let publish: Basic.Publish
    let message: AMQPMessage
    var returned: ReturnedMessage?
    let continuation: CheckedContinuation<Result<PublishOutcome, ConnectionError>, Never>
  }

  struct ChannelRecord {
    let handler: @Sendable (ChannelEvent) -> Void
    /// Who asked something, the oldest first.
    var asked: [CheckedContinuation<Answer, Never>] = []
    /// By tag, rising.
    var awaited: [Awaited] = []
    var consumers: [String: AsyncStream<DeliveredMessage>.Continuation] = [:]
  }

  var machine: ClientMachine
  var channels: [UInt16: ChannelRecord] = [:]
  /// Who waits for the connection to be ready, or for its end.
  var opening: Opening?
  var closing: [CheckedContinuation<Answer, Never>] = []
  var closeRequested = false
  /// Whether the thread sleeps, so that it must be woken to send.
  var isAsleep = false
  var blockedReason: String?

  init(_ machine: ClientMachine) { self.machine = machine }

  /// Turns what the machine tells into what is to be called.
  mutating func calls(for events: [ClientMachine.Event]) -> [Call] {
    var calls: [Call] = []
    for event in events {
      switch event {
      case .ready:
        if let opening { calls.append(.opened(opening, .success(()))) }
        opening = nil
      case .blocked(let reason):
        blockedReason = reason
        calls.append(.blocked(reason))
      case .answered(let channel, let method, let message):
        answered(channel, method, message, &calls)
      case .channel(let channel, let event): happened(channel, event, &calls)
      case .closed(let error):
        if let opening { calls.append(.opened(opening, .failure(error))) }
        opening = nil
        for continuation in closing { calls.append(.answer(continuation, .failure(error))) }
        closing = []
      }
    }
    return calls
  }

  private mutating func answered(
    _ channel: UInt16, _ method: Method, _ message: AMQPMessage?, _ calls: inout [Call]
  ) {
    guard channels[channel]?.asked.isEmpty == false else {
      let id = method.id
      machine.violated(.commandInvalid, "\(id) came without having been asked for", id)
      calls += self.calls(for: machine.takeEvents())
      return
    }
    // The answer to a close overtakes all others, which will not come any more.
    var place = 0
    if case .channelCloseOk = method { place = (channels[channel]?.asked.count ?? 1) - 1 }
    if let continuation = channels[channel]?.asked.remove(at: place) {
      calls.append(.answer(continuation, .success((method, message))))
    }
  }

  private mutating func happened(
    _ channel: UInt16, _ event: ChannelEvent, _ calls: inout [Call]
  ) {
    guard let handler = channels[channel]?.handler else { return }
    switch event {
    case .settled(let settlement): settled(channel, settlement, &calls)
    case .returned(let returned):
      let place = channels[channel]?.awaited.firstIndex {
        $0.returned == nil && $0.message.body == returned.message.body
          && $0.publish.routingKey == returned.routingKey
          && $0.publish.exchange == returned.exchange
      }
      if let place { channels[channel]?.awaited[place].returned = returned }
    case .delivered(let message):
      if let stream = channels[channel]?.consumers[message.consumerTag] {
        calls.append(.deliver(stream, message))
      }
    case .consumerCancelled(let tag):
      if let stream = channels[channel]?.consumers.removeValue(forKey: tag) {
        calls.append(.finish(stream))
      }
    case .closed(let error):
      guard let record = channels.removeValue(forKey: channel) else { return }
      for continuation in record.asked { calls.append(.answer(continuation, .failure(error))) }
      for awaited in record.awaited {
        calls.append(.confirm(awaited.continuation, .failure(error)))
      }
      for stream in record.consumers.values { calls.append(.finish(stream)) }
    }
    calls.append(.event(handler, event))
  }

  private mutating func settled(
    _ channel: UInt16, _ settlement: Settlement, _ calls: inout [Call]
  ) {
    guard let awaited = channels[channel]?.awaited, !awaited.isEmpty else { return }
    func isMeant(_ tag: UInt64) -> Bool {
      settlement.isMultiple ? tag <= settlement.tag : tag == settlement.tag
    }
    for one in awaited where isMeant(one.tag) {
      let confirmation: PublishOutcome =
        settlement.isAck ? one.returned.map { .returned($0) } ?? .acked : .nacked
      calls.append(.confirm(one.continuation, .success(confirmation)))
    }
    channels[channel]?.awaited.removeAll { isMeant($0.tag) }
  }
}

/// What became of a published message.
public enum PublishOutcome: Sendable, Equatable {
  /// The broker has it, in all queues that it belongs to.
  case acked
  /// The broker could not take it.
  case nacked
  /// No queue was bound for it.
  case returned(ReturnedMessage)
}
