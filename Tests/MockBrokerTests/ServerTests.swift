import AMQPSupport
import EventLoop
import JSON
import MockBroker
import TestSupport
import Testing

/// A broker that listens, and clients over sockets.
@Suite(.timeLimit(.minutes(1))) struct ServerTests {
  private let clock = ManualClock()
  private let group: EventLoopGroup
  private let server: BrokerServer
  private let bench: BrokerBench
  private static let heartbeat: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 0xCE]

  init() throws {
    bench = try BrokerBench(memoryLimit: 100_000_000)
    group = try EventLoopGroup(count: 2, clock: { [clock] in clock.now })
    server = try BrokerServer(
      bench.broker, on: SocketAddress(host: "127.0.0.1", port: 0), group: group)
  }

  /// Sends, and reads whole frames until the last is the one that is waited for.
  private func talk(
    _ client: RawClient, _ values: [JSONValue], until name: JSONValue
  ) throws -> [JSONValue] {
    try client.send(values.flatMap(bench.wire.encode))
    var answers: [JSONValue] = []
    while answers.last?[1] != name {
      let head = try client.read(7)
      let rest = try client.read(head[3...].prefix(4).reduce(0) { $0 << 8 | Int($1) } + 1)
      if head != Self.heartbeat.dropLast() { answers += bench.wire.decode(head + rest) }
    }
    return answers
  }

  private func connect() throws -> RawClient {
    let client = try RawClient(port: server.address.port, of: group)
    _ = try talk(client, bench.greeting + [[1, "channel.open"]], until: "channel.open-ok")
    return client
  }

  @Test func `messages reach clients on other loops`() throws {
    let publisher = try connect()
    _ = try talk(publisher, [[1, "confirm.select"]], until: "confirm.select-ok")
    var consumers: [RawClient] = []
    for number in 0..<6 {
      let consumer = try connect()
      let queue: JSONValue = .string("s-\(number)")
      _ = try talk(
        consumer,
        [
          [1, "queue.declare", ["queue": queue, "exclusive": true]],
          [1, "queue.bind", ["queue": queue, "exchange": "amq.fanout"]],
          [1, "basic.consume", ["queue": queue, "no-ack": true]],
        ], until: "basic.consume-ok")
      consumers.append(consumer)
    }
    let message: JSONValue = [1, "basic.publish", ["exchange": "amq.fanout"], ["body": "hello"]]
    _ = try talk(publisher, [message], until: "basic.ack")
    for consumer in consumers {
      // Method, header and body come as they are.
      let frame = try consumer.read(7)
      #expect(frame[0] == 1)
    }
  }

  @Test func `a heartbeat is sent when nothing else was for half the interval`() throws {
    let client = try connect()
    clock.advance(by: 29_999)
    group.wake()
    clock.advance(by: 300)
    group.wake()
    #expect(try client.read(8) == Self.heartbeat)
  }

  @Test func `a client that is silent for two intervals is cut off`() throws {
    let client = try connect()
    clock.advance(by: 119_000)
    group.wake()
    #expect(try client.read(8) == Self.heartbeat)
    try client.send(Self.heartbeat)
    _ = try talk(client, [[1, "basic.qos"]], until: "basic.qos-ok")
    clock.advance(by: 120_251)
    group.wake()
    #expect(try client.readToEnd().count <= 8)
  }

  @Test func `a client that does not log in is cut off`() throws {
    let client = try RawClient(port: server.address.port, of: group)
    _ = try talk(client, ["414d515000000901"], until: "connection.start")
    clock.advance(by: 10_251)
    group.wake()
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `clients are told when the server stops`() async throws {
    let client = try connect()
    await withCheckedContinuation { continuation in
      server.stop(within: 10_000) { continuation.resume() }
      let rest = (try? client.readToEnd()) ?? []
      let close = bench.wire.decode(rest).last
      #expect(close?[1] == "connection.close")
      #expect(
        close?[2]?["reply-text"]
          == "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'")
      client.finishSending()
    }
  }

  @Test func `many large messages are delivered to a client that reads slowly`() throws {
    let publisher = try connect()
    let consumer = try connect()
    _ = try talk(
      consumer,
      [
        [1, "queue.declare", ["queue": "s-slow", "exclusive": true]],
        [1, "basic.consume", ["queue": "s-slow", "no-ack": true]],
      ], until: "basic.consume-ok")
    _ = try talk(publisher, [[1, "confirm.select"]], until: "confirm.select-ok")
    let count = 40
    let message: JSONValue = [1, "basic.publish", ["routing-key": "s-slow"], ["large": 200_000]]
    for _ in 0..<count { _ = try talk(publisher, [message], until: "basic.ack") }
    var bodies = 0
    while bodies < count * 200_000 {
      let head = try consumer.read(7)
      let size = head[3...].prefix(4).reduce(0) { $0 << 8 | Int($1) }
      _ = try consumer.read(size + 1)
      if head[0] == 3 { bodies += size }
    }
    #expect(bodies == count * 200_000)
  }
}
