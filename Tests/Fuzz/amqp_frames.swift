// Compiled against the rooms as modules of their own, by fuzz.sh.

import AMQP
import JSON
import MockBroker
import MockServer

/// A stream of frames means the same however it is cut, and what is read is written as it was; a broker
/// that is told anything gives frames, keeps its other clients, and holds nothing when all are gone.
///
/// The first byte chooses what the client has said before, the next two the place of the cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  guard count >= 3 else { return 0 }
  let stream = Array(UnsafeBufferPointer(start: data + 3, count: count - 3))
  let cut = (Int(data[1]) << 8 | Int(data[2])) % (stream.count + 1)
  let pieces = [Array(stream[..<cut]), Array(stream[cut...])]
  checkDecoder(stream, pieces)
  checkBroker(pieces, isIn: data[0] & 1 == 1)
  return 0
}

// MARK: Frames

private func checkDecoder(_ stream: [UInt8], _ pieces: [[UInt8]]) {
  let whole = appended([stream])
  precondition(whole == appended(pieces), "appended in two pieces")
  precondition(whole == inPlace([stream]), "read in place")
  precondition(whole == inPlace(pieces), "read in place in two pieces")
  precondition(whole == inPlace(stream.map { [$0] }), "read in place byte by byte")
  for case .incoming(.frame(let frame)) in whole {
    var encoder = FrameEncoder()
    encoder.append(frame)
    // Values have more than one form (a truth value of 2, an L), but what is written is read again.
    precondition(appended([encoder.bytes]).map(\.text) == [Seen.incoming(.frame(frame)).text])
  }
}

private enum Seen: Equatable {
  case incoming(FrameDecoder.Incoming)
  case refused(WireError)

  /// As text, since a float may be no number, which differs from itself.
  var text: String { "\(self)" }

  static func == (left: Seen, right: Seen) -> Bool { left.text == right.text }
}

private func appended(_ pieces: [[UInt8]]) -> [Seen] {
  var decoder = FrameDecoder(frameMax: 4_096)
  var seen: [Seen] = []
  for piece in pieces {
    decoder.append(piece)
    do throws(WireError) {
      while let incoming = try decoder.next() { seen.append(.incoming(incoming)) }
    } catch {
      return seen + [.refused(error)]
    }
  }
  return seen
}

private func inPlace(_ pieces: [[UInt8]]) -> [Seen] {
  var decoder = FrameDecoder(frameMax: 4_096)
  var seen: [Seen] = []
  for piece in pieces {
    let error = piece.withUnsafeBytes { bytes -> WireError? in
      var rest = bytes
      do throws(WireError) {
        while let incoming = try decoder.next(from: &rest) { seen.append(.incoming(incoming)) }
        return nil
      } catch {
        return error
      }
    }
    if let error { return seen + [.refused(error)] }
  }
  return seen
}

// MARK: The broker

private let text = """
  { "server_properties": {}, "mechanisms": ["PLAIN"], "locales": ["en_US"],
    "tune": { "channel_max": 8, "frame_max": 4096, "heartbeat": 60 },
    "memory_limit": 4000, "max_message_size": 10000,
    "users": [ { "name": "u", "password": "p", "vhosts": ["/"] } ],
    "vhosts": [ { "name": "/", "exchanges": [ { "name": "e", "type": "topic" } ],
      "queues": [ { "name": "q" }, { "name": "d", "drained": true } ],
      "bindings": [ { "exchange": "e", "queue": "q", "routing_key": "#" },
        { "exchange": "e", "queue": "d", "routing_key": "a.#" } ] } ] }
  """

private let design: BrokerDesign? = try? BrokerDesign(
  FixtureFile(name: "design", text: Array(text.utf8)).root)

/// All that a client says until it has two channels.
private let greeting: [UInt8] = {
  var encoder = FrameEncoder()
  encoder.append(header: ProtocolHeader.bytes)
  for method: Method in [
    .connectionStartOk(.init(mechanism: "PLAIN", response: Array("\0u\0p".utf8))),
    .connectionTuneOk(.init(channelMax: 8, frameMax: 4_096, heartbeat: 60)),
    .connectionOpen(.init(virtualHost: "/")),
  ] { encoder.append(Frame(channel: 0, method)) }
  for channel: UInt16 in 1...2 { encoder.append(Frame(channel: channel, .channelOpen(.init()))) }
  return encoder.bytes
}()

private func checkBroker(_ pieces: [[UInt8]], isIn: Bool) {
  guard let design else { preconditionFailure("the design is wrong") }
  let broker = Broker(design)
  var other = broker.open(peer: "other")
  check(other.take(greeting))
  var session = broker.open(peer: "fuzz")
  if isIn { check(session.take(greeting)) }
  for piece in pieces { check(session.take(piece)) }
  check(other.collect(now: 1))
  session.close()
  let answer = other.take(bytes(of: .queueDeclare(.init(queue: "q", isPassive: true))))
  precondition(answer.ending == nil && !answer.bytes.isEmpty, "another client suffers")
  other.close()
  broker.reset()
  let left = broker.topology()
  precondition(left["memory"]?["bytes"] == 0, "memory is lost: \(left)")
  precondition(left["connections"] == [], "a connection is left: \(left)")
}

private func bytes(of method: Method) -> [UInt8] {
  var encoder = FrameEncoder()
  encoder.append(Frame(channel: 1, method))
  return encoder.bytes
}

extension BrokerSession {
  fileprivate mutating func take(_ bytes: [UInt8]) -> SessionOutput {
    bytes.withUnsafeBytes { received($0, now: 0) }
  }
}

/// What a broker says is always frames, or a protocol header.
private func check(_ output: SessionOutput) {
  let seen = appended([output.bytes])
  for case .refused(let error) in seen { preconditionFailure("the broker says nonsense: \(error)") }
  var decoder = FrameDecoder(frameMax: 4_096)
  decoder.append(output.bytes)
  while (try? decoder.next()) != nil {}
  precondition(decoder.pending == 0, "half a frame")
}
