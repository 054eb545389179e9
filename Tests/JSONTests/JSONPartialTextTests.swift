import JSON
import Testing

@Suite struct `Text that may be cut off` {
  private static let text =
    #"{"log": {"n": 12, "entries": [{"a": "x\u00e9"}, {"b": [true, null]}]}}"#

  @Test func `is whole when its value is`() throws {
    let partial = try JSONPartialText(Array(Self.text.utf8))
    #expect(partial.cut == nil)
    #expect(partial.values.map(\.value) == [try JSONReader.value(of: Array(Self.text.utf8))])
    #expect(partial.values.map(\.open) == [nil])
  }

  @Test(arguments: 1..<text.utf8.count)
  func `holds what was whole before the cut`(count: Int) throws {
    let bytes = Array(Self.text.utf8.prefix(count))
    let partial = try JSONPartialText(bytes)
    #expect(partial.cut?.offset == count)
    let value = try #require(partial.values.first)
    let open = try #require(value.open)
    // What is not on the way to the cut is as in the whole text.
    let whole = try JSONReader.value(of: Array(Self.text.utf8))
    let entries = JSONPointer([.member("log"), .member("entries")])
    let read = value.value["log"]?["entries"]?.array ?? []
    for (place, entry) in read.enumerated()
    where !open.steps.starts(with: entries.appending(place).steps) {
      #expect(entry == whole["log"]?["entries"]?[place])
    }
  }

  @Test func `tells where elements begin`() throws {
    let partial = try JSONPartialText(Array("[1,\n  {\"a\": [2]},\n \"x".utf8))
    let places = partial.values[0].elementLocations(of: JSONPointer())
    #expect(places.map(\.description) == ["1:2", "2:3", "3:2"])
    #expect(partial.values[0].open == JSONPointer([.element(2)]))
    #expect(partial.cut?.description == "3:4")
  }

  @Test func `may be one value after the other`() throws {
    let partial = try JSONPartialText(Array("{\"n\": 1}\n{\"n\": 2}\n{\"n\": tru".utf8))
    #expect(partial.values.map(\.value) == [["n": 1], ["n": 2], [:]])
    #expect(partial.values.map(\.location.description) == ["1:1", "2:1", "3:1"])
    #expect(partial.cut?.description == "3:10")
  }

  @Test(arguments: ["", " \n"])
  func `is cut off before everything when it is empty`(text: String) throws {
    let partial = try JSONPartialText(Array(text.utf8))
    #expect(partial.values.isEmpty && partial.cut != nil)
  }

  @Test(arguments: [
    ("{\"a\": 1,}", "1:9: expected a member name in quotes, found '}'"),
    ("[1 2", "1:4: expected ',' or ']', found '2'"),
    ("[trux", "1:2: expected a value, found 't'"),
    ("{\"a\" 1", "1:6: expected ':', found '1'"),
    ("[\"\\x", "1:4: '\\' must be followed by one of \" \\ / b f n r t u"),
    ("[01", "1:3: a number may not start with 0"),
    ("{\"a\": 1}}", "1:9: expected a value, found '}'"),
  ])
  func `is refused for what no cut explains`(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONPartialText(Array(text.utf8)) }
    #expect(error?.description == message)
  }
}

@Suite struct `An outline` {
  @Test func `leaves lists as text and reads the rest`() throws {
    let text = Array(#" {"a": [1, {"b": "]}\""}, [ ] ], "c": {"a": [2]}, "d": []} "#.utf8)
    let outline = try #require(JSONOutline(text, lists: ["a", "d"]))
    #expect(outline.root == ["a": [], "c": ["a": [2]], "d": []])
    let elements = try outline.lists["a", default: []].map { try JSONReader.value(of: text[$0]) }
    #expect(elements == [1, ["b": "]}\""], []])
    #expect(outline.lists["d"] == [])
  }

  @Test(arguments: [
    "[]", "{\"a\": [1", "{\"a\": [1,]}", "{\"a\": [], \"a\": []}", "{\"a\": [}", "{\"a\": []} x",
    "{\"b\": 01}",
  ])
  func `is none of a text that only reading it all explains`(text: String) {
    #expect(JSONOutline(Array(text.utf8), lists: ["a"]) == nil)
  }
}
