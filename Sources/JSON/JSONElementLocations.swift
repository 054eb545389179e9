extension JSONDocument {
  /// Where the elements of the array begin to which `pointer` leads, all found in one pass: asking
  /// for each of many alone would read the text as often. Empty when there is no array.
  public func elementLocations(of pointer: JSONPointer) -> [SourceLocation] {
    let offsets = text.withUnsafeBufferPointer { bytes in
      var scanner = JSONReader.Scanner(bytes: bytes, maximumDepth: .max)
      return (try? scanner.elements(of: pointer.steps)) ?? []
    }
    var locations: [SourceLocation] = []
    locations.reserveCapacity(offsets.count)
    var (line, column, place) = (1, 1, 0)
    for offset in offsets {
      for byte in text[place..<offset] {
        if byte == 0x0A {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
      place = offset
      locations.append(SourceLocation(offset: offset, line: line, column: column))
    }
    return locations
  }
}

extension JSONReader.Scanner {
  /// The bytes where the elements of the array at the end of `steps` begin.
  fileprivate mutating func elements(
    of steps: [JSONPointer.Step]
  ) throws(JSONReader.Failure) -> [Int] {
    guard let start = try find(steps[...], ofKey: false) else { return [] }
    at = start
    guard take(UInt8(ascii: "[")) else { return [] }
    skipSpace()
    if peek() == UInt8(ascii: "]") { return [] }
    var offsets: [Int] = []
    repeat {
      skipSpace()
      offsets.append(at)
      _ = try value()
      skipSpace()
    } while take(UInt8(ascii: ","))
    return offsets
  }
}
