import HTTPMessage
import Testing

@Suite struct FieldsTests {
  @Test(arguments: ["a\r\nX: y", "a\nX: y", "a\0b"])
  func `a value can't smuggle a line of its own`(value: String) {
    let fields: HTTPFields = ["X-A": value]
    #expect(fields.count == 1)
    #expect(!fields.wireForm.dropLast(2).contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 })
  }

  private static func lines(_ fields: HTTPFields) -> [String] {
    fields.map { "\($0.name): \($0.value)" }
  }

  /// The same lines, once built and once received.
  static let built: HTTPFields = ["Accept": "a", "x-two": "1", "X-Two": "2", "ACCEPT": "B,, c"]
  static func received() throws -> HTTPFields {
    try request(
      "GET / HTTP/1.0\r\nAccept: a\r\nx-two:1\r\nX-Two: 2 \r\nACCEPT: B,, c\r\n\r\n"
    ).fields
  }
  static let both = [true, false]
  private func example(_ isReceived: Bool) throws -> HTTPFields {
    isReceived ? try Self.received() : Self.built
  }

  @Test(arguments: both)
  func `lines keep order, spelling and duplicates`(_ isReceived: Bool) throws {
    let fields = try example(isReceived)
    #expect(Self.lines(fields) == ["Accept: a", "x-two: 1", "X-Two: 2", "ACCEPT: B,, c"])
    #expect(fields.count == 4)
    #expect(!fields.isEmpty)
  }

  @Test(arguments: both)
  func `a value is found without regard to case, of several the first`(_ isReceived: Bool) throws {
    let fields = try example(isReceived)
    #expect(fields["X-TWO"] == "1")
    #expect(fields[values: "X-TWO"] == ["1", "2"])
    #expect(fields.value("accept") == [UInt8(ascii: "a")])
    #expect(fields["x-tw"] == nil)
    #expect(fields[values: "x-tw"].isEmpty)
  }

  @Test(arguments: both)
  func `a list joins all lines of a name in lower case`(_ isReceived: Bool) throws {
    #expect(try example(isReceived).list("accept") == ["a", "b", "c"])
  }

  @Test(arguments: both)
  func `a line is added at the end`(_ isReceived: Bool) throws {
    var fields = try example(isReceived)
    let before = fields
    fields.append("Accept", "é")
    #expect(Self.lines(fields) == Self.lines(before) + ["Accept: é"])
    #expect(fields[values: "accept"] == ["a", "B,, c", "é"])
  }

  @Test(arguments: both)
  func `the wire form holds the lines and nothing else`(_ isReceived: Bool) throws {
    var fields = try example(isReceived)
    let wire = "Accept: a\r\nx-two: 1\r\nX-Two: 2\r\nACCEPT: B,, c\r\n"
    #expect(String(decoding: fields.wireForm, as: UTF8.self) == wire)
    fields.append("a", "")
    #expect(String(decoding: fields.wireForm, as: UTF8.self) == wire + "a: \r\n")
  }

  @Test func `built and received lines are equal when they say the same`() throws {
    #expect(try Self.received() == Self.built)
    #expect(HTTPFields([("a", "1"), ("B", "2")]) == ["A": "1", "b": "2"])
  }

  @Test(arguments: [[:], ["a": "1"], ["b": "2", "a": "1"], ["a": "1", "b": "3"]] as [HTTPFields])
  func `lines that differ in number, order or value are unequal`(_ other: HTTPFields) {
    #expect(other != ["a": "1", "b": "2"])
  }

  @Test func `no lines are no bytes`() {
    #expect(HTTPFields().isEmpty)
    #expect(HTTPFields().wireForm.isEmpty)
  }

  @Test func `lines are read from their wire form`() throws {
    let fields = try HTTPFields(wireForm: Array("A: 1\r\na:2\r\nB: \r\n".utf8))
    #expect(Self.lines(fields) == ["A: 1", "a: 2", "B: "])
    #expect(try HTTPFields(wireForm: Array(Self.built.wireForm)) == Self.built)
    #expect(try HTTPFields(wireForm: []).isEmpty)
  }

  @Test(arguments: ["a: b", "a: b\n", "\n", "a: b\r\n\r\n", "a b\r\n", "a: b\rc\r\n", " a: b\r\n"])
  func `bytes that are no lines in wire form are refused`(_ text: String) {
    #expect(throws: HTTPParseError.self) { try HTTPFields(wireForm: Array(text.utf8)) }
  }
}
