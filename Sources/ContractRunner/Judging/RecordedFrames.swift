import HTTPMessage
import JSON

/// A message as somebody recorded it.
public struct RecordedSending: Sendable {
  /// Where it stands, as `file:line:column`.
  public let place: String
  public let message: SentMessage
}

/// Recorded frames of AMQP, put together to messages: those that the client published; where it
/// published none, those that it got.
struct RecordedFrames {
  private let frames: [JSONValue]
  private let entry: RecordedEntry

  init(_ frames: [JSONValue], of entry: RecordedEntry) {
    self.frames = frames
    self.entry = entry
  }

  private static let published = ["basic.publish"]
  private static let delivered = ["basic.deliver", "basic.get-ok"]

  /// In the order of their first frames.
  func sendings() throws(RecordingError) -> [RecordedSending] {
    let published = try messages(Self.published, from: "client")
    return try published.isEmpty ? messages(Self.delivered, from: "server") : published
  }

  /// A message of which frames are still to come.
  private struct Begun {
    let arguments: JSONValue
    var properties: JSONValue = .null
    var body: [UInt8] = []
    /// How long the body will be, as the header says.
    var size: Int?
    var place: Int
  }

  /// Frames of one message follow each other on their channel.
  private func messages(
    _ methods: [String], from side: String
  ) throws(RecordingError) -> [RecordedSending] {
    var begun: [String: Begun] = [:]
    var whole: [(place: Int, sending: RecordedSending)] = []
    for (place, frame) in frames.enumerated() where frame["from"]?.string == side {
      let channel = "\(frame["link"] ?? .null) \(frame["channel"] ?? .null)"
      switch frame["frame"]?.string {
      case let name? where methods.contains(name):
        begun[channel] = Begun(arguments: frame["args"] ?? .null, place: place)
      case "header":
        begun[channel]?.properties = frame["args"]?["properties"] ?? .null
        begun[channel]?.size = frame["args"]?["body-size"]?.int
        if begun[channel]?.size == 0, let message = begun.removeValue(forKey: channel) {
          whole.append((message.place, sending(message)))
        }
      case "body":
        guard var message = begun[channel] else { continue }
        let isJSON = frame["body"] != nil
        message.body += try Self.bytes(of: frame, entry)
        // JSON that was read has lost its spelling, and with it its length.
        if isJSON || message.body.count >= message.size ?? 0 {
          begun[channel] = nil
          whole.append((message.place, sending(message)))
        } else {
          begun[channel] = message
        }
      default: begun[channel] = nil
      }
    }
    return whole.sorted { $0.place < $1.place }.map(\.sending)
  }

  private static func bytes(
    of frame: JSONValue, _ entry: RecordedEntry
  ) throws(RecordingError) -> [UInt8] {
    if let value = frame["body"] { return JSONWriter.compact(value) }
    if let text = frame["body_text"]?.string { return Array(text.utf8) }
    guard let bytes = frame["body_base64"]?.string.flatMap({ Base64.decode($0) }) else {
      throw entry.error(
        "a frame \"body\" needs a \"body\", a \"body_text\", or a \"body_base64\" in base 64")
    }
    return bytes
  }

  private func sending(_ begun: Begun) -> RecordedSending {
    let type = begun.properties["content-type"]?.string
    var metadata = JSONObject()
    metadata["exchange"] = begun.arguments["exchange"]
    metadata["routingKey"] = begun.arguments["routing-key"]
    metadata["contentType"] = begun.properties["content-type"]
    metadata["deliveryMode"] = begun.properties["delivery-mode"]
    metadata["mandatory"] = begun.arguments["mandatory"]
    return RecordedSending(
      place: "\(entry.file):\(entry.location)",
      message: SentMessage(contents: begun.body, contentType: type, metadata: metadata))
  }
}
