/// JSON text that may hold several values one after the other, and may have been cut off: everything
/// that was whole before the cut is there.
public struct JSONPartialText: Sendable {
  /// A value with the place of its first byte.
  public struct Value: Sendable {
    public let value: JSONValue
    public let location: SourceLocation
    /// The steps to the innermost array or object that the cut left open; of a value that is whole,
    /// nil. Every value on that way lacks what would have followed.
    public let open: JSONPointer?
    fileprivate let elements: [JSONPointer: [SourceLocation]]

    /// Where the elements of an array begin that stands at most two steps deep.
    public func elementLocations(of pointer: JSONPointer) -> [SourceLocation] {
      elements[pointer] ?? []
    }
  }

  public let values: [Value]
  /// Where the text was cut off; nil when its last value is whole.
  public let cut: SourceLocation?

  /// Reads the text.
  ///
  /// - Throws: ``JSONError`` for what no cut explains.
  public init(_ text: [UInt8]) throws(JSONError) {
    let outcome = text.withUnsafeBufferPointer { bytes -> Result<[Found], JSONReader.Failure> in
      var reader = PartialReader(
        scanner: JSONReader.Scanner(bytes: bytes, maximumDepth: JSONReader.defaultMaximumDepth))
      do throws(JSONReader.Failure) {
        return .success(try reader.values())
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .success(let found):
      // Arrays stand inside values, and values one after the other: all places are ascending.
      let starts = found.flatMap { [$0.start] + $0.elements.flatMap(\.starts) }.sorted()
      let places = Dictionary(
        zip(starts, SourceLocation.each(of: starts, in: text)),
        uniquingKeysWith: { first, _ in first })
      values = found.map { found in
        Value(
          value: found.value,
          location: places[found.start] ?? SourceLocation(offset: found.start, in: text),
          open: found.open.map { JSONPointer($0) },
          elements: Dictionary(
            found.elements.map { ($0.pointer, $0.starts.compactMap { places[$0] }) },
            uniquingKeysWith: { first, _ in first }))
      }
      let isCut = found.isEmpty || found.last?.open != nil
      cut = isCut ? SourceLocation(offset: text.count, in: text) : nil
    case .failure(let failure):
      throw JSONError(
        reason: failure.reason, location: SourceLocation(offset: failure.offset, in: text))
    }
  }

  fileprivate struct Found {
    let value: JSONValue
    let start: Int
    let open: [JSONPointer.Step]?
    let elements: [(pointer: JSONPointer, starts: [Int])]
  }
}

/// Reads on where the scanner would stop at the text's end.
private struct PartialReader {
  var scanner: JSONReader.Scanner
  private var steps: [JSONPointer.Step] = []
  private var elements: [(pointer: JSONPointer, starts: [Int])] = []
  /// The way to the innermost open array or object, once the end has come too early.
  private var open: [JSONPointer.Step]?

  private static let locatedDepth = 2

  init(scanner: JSONReader.Scanner) { self.scanner = scanner }

  mutating func values() throws(JSONReader.Failure) -> [JSONPartialText.Found] {
    var found: [JSONPartialText.Found] = []
    scanner.skipSpace()
    while scanner.peek() != nil, open == nil {
      let start = scanner.at
      elements = []
      let value = try value()
      // A word or number that was cut off is nothing.
      if let value {
        found.append(.init(value: value, start: start, open: open, elements: elements))
      } else {
        found.append(.init(value: .null, start: start, open: [], elements: []))
      }
      scanner.skipSpace()
    }
    return found
  }

  /// What there is of a value; nil where the end came before anything of it was whole.
  private mutating func value() throws(JSONReader.Failure) -> JSONValue? {
    switch scanner.peek() {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    default:
      do throws(JSONReader.Failure) {
        return try scanner.value()
      } catch {
        guard isCut else { throw error }
        open = steps
        return nil
      }
    }
  }

  /// Whether what follows is the beginning of something.
  private var isCut: Bool {
    if scanner.at >= scanner.bytes.count { return true }
    let rest = scanner.bytes[scanner.at...]
    return ["true", "false", "null"].contains { word in
      rest.count < word.utf8.count && word.utf8.starts(with: rest)
    }
  }

  private mutating func descend() throws(JSONReader.Failure) {
    guard steps.count < scanner.maximumDepth else {
      throw scanner.failure("nested deeper than \(scanner.maximumDepth) levels")
    }
    scanner.at += 1
    scanner.skipSpace()
  }

  private mutating func object() throws(JSONReader.Failure) -> JSONValue {
    try descend()
    var members = JSONObject()
    if scanner.take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      guard let next = scanner.peek() else { return ended(.object(members)) }
      guard next == UInt8(ascii: "\"") else {
        throw scanner.failure("expected a member name in quotes, found \(scanner.seen())")
      }
      let key: String
      do throws(JSONReader.Failure) {
        key = try scanner.string()
      } catch {
        guard isCut else { throw error }
        return ended(.object(members))
      }
      scanner.skipSpace()
      guard scanner.peek() != nil else { return ended(.object(members)) }
      guard scanner.take(UInt8(ascii: ":")) else {
        throw scanner.failure("expected ':', found \(scanner.seen())")
      }
      scanner.skipSpace()
      guard scanner.peek() != nil else { return ended(.object(members)) }
      steps.append(.member(key))
      let value = try value()
      steps.removeLast()
      if let value { members.append(key, value) }
      if open != nil { return .object(members) }
      if try endsContainer(with: "}") { return .object(members) }
    }
  }

  private mutating func array() throws(JSONReader.Failure) -> JSONValue {
    try descend()
    var values: [JSONValue] = []
    var starts: [Int] = []
    let depth = steps.count
    defer { if depth <= Self.locatedDepth { elements.append((JSONPointer(steps), starts)) } }
    if scanner.take(UInt8(ascii: "]")) { return .array(values) }
    while true {
      guard scanner.peek() != nil else { return ended(.array(values)) }
      starts.append(scanner.at)
      steps.append(.element(values.count))
      let value = try value()
      steps.removeLast()
      if let value { values.append(value) }
      if open != nil { return .array(values) }
      if try endsContainer(with: "]") { return .array(values) }
    }
  }

  private mutating func ended(_ value: JSONValue) -> JSONValue {
    open = steps
    return value
  }

  /// Takes the comma before the next part, or the end of the container, which the text's end is, too.
  private mutating func endsContainer(with end: Character) throws(JSONReader.Failure) -> Bool {
    scanner.skipSpace()
    if scanner.take(end.asciiValue ?? 0) { return true }
    if scanner.take(UInt8(ascii: ",")) {
      scanner.skipSpace()
      return false
    }
    guard scanner.peek() == nil else {
      throw scanner.failure("expected ',' or '\(end)', found \(scanner.seen())")
    }
    open = steps
    return true
  }
}
