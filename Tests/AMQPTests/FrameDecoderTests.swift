import AMQP
import AMQPSupport
import JSON
import MockSupport
import TestSupport
import Testing

@Suite struct FrameDecoderTests {
  static let cases: [JSONValue] =
    (try? JSONReader.value(of: Repository.bytes("Tests/AMQPTests/Cases/streams.json")))?.array ?? []

  @Test func `there are cases`() { #expect(Self.cases.count > 10) }

  private static func words(_ incoming: FrameDecoder.Incoming) -> String {
    switch incoming {
    case .protocolHeader: return "header"
    case .unknownMethod(let channel, let id): return "\(channel) unknown \(id)"
    case .frame(let frame):
      switch frame.payload {
      case .method(let method): return "\(frame.channel) \(method.id)"
      case .header(let header): return "\(frame.channel) header of \(header.bodySize)"
      case .body(let bytes): return "\(frame.channel) body of \(bytes.count)"
      case .heartbeat: return "heartbeat"
      }
    }
  }

  /// What comes of a stream in pieces, up to the first error.
  private static func appended(_ pieces: [[UInt8]]) -> [String] {
    var decoder = FrameDecoder(frameMax: 256)
    var seen: [String] = []
    for piece in pieces {
      decoder.append(piece)
      do {
        while let incoming = try decoder.next() { seen.append(words(incoming)) }
      } catch {
        return seen + ["\(error)"]
      }
    }
    return seen
  }

  /// The same, read in place.
  private static func inPlace(_ pieces: [[UInt8]]) -> [String] {
    var decoder = FrameDecoder(frameMax: 256)
    var seen: [String] = []
    for piece in pieces {
      let error = piece.withUnsafeBytes { bytes -> WireError? in
        var rest = bytes
        do throws(WireError) {
          while let incoming = try decoder.next(from: &rest) { seen.append(words(incoming)) }
          return nil
        } catch {
          return error
        }
      }
      if let error { return seen + ["\(error)"] }
    }
    return seen
  }

  @Test(arguments: cases)
  func `a stream means the same in any cutting`(_ value: JSONValue) {
    let bytes = WireForm.bytes(ofHex: value["bytes"]?.string ?? "")
    let expected = value["incoming"]?.array?.compactMap(\.string)
    let kept = surprise(in: bytes, expecting: expected) { Self.appended($0) }
    #expect(kept == nil, "\(kept ?? "")")
    let placed = surprise(in: bytes, expecting: expected) { Self.inPlace($0) }
    #expect(placed == nil, "\(placed ?? "")")
  }

  @Test func `a limit that changes holds from the next frame on`() throws {
    var encoder = FrameEncoder()
    encoder.append(Frame(channel: 1, .body([UInt8](repeating: 7, count: 100))))
    encoder.append(Frame(channel: 1, .body([UInt8](repeating: 7, count: 100))))
    var decoder = FrameDecoder(frameMax: 108)
    decoder.append(encoder.bytes)
    #expect(try decoder.next() != nil)
    decoder.frameMax = 107
    #expect(throws: WireError.self) { try decoder.next() }
  }

  @Test(arguments: [0, 1, 4_088, 4_089, 8_176, 10_000])
  func `a message is written in frames that are allowed`(_ size: Int) throws {
    var properties = BasicProperties()
    properties.contentType = "text/plain"
    let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    var encoder = FrameEncoder()
    encoder.append(
      .basicPublish(Basic.Publish(exchange: "e", routingKey: "k")), channel: 3,
      properties: properties, body: body, frameMax: 4_096)
    var decoder = FrameDecoder(frameMax: 4_096)
    decoder.append(encoder.bytes)
    var frames: [Frame] = []
    while case .frame(let frame) = try decoder.next() { frames.append(frame) }
    #expect(frames.count == 2 + (size + 4_087) / 4_088)
    #expect(frames.allSatisfy { $0.channel == 3 })
    let header = ContentHeader(bodySize: UInt64(size), properties: properties)
    #expect(frames[1].payload == .header(header))
    let bodies = frames.dropFirst(2).flatMap { frame -> [UInt8] in
      guard case .body(let bytes) = frame.payload else { return [] }
      return bytes
    }
    #expect(bodies == body)
  }

  @Test func `every property is read and written`() throws {
    var properties = BasicProperties()
    properties.contentType = "a"
    properties.contentEncoding = "b"
    properties.headers = ["h": .int32(1)]
    properties.deliveryMode = 2
    properties.priority = 3
    properties.correlationID = "c"
    properties.replyTo = "d"
    properties.expiration = "e"
    properties.messageID = "f"
    properties.timestamp = 4
    properties.type = "g"
    properties.userID = "i"
    properties.appID = "j"
    properties.clusterID = "k"
    let frame = Frame(channel: 1, .header(ContentHeader(bodySize: 0, properties: properties)))
    var encoder = FrameEncoder()
    encoder.append(frame)
    var decoder = FrameDecoder()
    decoder.append(encoder.bytes)
    #expect(try decoder.next() == .frame(frame))
    let wire = try WireForm()
    let content = wire.decode(wire.encode([1, "basic.get-empty"]) + encoder.bytes)[0][3]
    #expect(content?["properties"]?.object?.count == 14)
    #expect(content?["properties"]?["cluster-id"] == "k")
    #expect(content?["properties"]?["timestamp"] == 4)
  }
}
