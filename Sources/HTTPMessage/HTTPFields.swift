/// The field lines of a message in order, with duplicates and with the spelling of names kept.
///
/// All lines share one buffer in wire form; a line is four offsets into it. So reading a request
/// allocates nothing per line, and a value becomes a `String` only when asked for.
public struct HTTPFields: Sendable {
  /// One line, as places in the shared buffer.
  struct Line: Sendable {
    var nameStart: Int32
    var nameEnd: Int32
    var valueStart: Int32
    var valueEnd: Int32
  }

  private(set) var buffer: ArraySlice<UInt8>
  private(set) var lines: [Line]

  public init() {
    buffer = []
    lines = []
  }

  public init(_ fields: [(HTTPFieldName, String)]) {
    self.init()
    for (name, value) in fields { append(name, value) }
  }

  /// Lines that stand in a buffer already.
  init(buffer: ArraySlice<UInt8>, lines: [Line]) {
    self.buffer = buffer
    self.lines = lines
  }

  public var count: Int { lines.count }
  public var isEmpty: Bool { lines.isEmpty }

  /// Adds a line at the end, also when the name is there already.
  ///
  /// Line ends and NUL in the value become spaces (RFC 9110, section 5.5), so that no value can
  /// smuggle a line of its own into a message.
  public mutating func append(_ name: HTTPFieldName, _ value: String) {
    if !ownsBuffer { copyLines() }
    if value.utf8.contains(where: Self.endsLine) {
      append(name.spelling.utf8, value.utf8.map { Self.endsLine($0) ? ASCII.space : $0 })
    } else {
      append(name.spelling.utf8, value.utf8)
    }
  }

  private static func endsLine(_ byte: UInt8) -> Bool {
    byte == ASCII.cr || byte == ASCII.lf || byte == 0
  }

  private mutating func append(_ name: some Collection<UInt8>, _ value: some Collection<UInt8>) {
    var line = Line(nameStart: Int32(buffer.endIndex), nameEnd: 0, valueStart: 0, valueEnd: 0)
    buffer.append(contentsOf: name)
    line.nameEnd = Int32(buffer.endIndex)
    buffer.append(ASCII.colon)
    buffer.append(ASCII.space)
    line.valueStart = Int32(buffer.endIndex)
    buffer.append(contentsOf: value)
    line.valueEnd = Int32(buffer.endIndex)
    buffer.append(ASCII.cr)
    buffer.append(ASCII.lf)
    lines.append(line)
  }

  /// The lines as they stand in a message, each ended by CRLF.
  public var wireForm: ArraySlice<UInt8> {
    if ownsBuffer { return buffer }
    var copy = self
    copy.copyLines()
    return copy.buffer
  }

  /// Whether the buffer holds these lines in wire form and nothing else.
  private var ownsBuffer: Bool {
    buffer.startIndex == 0 && buffer.endIndex == lines.last.map { Int($0.valueEnd) + 2 } ?? 0
      && lines.first.map { $0.nameStart == 0 } ?? true
  }

  private mutating func copyLines() {
    let old = self
    self = HTTPFields()
    for line in old.lines { append(old.nameBytes(line), old.valueBytes(line)) }
  }

  /// The value of the first line of this name.
  public subscript(name: HTTPFieldName) -> String? { value(name).map { string($0) } }

  /// The values of all lines of this name, in order.
  public subscript(values name: HTTPFieldName) -> [String] {
    lines.filter { matches($0, name.canonical) }.map { string(valueBytes($0)) }
  }

  /// The elements of all comma-separated values of this name, in lower case (RFC 9110, 5.6.1).
  public func list(_ name: HTTPFieldName) -> [String] {
    lines.filter { matches($0, name.canonical) }.flatMap { line in
      valueBytes(line).split(separator: UInt8(ascii: ",")).map {
        String(decoding: $0.trimmingSpaces().map(ASCII.lowercased), as: UTF8.self)
      }
    }
  }

  /// The bytes of the first value of this name.
  public func value(_ name: HTTPFieldName) -> ArraySlice<UInt8>? {
    let wanted = name.canonical
    for line in lines where matches(line, wanted) { return valueBytes(line) }
    return nil
  }

  private func matches(_ line: Line, _ wanted: [UInt8]) -> Bool {
    Int(line.nameEnd - line.nameStart) == wanted.count
      && ASCII.equalsIgnoringCase(nameBytes(line), wanted)
  }

  func nameBytes(_ line: Line) -> ArraySlice<UInt8> {
    buffer[Int(line.nameStart)..<Int(line.nameEnd)]
  }

  func valueBytes(_ line: Line) -> ArraySlice<UInt8> {
    buffer[Int(line.valueStart)..<Int(line.valueEnd)]
  }

  private func string(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Reads lines in wire form.
  ///
  /// - Throws: ``HTTPParseError`` when one is no field line.
  public init(wireForm: [UInt8]) throws(HTTPParseError) {
    self.init(buffer: wireForm[...], lines: [])
    var rest = wireForm[...]
    while !rest.isEmpty {
      guard let end = rest.firstIndex(of: ASCII.lf), end > rest.startIndex,
        wireForm[end - 1] == ASCII.cr
      else {
        throw .bad("a field line must end in CR LF")
      }
      lines.append(try HTTPRequestHead.line(wireForm, rest.startIndex..<(end - 1)))
      rest = rest[(end + 1)...]
    }
  }
}

extension HTTPFields: Sequence {
  /// Each line as name and value, in order.
  public func makeIterator() -> AnyIterator<(name: HTTPFieldName, value: String)> {
    var rest = lines.makeIterator()
    return AnyIterator {
      rest.next().map { (HTTPFieldName(string(nameBytes($0))), string(valueBytes($0))) }
    }
  }
}

extension HTTPFields: Equatable {
  /// Equal when the same lines stand in the same order, names compared without case.
  public static func == (left: HTTPFields, right: HTTPFields) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (HTTPFieldName, String)...) { self.init(elements) }
}
