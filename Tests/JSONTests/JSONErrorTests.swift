import JSON
import Testing

@Suite struct JSONErrorTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    let offset: Int
    let message: String
    var testDescription: String { text }
    init(_ text: String, at offset: Int, _ message: String) {
      self.text = text
      self.offset = offset
      self.message = message
    }
  }

  /// Every message of the reader, each with its place.
  @Test(arguments: [
    Case("", at: 0, "1:1: expected a value, found the end of the text"),
    Case(" \n ", at: 3, "2:2: expected a value, found the end of the text"),
    Case("[1,\n 2,\n x]", at: 9, "3:2: expected a value, found 'x'"),
    Case("[1,]", at: 3, "1:4: expected a value, found ']'"),
    Case("\u{FEFF}1", at: 0, "1:1: expected a value, found byte 0xEF"),
    Case("nul", at: 0, "1:1: expected a value, found 'n'"),
    Case("[True]", at: 1, "1:2: expected a value, found 'T'"),
    Case("1 2", at: 2, "1:3: unexpected '2' after the value"),
    Case("1\0", at: 1, "1:2: unexpected byte 0x0 after the value"),
    Case("[1 2]", at: 3, "1:4: expected ',' or ']', found '2'"),
    Case("[1", at: 2, "1:3: expected ',' or ']', found the end of the text"),
    Case("{\"a\":1;}", at: 6, "1:7: expected ',' or '}', found ';'"),
    Case("{\"a\" 1}", at: 5, "1:6: expected ':', found '1'"),
    Case("{a:1}", at: 1, "1:2: expected a member name in quotes, found 'a'"),
    Case("{\"a\":1,}", at: 7, "1:8: expected a member name in quotes, found '}'"),
    Case("{", at: 1, "1:2: expected a member name in quotes, found the end of the text"),
    Case("01", at: 1, "1:2: a number may not start with 0"),
    Case("-", at: 1, "1:2: expected a digit, found the end of the text"),
    Case("-x", at: 1, "1:2: expected a digit, found 'x'"),
    Case("1.x", at: 2, "1:3: expected a digit after the decimal point, found 'x'"),
    Case("1e+", at: 3, "1:4: expected a digit in the exponent, found the end of the text"),
    Case("[\"é", at: 1, "1:2: the string that starts here does not end"),
    Case("[\"\\n", at: 1, "1:2: the string that starts here does not end"),
    Case("\"é\t\"", at: 3, "1:3: control characters must be escaped in a string"),
    Case("\"\\n\n\"", at: 3, "1:4: control characters must be escaped in a string"),
    Case("\"\\x\"", at: 2, "1:3: '\\' must be followed by one of \" \\ / b f n r t u"),
    Case("\"\\", at: 2, "1:3: the text ends in an escape"),
    Case("\"\\u12g4\"", at: 5, "1:6: expected four hexadecimal digits after \\u"),
    Case("\"\\u12", at: 5, "1:6: expected four hexadecimal digits after \\u"),
    Case("\"é\\ud800\"", at: 3, "1:3: half of a surrogate pair"),
    Case("\"\\udc00\"", at: 1, "1:2: half of a surrogate pair"),
    Case("\"\\ud800\\n\"", at: 1, "1:2: half of a surrogate pair"),
    Case("\"\\ud800\\u0041\"", at: 1, "1:2: half of a surrogate pair"),
    Case("\"\\ud800\\ud800\"", at: 1, "1:2: half of a surrogate pair"),
  ])
  func `text that is not JSON is refused with place and reason`(_ example: Case) throws {
    let error = try #require(throws: JSONError.self) { try read(example.text) }
    #expect(error.description == example.message)
    #expect(error.location.offset == example.offset)
  }

  struct Bytes: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var testDescription: String { name }
    init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  @Test(arguments: [
    Bytes("a lone continuation byte", [0x80]), Bytes("an overlong slash", [0xC0, 0xAF]),
    Bytes("a sequence cut short", [0xE2, 0x82]), Bytes("an encoded surrogate", [0xED, 0xA0, 0x80]),
    Bytes("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80]), Bytes("a byte never used", [0xFF]),
    Bytes("behind an escape", Array(#"\n"#.utf8) + [0xFF]),
  ])
  func `a string that is not UTF-8 is refused`(_ example: Bytes) throws {
    let text = Array("[\"".utf8) + example.bytes + Array("\"]".utf8)
    let error = try #require(throws: JSONError.self) { try JSONReader.value(of: text) }
    #expect(error.description == "1:3: the string is not valid UTF-8")
  }
}
