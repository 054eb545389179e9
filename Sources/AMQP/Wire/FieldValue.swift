/// A value in a field table, with every type that RabbitMQ takes.
public indirect enum FieldValue: Sendable, Equatable {
  case bool(Bool)
  case int8(Int8)
  case uint8(UInt8)
  case int16(Int16)
  case uint16(UInt16)
  case int32(Int32)
  case uint32(UInt32)
  case int64(Int64)
  case float(Float)
  case double(Double)
  /// `value` divided by ten to the power of `scale`.
  case decimal(scale: UInt8, value: Int32)
  /// Mostly text, but any bytes will do.
  case longString([UInt8])
  case bytes([UInt8])
  /// Seconds since 1970.
  case timestamp(UInt64)
  case table(FieldTable)
  case array([FieldValue])
  case void

  /// The letter that says on the wire what follows.
  var type: UInt8 {
    let letter: Unicode.Scalar =
      switch self {
      case .bool: "t"
      case .int8: "b"
      case .uint8: "B"
      case .int16: "s"
      case .uint16: "u"
      case .int32: "I"
      case .uint32: "i"
      case .int64: "l"
      case .float: "f"
      case .double: "d"
      case .decimal: "D"
      case .longString: "S"
      case .bytes: "x"
      case .timestamp: "T"
      case .table: "F"
      case .array: "A"
      case .void: "V"
      }
    return UInt8(ascii: letter)
  }

  public static func text(_ text: String) -> FieldValue { .longString(Array(text.utf8)) }

  /// A long string as text; nil for other types, and for bytes that are no UTF-8.
  public var text: String? {
    guard case .longString(let bytes) = self else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A whole number of any width; nil for other types, and for what an `Int` can't hold.
  public var int: Int? {
    switch self {
    case .int8(let value): Int(value)
    case .uint8(let value): Int(value)
    case .int16(let value): Int(value)
    case .uint16(let value): Int(value)
    case .int32(let value): Int(value)
    case .uint32(let value): Int(value)
    case .int64(let value): Int(exactly: value)
    default: nil
    }
  }

  public var bool: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }
}

/// Names with values, in the order they were written.
public struct FieldTable: Sendable, Equatable, Sequence, ExpressibleByDictionaryLiteral {
  public struct Field: Sendable, Equatable {
    public let name: String
    public let value: FieldValue
  }

  private var fields: [Field] = []

  public init() {}

  public init(dictionaryLiteral elements: (String, FieldValue)...) {
    fields = elements.map(Field.init)
  }

  /// Reads names with values that fill the bytes, as a login by `AMQPLAIN` has them: a table without
  /// its length.
  ///
  /// - Throws: ``WireError`` when they are none.
  public init(entries bytes: [UInt8]) throws(WireError) {
    var encoder = WireWriter()
    encoder.longString(bytes)
    let result = encoder.bytes.withUnsafeBytes { bytes -> Result<FieldTable, WireError> in
      var reader = WireReader(bytes)
      do throws(WireError) { return .success(try reader.table()) } catch { return .failure(error) }
    }
    self = try result.get()
  }

  public mutating func append(_ name: String, _ value: FieldValue) {
    fields.append(Field(name: name, value: value))
  }

  public var isEmpty: Bool { fields.isEmpty }

  public var count: Int { fields.count }

  /// The first value of this name.
  public subscript(name: String) -> FieldValue? { fields.first { $0.name == name }?.value }

  public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }
}
