/// Why and where a text is not JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was expected, found or exceeded, as a phrase without place.
  public let reason: String
  public let location: SourceLocation

  public var description: String { "\(location): \(reason)" }
}

/// A place in a text.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// Bytes before the place.
  public let offset: Int
  /// From 1.
  public let line: Int
  /// From 1, counted in characters (Unicode scalars), as editors show it.
  public let column: Int

  public init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  /// Counts lines and columns up to the byte `offset` of UTF-8 text.
  public init(offset: Int, in text: [UInt8]) {
    var line = 1
    var column = 1
    for byte in text.prefix(max(0, offset)) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(offset: offset, line: line, column: column)
  }

  public var description: String { "\(line):\(column)" }
}
