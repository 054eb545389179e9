public import JSON
import MockSupport

/// AMQP's methods in JSON and on the wire, made from a table of their fields and without the codec, so
/// that both can be held against each other.
///
/// A method is `[channel, name, {field: value}, {properties, body}]`; what stands for fields that are
/// left out is nothing: 0, false, an empty text.
public struct WireForm: Sendable {
  private struct Layout: Sendable {
    let id: [Int]
    let fields: [(name: String, type: String)]
  }

  private let layouts: [String: Layout]
  private static let properties: [(name: String, type: String)] = [
    ("content-type", "shortstr"), ("content-encoding", "shortstr"), ("headers", "table"),
    ("delivery-mode", "octet"), ("priority", "octet"), ("correlation-id", "shortstr"),
    ("reply-to", "shortstr"), ("expiration", "shortstr"), ("message-id", "shortstr"),
    ("timestamp", "longlong"), ("type", "shortstr"), ("user-id", "shortstr"),
    ("app-id", "shortstr"), ("cluster-id", "shortstr"),
  ]
  private static let widths = ["octet": 1, "short": 2, "long": 4, "longlong": 8]

  /// Reads the table of the checkout.
  public init() throws {
    let text = Repository.bytes("Tests/AMQPSupport/methods.json")
    var layouts: [String: Layout] = [:]
    for member in try JSONReader.value(of: text).object?.members ?? [] {
      let parts = member.value.array ?? []
      layouts[member.key] = Layout(
        id: parts.compactMap(\.int),
        fields: parts.compactMap(\.string).map { field in
          let words = field.split(separator: " ").map(String.init)
          return (words[0], words[1])
        })
    }
    self.layouts = layouts
  }

  /// The names of all methods, sorted.
  public var names: [String] { layouts.keys.sorted() }

  /// The fields of a method in order, with their types in the specification's words.
  public func fields(of name: String) -> [(name: String, type: String)] {
    layouts[name]?.fields ?? []
  }

  // MARK: Writing

  /// The bytes of a method with its contents; of text, the bytes it tells in hexadecimal digits.
  public func encode(_ value: JSONValue) -> [UInt8] {
    if let digits = value.string { return Self.bytes(ofHex: digits) }
    let channel = value[0]?.int ?? 0
    var frames = method(channel, value[1]?.string ?? "", value[2] ?? [:])
    if let content = value[3] { frames += self.content(channel, content) }
    return frames
  }

