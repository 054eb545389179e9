import JSON
import Testing

/// Reads text that must be JSON.
func read(_ text: String, maximumDepth: Int = 512) throws -> JSONValue {
  try JSONReader.value(of: Array(text.utf8), maximumDepth: maximumDepth)
}

@Suite struct JSONReadingTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    let value: JSONValue
    var testDescription: String { text }
    init(_ text: String, _ value: JSONValue) {
      self.text = text
      self.value = value
    }
  }

  @Test(arguments: [
    Case("null", nil), Case("true", true), Case("false", false), Case("0", 0), Case("-12", -12),
    Case(#""""#, ""), Case(#""text""#, "text"), Case("[]", []), Case("{}", [:]),
    Case("[null,[true],{}]", [nil, [true], [:]]),
    Case(#"{"":{"a":[1,"2"]}}"#, ["": ["a": [1, "2"]]]),
    Case(" \t\r\n{ \"a\" :\n[ 1 , 2 ]\t} \r\n", ["a": [1, 2]]),
  ])
  func `each kind of value is read`(_ example: Case) throws {
    #expect(try read(example.text) == example.value)
  }

  @Test(arguments: [
    Case(#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), Case(#""\u0041\u00e9""#, "Aé"),
    Case(#""\u00E9\u20aC""#, "é€"), Case(#""\uD83D\uDE00""#, "😀"), Case(#""\u0000""#, "\0"),
    Case(#""é€😀""#, "é€😀"), Case(#""é\n€""#, "é\n€"), Case("\"\u{7F}\"", "\u{7F}"),
    Case(#""\uDBFF\uDFFF""#, "\u{10FFFF}"), Case(#""\uFFFF""#, "\u{FFFF}"),
  ])
  func `escapes and characters of a string are read`(_ example: Case) throws {
    #expect(try read(example.text) == example.value)
  }

  @Test(arguments: [
    "1", "1.0", "1.10", "-0", "-0.0", "0e0", "1E+2", "1e-2", "1e400", "18446744073709551616",
    "0.1234567890123456789012345678901234567890",
  ])
  func `a number keeps its text`(_ text: String) throws {
    guard case .number(let number) = try read(text) else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(number.text == text)
  }

  @Test func `members stand in the order of the text`() throws {
    let object = try #require(try read(#"{"z":1,"a":2,"m":3,"a":4}"#).object)
    #expect(object.keys == ["z", "a", "m", "a"])
  }

  @Test func `names that look alike but differ in code points are two names`() throws {
    let object = try #require(try read(#"{"\u00e9":1,"e\u0301":2}"#).object)
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
  }

  @Test func `a slice is read by itself`() throws {
    let text = Array("x[1]x".utf8)
    #expect(try JSONReader.value(of: text[1..<4]) == [1])
  }

  @Test func `an error in a slice counts from its start`() throws {
    let text = Array("\n\n[x]".utf8)
    let error = try #require(throws: JSONError.self) { try JSONReader.value(of: text[2...]) }
    #expect(error.location == SourceLocation(offset: 1, line: 1, column: 2))
  }

  @Test(arguments: [1, 2, 512])
  func `text as deep as the bound is read`(_ depth: Int) throws {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(throws: Never.self) { try read(text, maximumDepth: depth) }
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `text deeper than the bound is an error`(_ opening: String) throws {
    let text = String(repeating: opening, count: 100_000)
    let error = try #require(throws: JSONError.self) { try read(text) }
    #expect(error.reason == "nested deeper than 512 levels")
    #expect(error.location.offset == 512 * opening.utf8.count)
  }

  @Test func `values beside each other are not deeper`() throws {
    #expect(throws: Never.self) { try read("[[],{},[],{\"a\":[]}]", maximumDepth: 3) }
  }
}

@Suite struct JSONNumberTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    let int: Int?
    let double: Double
    var testDescription: String { text }
    init(_ text: String, int: Int?, double: Double) {
      self.text = text
      self.int = int
      self.double = double
    }
  }

  @Test(arguments: [
    Case("0", int: 0, double: 0), Case("-0", int: 0, double: 0), Case("1.0", int: nil, double: 1),
    Case("1e2", int: nil, double: 100), Case("-7", int: -7, double: -7),
    Case("9223372036854775807", int: .max, double: 0x1p63),
    Case("-9223372036854775808", int: .min, double: -0x1p63),
    Case("9223372036854775808", int: nil, double: 0x1p63),
    Case("1e400", int: nil, double: .infinity), Case("-1e400", int: nil, double: -.infinity),
  ])
  func `a number is an integer only when written as one that fits`(_ example: Case) throws {
    let number = try #require(JSONNumber(example.text))
    #expect(number.int == example.int)
    #expect(number.double == example.double)
  }

  @Test(arguments: ["", "01", "+1", ".5", "1.", "1e", "0x10", "NaN", "Infinity", "true", "1 2"])
  func `text that is no number makes none`(_ text: String) {
    #expect(JSONNumber(text) == nil)
  }
}
