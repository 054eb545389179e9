import BrokerSupport
import TestSupport
import Testing

@testable import AMQP

@Suite struct `The client's machine` {
  let address = BrokerAddress(host: "h", user: "u", password: "p", virtualHost: "v")

  /// All that a broker says in a session, from its greeting to its close.
  var session: [UInt8] {
    var encoder = FrameEncoder()
    let methods: [(UInt16, AMQP.Method)] = [
      (0, .connectionStart(.init(versionMajor: 0, versionMinor: 9, mechanisms: "PLAIN"))),
      (0, .connectionTune(.init(channelMax: 5, frameMax: 4096, heartbeat: 10))),
      (0, .connectionOpenOk(.init())),
      (0, .connectionBlocked(.init(reason: "memory"))),
      (0, .connectionUnblocked(.init())),
    ]
    for (channel, method) in methods { encoder.append(Frame(channel: channel, method)) }
    encoder.append(.heartbeat)
    encoder.append(
      Frame(channel: 0, .connectionClose(.init(replyCode: .connectionForced, replyText: "bye"))))
    return encoder.bytes
  }

  @Test func `reads a session however it arrives`() {
    let expected: [ClientMachine.Event] = [
      .ready, .blocked("memory"), .blocked(nil),
      .closed(.connectionClosed(.connectionForced, "bye", method: nil)),
    ]
    let surprise = surprise(in: session, expecting: expected) { pieces in
      var machine = ClientMachine(address, ConnectionOptions())
      return pieces.flatMap { machine.receive($0) }
    }
    #expect(surprise == nil)
  }

  @Test func `says nothing more once it has ended`() {
    var machine = ClientMachine(address, ConnectionOptions())
    machine.fail(.closed)
    machine.fail(.lost(address, reason: "later"))
    #expect(machine.takeEvents() == [.closed(.closed)])
    #expect(machine.receive(session) == [])
  }

  @Test func `names the channel error 504 for a channel that it never opened`() throws {
    var machine = ClientMachine(address, ConnectionOptions())
    var encoder = FrameEncoder()
    for frame in [
      Frame(
        channel: 0, .connectionStart(.init(versionMajor: 0, versionMinor: 9, mechanisms: "PLAIN"))),
      Frame(channel: 0, .connectionTune(.init(channelMax: 5, frameMax: 4096, heartbeat: 10))),
      Frame(channel: 0, .connectionOpenOk(.init())), Frame(channel: 2, .basicGetEmpty(.init())),
    ] {
      encoder.append(frame)
    }
    let events = machine.receive(encoder.bytes)
    #expect(events.last == .closed(.violation(address, reason: "channel 2 is not open")))
    var decoder = FrameDecoder()
    decoder.append(machine.output.bytes)
    var last: FrameDecoder.Incoming?
    while let next = try decoder.next() { last = next }
    guard case .frame(let frame) = last, case .method(.connectionClose(let close)) = frame.payload
    else {
      Issue.record("\(String(describing: last))")
      return
    }
    #expect(close.replyCode == .channelError)
    #expect(close.replyText == "CHANNEL_ERROR - channel 2 is not open")
  }

  typealias Timing = ClientMachine.Timing

  @Test func `sends a heartbeat after half of the time, and gives up after twice`() {
    let timing = Timing(waitingFor: .nothing, heartbeat: 10)
    var pulse = Pulse(now: 0, handshake: .seconds(15), closing: .seconds(5))
    #expect(pulse.pause(0, timing) == 5000)
    #expect(pulse.beat(4999, timing) == .nothing)
    #expect(pulse.beat(5000, timing) == .send)
    pulse.sent(5000)
    #expect(pulse.beat(5000, timing) == .nothing)
    pulse.heard(7000)
    #expect(pulse.beat(26_999, timing) == .send)
    #expect(pulse.beat(27_000, timing) == .silent(.seconds(20)))
  }

  @Test func `needs no heartbeats when none were agreed on`() {
    let timing = Timing(waitingFor: .nothing, heartbeat: 0)
    var pulse = Pulse(now: 0, handshake: .seconds(15), closing: .seconds(5))
    #expect(pulse.pause(0, timing) == nil)
    #expect(pulse.beat(10_000_000, timing) == .nothing)
  }

  @Test func `does not wait longer for a handshake or a close than it was told`() {
    var pulse = Pulse(now: 0, handshake: .seconds(15), closing: .seconds(5))
    let shaking = Timing(waitingFor: .handshake("connection.tune"), heartbeat: 0)
    #expect(pulse.pause(1000, shaking) == 14_000)
    #expect(pulse.beat(14_999, shaking) == .nothing)
    #expect(
      pulse.beat(15_000, shaking) == .late(waitingFor: "connection.tune", .seconds(15)))
    let closing = Timing(waitingFor: .close, heartbeat: 0)
    #expect(pulse.beat(100_000, closing) == .nothing)
    #expect(pulse.pause(100_000, closing) == 5000)
    #expect(
      pulse.beat(105_000, closing) == .late(waitingFor: "answer to a close", .seconds(5)))
  }
}
