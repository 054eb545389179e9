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
    var counter = Counter()
    counter.advance(to: offset, in: text)
    self.init(
      offset: offset, line: counter.location.line, column: counter.location.column)
  }

  /// The places of ascending byte offsets, counted in one pass.
  public static func each(of offsets: [Int], in text: [UInt8]) -> [SourceLocation] {
    var counter = Counter()
    return offsets.map { offset in
      counter.advance(to: offset, in: text)
      return counter.location
    }
  }

  private struct Counter {
    var location = SourceLocation(offset: 0, line: 1, column: 1)

    mutating func advance(to offset: Int, in text: [UInt8]) {
      var (line, column) = (location.line, location.column)
      let end = min(max(offset, location.offset), text.count)
      for byte in text[location.offset..<end] {
        if byte == 0x0A {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
      location = SourceLocation(offset: end, line: line, column: column)
    }
  }

  public var description: String { "\(line):\(column)" }
}
