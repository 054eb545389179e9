import JSON

/// Reads the wire form of values; beyond the end there are zeros.
struct WireFormReader {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at >= bytes.count }

  var isAtProtocolHeader: Bool { bytes[at...].prefix(4).elementsEqual("AMQP".utf8) }

  mutating func take(_ count: Int) -> [UInt8] {
    defer { at += count }
    return (at..<(at + max(0, count))).map { $0 < bytes.count ? bytes[$0] : 0 }
  }

  mutating func number(_ width: Int) -> Int { take(width).reduce(0) { $0 << 8 | Int($1) } }

  mutating func frame() -> (kind: Int, channel: Int, payload: [UInt8]) {
    let (kind, channel) = (number(1), number(2))
    let payload = take(min(number(4), bytes.count))
    _ = take(1)
    return (kind, channel, payload)
  }

  mutating func value(_ type: String) -> JSONValue {
    switch type {
    case "shortstr": .string(String(decoding: take(number(1)), as: UTF8.self))
    case "longstr": .string(String(decoding: take(number(4)), as: UTF8.self))
    case "table": .object(table())
    case "octet": .number(JSONNumber(number(1)))
    case "short": .number(JSONNumber(number(2)))
    case "long": .number(JSONNumber(number(4)))
    default: .number(JSONNumber(number(8)))
    }
  }

  private mutating func table() -> JSONObject {
    var inner = WireFormReader(take(number(4)))
    var object = JSONObject()
    while !inner.isAtEnd {
      guard let name = inner.value("shortstr").string else { break }
      object.append(name, inner.field())
    }
    return object
  }

  private mutating func field() -> JSONValue {
    switch UnicodeScalar(UInt8(number(1))) {
    case "S": value("longstr")
    case "F": value("table")
    case "t": .bool(number(1) != 0)
    case "I", "i": value("long")
    case "l", "T": value("longlong")
    default: .null
    }
  }
}
