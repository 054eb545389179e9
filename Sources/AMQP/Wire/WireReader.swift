/// Reads AMQP's data types from bytes, front to back (AMQP 0-9-1, section 4.2.5). Numbers are in network
/// byte order.
///
/// It reads memory that belongs to its caller, and lives no longer than the call.
struct WireReader {
  private let bytes: UnsafeRawBufferPointer
  private var at = 0
  /// How many tables and arrays are open.
  private var depth = 0

  /// Nested deeper, a table is meant to harm.
  private static let deepest = 32

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  private mutating func take(_ count: Int) throws(WireError) -> UnsafeRawBufferPointer {
    guard count <= bytes.count - at else {
      throw WireError(.syntaxError, "\(count) bytes were announced, \(bytes.count - at) are there")
    }
    defer { at += count }
    return UnsafeRawBufferPointer(rebasing: bytes[at..<(at + count)])
  }

  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>()
    throws(WireError) -> Number
  {
    Number(bigEndian: try take(Number.bitWidth / 8).loadUnaligned(as: Number.self))
  }

  mutating func octet() throws(WireError) -> UInt8 {
    guard at < bytes.count else { throw WireError(.syntaxError, "a byte is missing") }
    defer { at += 1 }
    return bytes[at]
  }

  mutating func short() throws(WireError) -> UInt16 { try number() }

  mutating func long() throws(WireError) -> UInt32 { try number() }

  mutating func longLong() throws(WireError) -> UInt64 { try number() }

  /// Text of up to 255 bytes.
  mutating func shortString() throws(WireError) -> String {
    let bytes = try take(Int(octet()))
    guard let text = String(validating: bytes.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
    else { throw WireError(.syntaxError, "a short string is no UTF-8") }
    return text
  }

  mutating func longString() throws(WireError) -> [UInt8] { Array(try take(Int(long()))) }

  mutating func table() throws(WireError) -> FieldTable {
    var fields = FieldTable()
    try nested { inner throws(WireError) in
      fields.append(try inner.shortString(), try inner.fieldValue())
    }
    return fields
  }

  private mutating func array() throws(WireError) -> [FieldValue] {
    var values: [FieldValue] = []
    try nested { inner throws(WireError) in values.append(try inner.fieldValue()) }
    return values
  }

  /// Reads a length and calls `entry` until so many bytes are read.
  private mutating func nested(
    _ entry: (inout WireReader) throws(WireError) -> Void
  ) throws(WireError) {
    guard depth < Self.deepest else {
      throw WireError(.syntaxError, "tables are nested deeper than \(Self.deepest)")
    }
    var inner = WireReader(try take(Int(long())))
    inner.depth = depth + 1
    while !inner.isAtEnd { try entry(&inner) }
  }

  private mutating func fieldValue() throws(WireError) -> FieldValue {
    let type = try octet()
    switch UnicodeScalar(type) {
    case "t": return .bool(try octet() != 0)
    case "b": return .int8(try number())
    case "B": return .uint8(try number())
    case "s": return .int16(try number())
    case "u": return .uint16(try number())
    case "I": return .int32(try number())
    case "i": return .uint32(try number())
    // The specification's letter for the same; RabbitMQ's is the small one.
    case "l", "L": return .int64(try number())
    case "f": return .float(Float(bitPattern: try number()))
    case "d": return .double(Double(bitPattern: try number()))
    case "D": return .decimal(scale: try octet(), value: try number())
    case "S": return .longString(try longString())
    case "x": return .bytes(try longString())
    case "T": return .timestamp(try longLong())
    case "F": return .table(try table())
    case "A": return .array(try array())
    case "V": return .void
    default: throw WireError(.syntaxError, "there is no field type \(type)")
    }
  }
}
