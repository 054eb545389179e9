/// A JSON text with its value: knows where in the text each value stands and which names repeat.
public struct JSONDocument: Sendable {
  public let text: [UInt8]
  public let root: JSONValue
  private let duplicates: [JSONReader.DuplicateKey]

  /// Reads the text.
  public init(
    _ text: [UInt8], maximumDepth: Int = JSONReader.defaultMaximumDepth
  ) throws(JSONError) {
    var duplicates: [JSONReader.DuplicateKey] = []
    root = try JSONReader.read(text[...], maximumDepth: maximumDepth, duplicates: &duplicates)
    self.text = text
    self.duplicates = duplicates
  }

  /// Names that stand more than once in one object, each with the place of the repetition.
  public var duplicateKeys: [(key: String, location: SourceLocation)] {
    duplicates.map { ($0.key, SourceLocation(offset: $0.offset, in: text)) }
  }

  /// Where the value begins to which `pointer` leads; with `ofKey`, where the member's name begins.
  ///
  /// Found by reading the text again up to that place, so that parsing pays nothing for it. Nil when
  /// the pointer leads nowhere.
  public func location(of pointer: JSONPointer, ofKey: Bool = false) -> SourceLocation? {
    let offset = Self.offset(of: pointer, ofKey: ofKey, in: text[...])
    return offset.map { SourceLocation(offset: $0, in: text) }
  }

  /// How many bytes stand in `text`, which is JSON, before the value to which `pointer` leads.
  public static func offset(
    of pointer: JSONPointer, ofKey: Bool = false, in text: ArraySlice<UInt8>
  ) -> Int? {
    text.withUnsafeBufferPointer { bytes in
      var scanner = JSONReader.Scanner(bytes: bytes, maximumDepth: .max)
      return try? scanner.find(pointer.steps[...], ofKey: ofKey)
    }
  }
}

extension JSONReader.Scanner {
  /// The byte where the value at the end of `steps` begins.
  mutating func find(
    _ steps: ArraySlice<JSONPointer.Step>, ofKey: Bool
  ) throws(JSONReader.Failure) -> Int? {
    skipSpace()
    guard let step = steps.first else { return at }
    let rest = steps.dropFirst()
    switch step {
    case .member(let wanted):
      guard take(UInt8(ascii: "{")) else { return nil }
      var found: JSONReader.Scanner?
      var foundKey = 0
      repeat {
        skipSpace()
        guard peek() == UInt8(ascii: "\"") else { break }
        let start = at
        let key = try string()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { return nil }
        skipSpace()
        if key.hasSameCodePoints(as: wanted) {
          found = self
          foundKey = start
        }
        _ = try value()
        skipSpace()
      } while take(UInt8(ascii: ","))
      if ofKey, rest.isEmpty { return found == nil ? nil : foundKey }
      return try found?.find(rest, ofKey: ofKey)
    case .element(let place):
      guard place >= 0, take(UInt8(ascii: "[")) else { return nil }
      for _ in 0..<place {
        skipSpace()
        _ = try value()
        skipSpace()
        guard take(UInt8(ascii: ",")) else { return nil }
      }
      skipSpace()
      return peek() == UInt8(ascii: "]") ? nil : try find(rest, ofKey: ofKey)
    }
  }
}