  public static func bytes(ofHex text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] * 16 + digits[$0 + 1])
    }
  }

  private func frame(_ kind: Int, _ channel: Int, _ payload: [UInt8]) -> [UInt8] {
    number(kind, 1) + number(channel, 2) + number(payload.count, 4) + payload + [0xCE]
  }

  private func method(_ channel: Int, _ name: String, _ arguments: JSONValue) -> [UInt8] {
    guard let layout = layouts[name] else { return [] }
    var payload = layout.id.flatMap { number($0, 2) }
    var bits: [Bool] = []
    for (place, field) in layout.fields.enumerated() {
      guard field.type == "bit" else {
        payload += write(arguments[field.name], field.type)
        continue
      }
      bits.append(arguments[field.name]?.bool ?? false)
      if place + 1 == layout.fields.count || layout.fields[place + 1].type != "bit" {
        payload.append(bits.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) })
        bits = []
      }
    }
    return frame(1, channel, payload)
  }

  private func content(_ channel: Int, _ content: JSONValue) -> [UInt8] {
    let body =
      content["large"]?.int.map { [UInt8](repeating: 0x78, count: $0) }
      ?? Array((content["body"]?.string ?? "").utf8)
    var flags = 0
    var list: [UInt8] = []
    for (place, property) in Self.properties.enumerated() {
      guard let value = content["properties"]?[property.name] else { continue }
      flags |= 1 << (15 - place)
      list += write(value, property.type)
    }
    var frames = frame(
      2, channel, number(60, 2) + number(0, 2) + number(body.count, 8) + number(flags, 2) + list)
    let most = content["frame"]?.int ?? 131_064
    for start in stride(from: 0, to: body.count, by: most) {
      frames += frame(3, channel, Array(body[start..<min(start + most, body.count)]))
    }
    return frames
  }

  private func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
  }

  private func write(_ value: JSONValue?, _ type: String) -> [UInt8] {
    let text = Array((value?.string ?? "").utf8)
    switch type {
    case "shortstr": return number(text.count, 1) + text
    case "longstr": return number(text.count, 4) + text
    case "table": return table(value?.object ?? JSONObject())
    default: return number(value?.int ?? 0, Self.widths[type] ?? 0)
    }
  }

  private func table(_ object: JSONObject) -> [UInt8] {
    let entries = object.members.flatMap {
      write(.string($0.key), "shortstr") + self.field($0.value)
    }
    return number(entries.count, 4) + entries
  }

  private func field(_ value: JSONValue) -> [UInt8] {
    switch value {
    case .bool(let flag): [0x74, flag ? 1 : 0]
    case .number: [0x49] + number(value.int ?? 0, 4)
    case .object(let object): [0x46] + table(object)
    case .string: [0x53] + write(value, "longstr")
    default: [0x56]
    }
  }

  // MARK: Reading

  /// Reads whole frames, methods together with their contents; a protocol header as its digits.
  public func decode(_ bytes: [UInt8]) -> [JSONValue] {
    var reader = WireFormReader(bytes)
    var values: [JSONValue] = []
    while !reader.isAtEnd {
      if reader.isAtProtocolHeader {
        values.append(.string(reader.take(8).map { Self.hex($0) }.joined()))
        continue
      }
      let (kind, channel, payload) = reader.frame()
      switch kind {
      case 1: values.append([.number(JSONNumber(channel))] + self.method(payload))
      case 2: values.append(self.content(payload, &reader))
      default: values.append(.string("a frame of type \(kind)"))
      }
    }
    return values.reduce(into: []) { joined, value in
      // Contents belong to the method in front.
      if value.object != nil, let last = joined.popLast() {
        joined.append(last + [value])
      } else {
        joined.append(value)
      }
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private func method(_ payload: [UInt8]) -> JSONValue {
    var reader = WireFormReader(payload)
    let id = [reader.number(2), reader.number(2)]
    guard let (name, layout) = layouts.first(where: { $0.value.id == id }) else {
      return [.string("method \(id)")]
    }
    var arguments = JSONObject()
    var bits = (value: 0, count: 8)
    for (place, field) in layout.fields.enumerated() {
      if field.type == "bit" {
        if place == 0 || layout.fields[place - 1].type != "bit" { bits = (reader.number(1), 0) }
        arguments[field.name] = .bool(bits.value >> bits.count & 1 == 1)
        bits.count += 1
      } else {
        arguments[field.name] = reader.value(field.type)
      }
    }
    return [.string(name), .object(arguments)]
  }

  private func content(_ payload: [UInt8], _ reader: inout WireFormReader) -> JSONValue {
    var header = WireFormReader(payload)
    _ = header.take(4)
    let (size, flags) = (header.number(8), header.number(2))
    var properties = JSONObject()
    for (place, property) in Self.properties.enumerated() where flags >> (15 - place) & 1 == 1 {
      properties[property.name] = header.value(property.type)
    }
    var body: [UInt8] = []
    var frames: [JSONValue] = []
    while body.count < size, !reader.isAtEnd {
      let part = reader.frame().payload
      frames.append(.number(JSONNumber(part.count)))
      body += part
    }
    return [
      "properties": .object(properties), "body": .string(String(decoding: body, as: UTF8.self)),
      "large": .number(JSONNumber(size)), "frames": .array(frames),
    ]
  }
}

private func + (left: JSONValue, right: JSONValue) -> JSONValue {
  .array((left.array ?? []) + (right.array ?? []))
}
