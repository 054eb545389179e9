public import AMQP
import Glibc
import Synchronization

/// One connection to a scripted broker.
public struct Link: ~Copyable, Sendable {
  public let number: Int
  let descriptor: Int32
  let broker: WeakBroker
  private let links: OpenLinks
  private let state = Mutex<(channels: [UInt16: Arriving], tags: [UInt16: UInt64])>(([:], [:]))

  private struct Arriving {
    var publish: Basic.Publish
    var header: ContentHeader?
    var body: [UInt8] = []
  }

  init(_ descriptor: Int32, _ number: Int, _ broker: WeakBroker, _ links: OpenLinks) {
    self.links = links
    self.descriptor = descriptor
    self.number = number
    self.broker = broker
  }

  deinit { links.close(descriptor) }

  // MARK: What a script can do

  public func say(_ frames: Frame...) {
    var encoder = FrameEncoder()
    for frame in frames { encoder.append(frame) }
    send(encoder.bytes)
  }

  public func say(_ method: Method, on channel: UInt16 = 1) {
    say(Frame(channel: channel, method))
  }

  /// A method with a message.
  public func say(
    _ method: Method, on channel: UInt16 = 1, _ properties: BasicProperties = BasicProperties(),
    _ body: [UInt8]
  ) {
    var encoder = FrameEncoder()
    encoder.append(method, channel: channel, properties: properties, body: body, frameMax: 131_072)
    send(encoder.bytes)
  }

  public func send(_ bytes: [UInt8]) {
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Breaks the connection.
  public func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// The message that is whole with this frame; nil for all other frames. To be asked once per frame.
  public func message(_ incoming: FrameDecoder.Incoming) -> ScriptedBroker.Published? {
    guard case .frame(let frame) = incoming else { return nil }
    return state.withLock { state in
      switch frame.payload {
      case .method(.basicPublish(let publish)):
        state.channels[frame.channel] = Arriving(publish: publish)
      case .header(let header): state.channels[frame.channel]?.header = header
      case .body(let part): state.channels[frame.channel]?.body += part
      default: return nil
      }
      guard let arriving = state.channels[frame.channel], let header = arriving.header,
        UInt64(arriving.body.count) == header.bodySize
      else { return nil }
      state.channels[frame.channel] = nil
      return ScriptedBroker.Published(
        connection: number, channel: frame.channel, exchange: arriving.publish.exchange,
        routingKey: arriving.publish.routingKey, isMandatory: arriving.publish.isMandatory,
        properties: header.properties, body: arriving.body)
    }
  }

  /// Whether it belongs to a message that is not whole yet.
  public func isPart(_ incoming: FrameDecoder.Incoming) -> Bool {
    ["basic.publish", "header", "body"].contains(name(incoming))
  }

  /// Keeps a message, without acknowledging it; its tag.
  @discardableResult
  public func keep(_ message: ScriptedBroker.Published) -> UInt64 {
    broker.value?.keep(message)
    return state.withLock { state in
      state.tags[message.channel, default: 0] += 1
      return state.tags[message.channel] ?? 0
    }
  }

  public func ack(_ tag: UInt64, multiple: Bool = false, on channel: UInt16 = 1) {
    say(.basicAck(.init(deliveryTag: tag, isMultiple: multiple)), on: channel)
  }

  /// Sends a message back, as for want of a queue.
  public func giveBack(_ message: ScriptedBroker.Published) {
    say(
      .basicReturn(
        .init(
          replyCode: .noRoute, replyText: "NO_ROUTE", exchange: message.exchange,
          routingKey: message.routingKey)), on: message.channel, message.properties, message.body)
  }

  public func closeChannel(_ code: ReplyCode, _ text: String, _ channel: UInt16, _ id: MethodID) {
    say(
      .channelClose(
        .init(replyCode: code, replyText: text, classID: id.classID, methodID: id.methodID)),
      on: channel)
  }

  public func closeConnection(_ code: ReplyCode, _ text: String, _ id: MethodID = MethodID(0, 0)) {
    say(
      .connectionClose(
        .init(replyCode: code, replyText: text, classID: id.classID, methodID: id.methodID)), on: 0)
  }

  // MARK: What is usual

  func answerAsUsual(_ incoming: FrameDecoder.Incoming) {
    if let message = message(incoming) {
      ack(keep(message), on: message.channel)
      return
    }
    switch incoming {
    case .protocolHeader:
      say(
        .connectionStart(
          .init(
            versionMajor: 0, versionMinor: 9, serverProperties: ["product": .text("Script")],
            mechanisms: "AMQPLAIN PLAIN")), on: 0)
    case .frame(let frame):
      guard case .method(let method) = frame.payload, let answer = answer(to: method) else {
        return
      }
      say(Frame(channel: frame.channel, answer))
    case .unknownMethod: cut()
    }
  }

  private func answer(to method: Method) -> Method? {
    switch method {
    case .connectionStartOk: (broker.value?.tune).map { .connectionTune($0) }
    case .connectionOpen: .connectionOpenOk(.init())
    case .connectionClose: .connectionCloseOk(.init())
    case .channelOpen: .channelOpenOk(.init())
    case .channelClose: .channelCloseOk(.init())
    case .confirmSelect(let select): select.noWait ? nil : .confirmSelectOk(.init())
    case .exchangeDeclare: .exchangeDeclareOk(.init())
    case .queueDeclare(let declare):
      .queueDeclareOk(
        .init(
          queue: declare.queue.isEmpty ? "made-up" : declare.queue, messageCount: 2,
          consumerCount: 1))
    case .queueBind: .queueBindOk(.init())
    case .queueUnbind: .queueUnbindOk(.init())
    case .queuePurge: .queuePurgeOk(.init(messageCount: 3))
    case .queueDelete: .queueDeleteOk(.init(messageCount: 4))
    case .exchangeDelete: .exchangeDeleteOk(.init())
    case .basicQos: .basicQosOk(.init())
    case .basicConsume(let consume): .basicConsumeOk(.init(consumerTag: consume.consumerTag))
    case .basicCancel(let cancel): .basicCancelOk(.init(consumerTag: cancel.consumerTag))
    case .basicGet: .basicGetEmpty(.init())
    default: nil
    }
  }

  /// Reads until the end.
  consuming func serve() {
    var decoder = FrameDecoder(frameMax: 0)
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      decoder.append(buffer[..<count])
      do {
        while let incoming = try decoder.next() { broker.value?.take(incoming, self) }
      } catch {
        break
      }
    }
  }
}
