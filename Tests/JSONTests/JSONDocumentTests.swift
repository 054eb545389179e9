import JSON
import Testing

@Suite struct JSONDocumentTests {
  static let text = """
    {
      "jobs": [
        {"id": 1, "née": {"x": [true, null]}},
        {"id": 2}
      ],
      "a/b": "c", "": 5
    }
    """

  struct Place: CustomTestStringConvertible {
    let pointer: JSONPointer
    let value: String?
    let key: String?
    var testDescription: String { pointer.description.isEmpty ? "whole" : pointer.description }
    init(_ steps: [JSONPointer.Step], value: String?, key: String? = nil) {
      pointer = JSONPointer(steps)
      self.value = value
      self.key = key
    }
  }

  /// A root or an element has no name; asked for one, its own place is told.
  @Test(arguments: [
    Place([], value: "1:1", key: "1:1"),
    Place([.member("jobs")], value: "2:11", key: "2:3"),
    Place([.member("jobs"), .element(1)], value: "4:5", key: "4:5"),
    Place([.member("jobs"), .element(1), .member("id")], value: "4:12", key: "4:6"),
    Place([.member("jobs"), .element(0), .member("née")], value: "3:22", key: "3:15"),
    Place(
      [.member("jobs"), .element(0), .member("née"), .member("x"), .element(1)],
      value: "3:35", key: "3:35"),
    Place([.member("a/b")], value: "6:10", key: "6:3"),
    Place([.member("")], value: "6:19", key: "6:15"),
    Place([.member("job")], value: nil),
    Place([.element(0)], value: nil),
    Place([.member("jobs"), .element(2)], value: nil),
    Place([.member("jobs"), .element(-1)], value: nil),
    Place([.member("jobs"), .member("0")], value: nil),
    Place([.member("a/b"), .member("x")], value: nil),
    Place([.member("a/b"), .element(0)], value: nil),
  ])
  func `a pointer leads to the place of a value and of its name`(_ place: Place) throws {
    let document = try JSONDocument(Array(Self.text.utf8))
    #expect(document.location(of: place.pointer)?.description == place.value)
    #expect(document.location(of: place.pointer, ofKey: true)?.description == place.key)
  }

  @Test func `names in a pointer are told apart by code points`() throws {
    let document = try JSONDocument(Array(#"{"\u00e9":1,"e\u0301":2}"#.utf8))
    #expect(document.location(of: JSONPointer([.member("\u{E9}")]))?.offset == 10)
    #expect(document.location(of: JSONPointer([.member("e\u{301}")]))?.offset == 22)
  }

  @Test func `empty objects and arrays hold no places`() throws {
    let document = try JSONDocument(Array("[{},[]]".utf8))
    #expect(document.location(of: JSONPointer([.element(0), .member("a")])) == nil)
    #expect(document.location(of: JSONPointer([.element(1), .element(0)])) == nil)
  }

  @Test func `names that repeat are told with the place of each repetition`() throws {
    let text = "{\"a\": 1,\n \"b\": {\"x\": 1, \"x\": 2},\n \"a\": 2, \"\\u0061\": 3}"
    let document = try JSONDocument(Array(text.utf8))
    #expect(document.duplicateKeys.map(\.key) == ["x", "a", "a"])
    #expect(document.duplicateKeys.map(\.location.description) == ["2:16", "3:2", "3:10"])
  }

  @Test func `one name in two objects does not repeat`() throws {
    let document = try JSONDocument(Array(#"[{"a":{"a":1}},{"a":1}]"#.utf8))
    #expect(document.duplicateKeys.isEmpty)
  }

  @Test func `names repeat in a large object too`() throws {
    let members = (0..<40).map { "\"k\($0)\":\($0)" } + ["\"k7\":0"]
    let document = try JSONDocument(Array("{\(members.joined(separator: ","))}".utf8))
    #expect(document.duplicateKeys.map(\.key) == ["k7"])
  }

  @Test func `of repeated names the last is meant`() throws {
    let document = try JSONDocument(Array(#"{"a":1,"a":2}"#.utf8))
    #expect(document.root["a"] == 2)
    #expect(document.location(of: JSONPointer([.member("a")]))?.description == "1:12")
    #expect(document.location(of: JSONPointer([.member("a")]), ofKey: true)?.description == "1:8")
  }

  @Test func `the document keeps its text`() throws {
    let text = Array(" [ 1 ] ".utf8)
    #expect(try JSONDocument(text).text == text)
  }
}

@Suite struct SourceLocationTests {
  @Test func `columns count characters and lines count line feeds`() {
    let text = Array("é€\r\n😀x".utf8)
    let places = [0, 2, 5, 7, 11, 12].map { SourceLocation(offset: $0, in: text).description }
    #expect(places == ["1:1", "1:2", "1:3", "2:1", "2:2", "2:3"])
  }
}

@Suite struct JSONPointerTests {
  @Test(arguments: [
    ("a/b", "/a~1b"), ("m~n", "/m~0n"), ("~1", "/~01"), ("", "/"), ("~/~", "/~0~1~0"),
    ("c%d é", "/c%d é"),
  ])
  func `tilde and slash in a name are escaped`(_ name: String, _ text: String) {
    #expect(JSONPointer().appending(name).description == text)
  }

  @Test func `steps are joined and elements are numbers`() {
    #expect(JSONPointer().description == "")
    #expect(
      JSONPointer().appending("jobs").appending(0).appending("id").description == "/jobs/0/id")
  }
}
