import MockServer
import Testing

@Suite struct `A Python bytes literal` {
  struct Case: Sendable, CustomTestStringConvertible {
    let literal: String
    let bytes: [UInt8]?

    init(_ literal: String, _ bytes: [UInt8]?) { (self.literal, self.bytes) = (literal, bytes) }
    init(_ literal: String, text: String) { self.init(literal, Array(text.utf8)) }

    var testDescription: String { literal }
  }

  @Test(arguments: [
    Case("b''", []), Case("b'alice'", text: "alice"), Case("b\"it's\"", text: "it's"),
    Case("b'j\\xc3\\xbcrgen'", text: "jürgen"), Case("b'\\xC3\\xBC'", text: "ü"),
    Case("b'\\'\"'", text: "'\""), Case("b\"\\\"\"", text: "\""), Case("b'a\\\\b'", text: "a\\b"),
    Case("b'\\n\\r\\t\\x00\\xff'", [0x0A, 0x0D, 0x09, 0x00, 0xFF]), Case("b'\"'", text: "\""),
  ])
  func `stands for its bytes`(given: Case) {
    #expect(PythonBytes.read(given.literal) == given.bytes)
  }

  @Test(arguments: [
    "", "b", "b'", "b'a", "'a'", "alice", "B'a'", "b'a\"", "b'a'b", "b'a''", "b'\\'", "b'\\q'",
    "b'\\x'",
    "b'\\x4'", "b'\\xg0'", "b'ü'", "b'\n'", " b'a'", "b'a' ", "b'\\", "rb'a'",
  ])
  func `that is none is not read`(text: String) { #expect(PythonBytes.read(text) == nil) }
}
