import JSON
import MockServer
import Testing

@Suite struct `Text as Python prints it` {
  struct Case: Sendable, CustomTestStringConvertible {
    let value: JSONValue
    let version2: String
    let version3: String
    var testDescription: String { "\(value)" }

    init(_ value: JSONValue, _ version2: String, _ version3: String) {
      self.value = value
      self.version2 = version2
      self.version3 = version3
    }
  }

  @Test(arguments: [
    Case(nil, "None", "None"),
    Case(true, "True", "True"),
    Case(false, "False", "False"),
    Case(12, "12", "12"),
    Case("plain", "u'plain'", "'plain'"),
    Case("it's", #"u'it\'s'"#, #""it's""#),
    Case(#"both ' and ""#, #"u'both \' and "'"#, #"'both \' and "'"#),
    Case("a\\b\nc", #"u'a\\b\nc'"#, #"'a\\b\nc'"#),
    Case([1, "x"], "[1, u'x']", "[1, 'x']"),
    Case(["key": ["x": nil]], "{u'key': {u'x': None}}", "{'key': {'x': None}}"),
    Case([:], "{}", "{}"),
  ])
  func `shows values as repr does`(example: Case) {
    #expect(PythonText.version2.repr(example.value) == example.version2)
    #expect(PythonText.version3.repr(example.value) == example.version3)
  }

  @Test func `shows a text itself as str does`() {
    #expect(PythonText.version3.str("it's") == "it's")
    #expect(PythonText.version3.str([1]) == "[1]")
  }

  @Test func `lists names without a mark`() {
    #expect(PythonText.version2.list(["a", "b"]) == "['a', 'b']")
  }
}
