/// Appends AMQP's data types to bytes, the mirror image of ``WireReader``.
struct WireWriter {
  private(set) var bytes: [UInt8]

  /// - Parameter bytes: what is there already; writing goes on behind it.
  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  var count: Int { bytes.count }

  private mutating func number(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func octet(_ value: UInt8) { bytes.append(value) }

  mutating func short(_ value: UInt16) { number(value) }

  mutating func long(_ value: UInt32) { number(value) }

  mutating func longLong(_ value: UInt64) { number(value) }

  /// Flags in one byte, the first in the lowest bit.
  mutating func bits(
    _ first: Bool, _ second: Bool = false, _ third: Bool = false, _ fourth: Bool = false,
    _ fifth: Bool = false
  ) {
    octet(
      (first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0) | (fourth ? 8 : 0) | (fifth ? 16 : 0))
  }

  /// Text that is longer than the 255 bytes which fit is cut between two characters.
  mutating func shortString(_ text: String) {
    var text = text[...]
    while text.utf8.count > 255 { text.removeLast() }
    octet(UInt8(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func longString(_ value: [UInt8]) {
    long(UInt32(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func raw(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }

  mutating func table(_ fields: FieldTable) {
    counted { writer in
      for field in fields {
        writer.shortString(field.name)
        writer.fieldValue(field.value)
      }
    }
  }

  /// Writes the length of what `content` writes in front of it.
  mutating func counted(_ content: (inout WireWriter) -> Void) {
    let start = count
    long(0)
    content(&self)
    let length = UInt32(count - start - 4)
    for place in 0..<4 {
      bytes[start + place] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * place))
    }
  }

  private mutating func fieldValue(_ value: FieldValue) {
    octet(value.type)
    switch value {
    case .bool(let flag): octet(flag ? 1 : 0)
    case .int8(let value): number(value)
    case .uint8(let value): number(value)
    case .int16(let value): number(value)
    case .uint16(let value): number(value)
    case .int32(let value): number(value)
    case .uint32(let value): number(value)
    case .int64(let value): number(value)
    case .float(let value): number(value.bitPattern)
    case .double(let value): number(value.bitPattern)
    case .decimal(let scale, let value):
      octet(scale)
      number(value)
    case .longString(let bytes), .bytes(let bytes): longString(bytes)
    case .timestamp(let seconds): longLong(seconds)
    case .table(let fields): table(fields)
    case .array(let values):
      counted { writer in
        for value in values { writer.fieldValue(value) }
      }
    case .void: break
    }
  }
}
