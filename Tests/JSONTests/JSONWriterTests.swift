import JSON
import Testing

@Suite struct JSONWriterTests {
  /// What the steps of `build` write.
  private func text(_ build: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(reserving: 0)
    build(&writer)
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  @Test func `commas stand between members and elements only`() {
    let written = text { json in
      json.beginObject()
      json.key("a")
      json.beginArray()
      json.int(1)
      json.null()
      json.beginArray()
      json.endArray()
      json.bool(true)
      json.endArray()
      json.key("né" as String)
      json.beginObject()
      json.endObject()
      json.key("b")
      json.string("x")
      json.endObject()
    }
    #expect(written == #"{"a":[1,null,[],true],"né":{},"b":"x"}"#)
  }

  @Test(arguments: [0, 7, -1, 10, -305, 1_000_000, .max, .min])
  func `an integer is written in decimal digits`(_ value: Int) {
    #expect(text { $0.int(value) } == String(value))
  }

  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), ("\"\\/", #""\"\\/""#),
    ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\0\u{1}\u{B}\u{1F}", #""\u0000\u0001\u000b\u001f""#),
    ("é€😀\u{7F}\u{2028}", "\"é€😀\u{7F}\u{2028}\""),
  ])
  func `only what must be escaped in a string is`(_ value: String, _ written: String) {
    #expect(text { $0.string(value) } == written)
    #expect(text { $0.key(value) } == written + ":")
  }

  @Test func `text longer than what was reserved is whole`() {
    let long = String(repeating: "abc\n", count: 10_000)
    let written = text { json in
      json.beginArray()
      for _ in 0..<3 { json.string(long) }
      json.endArray()
    }
    let escaped = "\"" + String(repeating: #"abc\n"#, count: 10_000) + "\""
    #expect(written == "[\(escaped),\(escaped),\(escaped)]")
  }

  @Test(arguments: [
    "null", "[]", "{}", "[1,1.0,-0,1e400,18446744073709551616]", #"{"b":1,"a":[{"b":[]}],"b":2}"#,
    #"["\"\\\u0000é😀","",[[[]]]]"#, JSONDocumentTests.text,
  ])
  func `what is read, written and read again is the same`(_ text: String) throws {
    let value = try read(text)
    #expect(try JSONReader.value(of: JSONWriter.compact(value)) == value)
    #expect(try JSONReader.value(of: JSONWriter.pretty(value)) == value)
  }

  @Test func `compact text has no white space and keeps spelling and order`() throws {
    let value = try read(#"{ "b" : 1.50, "a" : [ 1 , "\u0078" ], "b" : {} }"#)
    #expect(
      String(decoding: JSONWriter.compact(value), as: UTF8.self)
        == #"{"b":1.50,"a":[1,"x"],"b":{}}"#)
  }

  @Test func `pretty text has a line for each member and element`() throws {
    let value = try read(#"{"a":[1,{"b":null}],"c":[],"d":{},"e\n":"f"}"#)
    let written = """
      {
        "a": [
          1,
          {
            "b": null
          }
        ],
        "c": [],
        "d": {},
        "e\\n": "f"
      }

      """
    #expect(String(decoding: JSONWriter.pretty(value), as: UTF8.self) == written)
  }
}
