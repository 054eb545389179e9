/// Writes JSON text, step by step on the hot path, where no `JSONValue` is built:
///
///     var json = JSONWriter()
///     json.beginObject()
///     json.key("id")
///     json.int(12345)
///     json.endObject()
///     let text = json.finish()
///
/// It owns a plain piece of memory, because a document is hundreds of small pieces and growing an
/// array for each of them would cost more than writing it.
public struct JSONWriter: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0
  /// Whether the next value or key must be preceded by a comma.
  private var needsComma = false

  public init(reserving capacity: Int = 256) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// The text written so far.
  public consuming func finish() -> [UInt8] {
    Array(UnsafeBufferPointer(start: base, count: count))
  }

  // MARK: Structure

  public mutating func beginObject() { open(UInt8(ascii: "{")) }
  public mutating func endObject() { close(UInt8(ascii: "}")) }
  public mutating func beginArray() { open(UInt8(ascii: "[")) }
  public mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes the name of the next member. The literal must need no escaping.
  public mutating func key(_ name: StaticString) {
    quoted(name)
    put(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes the name of the next member.
  public mutating func key(_ name: String) {
    string(name)
    put(UInt8(ascii: ":"))
    needsComma = false
  }

  // MARK: Values

  public mutating func null() { literal("null") }
  public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  public mutating func int(_ value: Int) {
    reserve(24)
    separate()
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &digits) { buffer in
      var place = buffer.count
      var rest = value.magnitude
      repeat {
        place -= 1
        buffer[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      if value < 0 {
        place -= 1
        buffer[place] = UInt8(ascii: "-")
      }
      for byte in buffer[place...] { put(byte) }
    }
    needsComma = true
  }

  public mutating func number(_ value: JSONNumber) {
    reserve(value.text.utf8.count + 1)
    separate()
    for byte in value.text.utf8 { put(byte) }
    needsComma = true
  }

  public mutating func string(_ value: String) {
    beginString()
    text(value)
    endString()
  }

  public mutating func optional(_ value: Int?) {
    if let value { int(value) } else { null() }
  }

  public mutating func optional(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  /// Begins a string that is written in pieces, so that they need not be put together first.
  public mutating func beginString() {
    reserve(2)
    separate()
    put(UInt8(ascii: "\""))
  }

  /// Writes a piece of a string.
  public mutating func text(_ value: String) {
    var value = value
    value.withUTF8 { text in
      let isPlain = text.allSatisfy {
        $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      // The longest escape is six bytes for one.
      reserve(text.count * (isPlain ? 1 : 6))
      if isPlain, let start = text.baseAddress {
        (base + count).update(from: start, count: text.count)
        count += text.count
      } else {
        for byte in text { escape(byte) }
      }
    }
  }

  /// Writes a literal that needs no escaping as a piece of a string.
  public mutating func text(_ value: StaticString) {
    reserve(value.utf8CodeUnitCount)
    copy(value)
  }

  public mutating func endString() {
    reserve(1)
    put(UInt8(ascii: "\""))
    needsComma = true
  }

  /// Writes a literal that needs no escaping as a string.
  public mutating func string(_ value: StaticString) {
    quoted(value)
    needsComma = true
  }

  public mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let flag): bool(flag)
    case .number(let number): self.number(number)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let object):
      beginObject()
      for member in object.members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  /// Writes a value that is JSON text already.
  public mutating func rendered(_ value: [UInt8]) {
    reserve(value.count)
    separate()
    value.withUnsafeBufferPointer { text in
      if let start = text.baseAddress { (base + count).update(from: start, count: text.count) }
    }
    count += value.count
    needsComma = true
  }

  /// A value as text without white space.
  public static func compact(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.finish()
  }

  // MARK: Bytes

  /// Makes room for this many more bytes, and a comma.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if count + more + 1 > capacity { grow(more) }
  }

  private mutating func grow(_ more: Int) {
    let larger = max(capacity * 2, count + more + 1)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = larger
  }

  /// Writes a byte for which there is room.
  private mutating func put(_ byte: UInt8) {
    base[count] = byte
    count += 1
  }

  private mutating func separate() {
    if needsComma { put(UInt8(ascii: ",")) }
  }

  private mutating func open(_ bracket: UInt8) {
    reserve(1)
    separate()
    put(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    reserve(1)
    put(bracket)
    needsComma = true
  }

  /// Writes a literal in quotes, with room for what may follow it.
  private mutating func quoted(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount + 3)
    separate()
    put(UInt8(ascii: "\""))
    copy(text)
    put(UInt8(ascii: "\""))
  }

  private mutating func literal(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    separate()
    copy(text)
    needsComma = true
  }

  private mutating func copy(_ text: StaticString) {
    (base + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count += text.utf8CodeUnitCount
  }

  private mutating func escape(_ byte: UInt8) {
    if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { return put(byte) }
    put(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
    case 0x08: put(UInt8(ascii: "b"))
    case 0x09: put(UInt8(ascii: "t"))
    case 0x0A: put(UInt8(ascii: "n"))
    case 0x0C: put(UInt8(ascii: "f"))
    case 0x0D: put(UInt8(ascii: "r"))
    default:
      for digit in [UInt8(ascii: "u"), 0x30, 0x30, 0x30 + byte >> 4] { put(digit) }
      let low = byte & 15
      put(low < 10 ? 0x30 + low : 0x57 + low)
    }
  }
}
