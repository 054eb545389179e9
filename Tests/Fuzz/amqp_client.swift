// Compiled together with the room that it tries, by fuzz.sh.

/// A client that is told anything comes to the same however it is cut, says nothing but frames, and
/// tells of the end once, as the last thing.
///
/// The first byte chooses whether it is ready and has a channel with confirms; the next two the place
/// of the cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  guard count >= 3 else { return 0 }
  let stream = Array(UnsafeBufferPointer(start: data + 3, count: count - 3))
  let cut = (Int(data[1]) << 8 | Int(data[2])) % (stream.count + 1)
  let isReady = data[0] & 1 == 1
  let whole = heard([stream], isReady)
  precondition(whole == heard([Array(stream[..<cut]), Array(stream[cut...])], isReady), "in two")
  precondition(whole == heard(stream.map { [$0] }, isReady), "byte by byte")
  return 0
}

private struct Heard: Equatable {
  /// As text, since a float may be no number, which differs from itself.
  var events: [String] = []
  var said: [UInt8] = []
  var isClosed = false
}

private func heard(_ pieces: [[UInt8]], _ isReady: Bool) -> Heard {
  guard let address = try? BrokerAddress("amqp://u:p@h/v") else {
    preconditionFailure("the address is wrong")
  }
  var machine = ClientMachine(address, ConnectionOptions())
  if isReady { begin(&machine) }
  var heard = Heard()
  for piece in pieces {
    for event in machine.receive(piece) {
      precondition(!heard.isClosed, "something is told behind the end")
      if case .closed = event { heard.isClosed = true }
      heard.events.append("\(event)")
    }
    precondition(machine.isClosed == heard.isClosed, "the end is not told")
    if machine.isClosed { precondition(machine.channels.isEmpty, "a channel is left") }
  }
  if let channel = machine.channels.keys.first { publish(&machine, on: channel) }
  heard.said = machine.output.bytes
  check(heard.said)
  return heard
}

/// All that a broker says until there is a channel with confirms.
private func begin(_ machine: inout ClientMachine) {
  let start = Connection.Start(versionMajor: 0, versionMinor: 9, mechanisms: "PLAIN")
  for method: Method in [
    .connectionStart(start), .connectionTune(.init(channelMax: 4, frameMax: 4_096, heartbeat: 0)),
    .connectionOpenOk(.init()),
  ] { _ = machine.receive(bytes(of: method, on: 0)) }
  guard let channel = try? machine.openChannel() else { preconditionFailure("no channel") }
  _ = machine.receive(bytes(of: .channelOpenOk(.init()), on: channel))
  guard (try? machine.send(.confirmSelect(.init()), on: channel)) != nil else {
    preconditionFailure("no confirms")
  }
  _ = machine.receive(bytes(of: .confirmSelectOk(.init()), on: channel))
  publish(&machine, on: channel)
}

private func publish(_ machine: inout ClientMachine, on channel: UInt16) {
  _ = try? machine.publish(
    .init(exchange: "e", routingKey: "k"), AMQPMessage(body: [1, 2, 3]), on: channel)
}

private func bytes(of method: Method, on channel: UInt16) -> [UInt8] {
  var encoder = FrameEncoder()
  encoder.append(Frame(channel: channel, method))
  return encoder.bytes
}

private func check(_ said: [UInt8]) {
  var decoder = FrameDecoder(frameMax: 0)
  decoder.append(said)
  do throws(WireError) {
    while try decoder.next() != nil {}
  } catch {
    preconditionFailure("the client says nonsense: \(error)")
  }
  precondition(decoder.pending == 0, "half a frame")
}
