import JSON
import Testing

@Suite struct JSONEqualityTests {
  struct Pair: CustomTestStringConvertible {
    let left: String
    let right: String
    var testDescription: String { "\(left) and \(right)" }
    init(_ left: String, _ right: String) {
      self.left = left
      self.right = right
    }
  }

  static let large = (0..<40).map { "\"k\($0)\":\($0)" }

  @Test(arguments: [
    Pair("1", "1"), Pair(#""a""#, #""\u0061""#), Pair(#""/""#, #""\/""#), Pair("[ ]", "[]"),
    Pair(#"{"a":1,"b":[{"c":1,"d":2}]}"#, #"{"b":[{"d":2,"c":1}],"a":1}"#),
    Pair(#"{"a":1,"b":0,"a":2}"#, #"{"b":0,"a":1,"a":2}"#),
    Pair(
      "{\(large.joined(separator: ","))}", "{\(large.reversed().joined(separator: ","))}"),
    Pair(
      "{\"x\":0,\"x\":1,\(large.joined(separator: ","))}",
      "{\(large.reversed().joined(separator: ",")),\"x\":0,\"x\":1}"),
  ])
  func `values that mean the same are equal`(_ pair: Pair) throws {
    let (left, right) = (try read(pair.left), try read(pair.right))
    #expect(left == right)
    #expect(right == left)
  }

  /// Would take for ever, if a level compared what is below it more than once.
  @Test(arguments: [
    Pair(#"{"a":"#, #"{"a":"#), Pair(#"{"a":0,"b":"#, #"{"b":0,"a":"#),
    Pair(#"{"a":0,"a":0,"b":"#, #"{"a":0,"b":0,"a":"#), Pair(#"[{"a":["#, #"[{"a":["#),
  ])
  func `deep values are compared level by level`(_ opening: Pair) throws {
    func nested(_ opening: String, _ core: String) throws -> JSONValue {
      let closing = String(opening.reversed().compactMap { ["{": "}", "[": "]"][$0] })
      return try read(
        String(repeating: opening, count: 100) + core + String(repeating: closing, count: 100))
    }
    #expect(try nested(opening.left, "1") != nested(opening.left, "2"))
    #expect(try nested(opening.left, "1") == nested(opening.left, "1"))
    #expect(try nested(opening.left, "1") != nested(opening.right, "2"))
  }

  @Test(arguments: [
    Pair("1", "1.0"), Pair("1", "1e0"), Pair("0", "-0"), Pair("1", "true"), Pair("0", "null"),
    Pair("1", #""1""#), Pair("[1,2]", "[2,1]"), Pair("[]", "{}"), Pair("[1]", "[1,1]"),
    Pair(#"{"a":1}"#, #"{"A":1}"#), Pair(#"{"a":1}"#, #"{"a":2}"#), Pair(#"{"a":null}"#, "{}"),
    Pair(#"{"a":null}"#, #"{"b":null}"#),
    Pair(#""\u00e9""#, #""e\u0301""#), Pair(#"{"\u00e9":1}"#, #"{"e\u0301":1}"#),
    Pair(#"{"a":1,"a":2}"#, #"{"a":2}"#), Pair(#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#),
    Pair(#"{"a":1,"a":2}"#, #"{"a":2,"b":3}"#),
    Pair(#"{"a":2,"a":2,"b":1}"#, #"{"a":2,"b":1,"b":1}"#),
    Pair(
      "{\"x\":0,\"x\":1,\(large.joined(separator: ","))}",
      "{\"x\":1,\"x\":0,\(large.joined(separator: ","))}"),
    Pair(
      "{\"x\":1,\"x\":1,\(large.joined(separator: ","))}",
      "{\"x\":1,\"y\":1,\(large.joined(separator: ","))}"),
  ])
  func `values that differ are unequal, whichever stands first`(_ pair: Pair) throws {
    let (left, right) = (try read(pair.left), try read(pair.right))
    #expect(left != right)
    #expect(right != left)
  }
}

@Suite struct JSONValueTests {
  static let value: JSONValue = ["n": nil, "b": true, "i": 7, "s": "x", "a": [1, "two"], "o": [:]]

  @Test func `each kind is told by name`() throws {
    let object = try #require(Self.value.object)
    #expect(
      object.members.map(\.value.typeName) == [
        "null", "boolean", "number", "string", "array", "object",
      ])
  }

  @Test func `a value is given as what it is`() {
    #expect(Self.value["b"]?.bool == true)
    #expect(Self.value["i"]?.int == 7)
    #expect(Self.value["s"]?.string == "x")
    #expect(Self.value["a"]?.array?.count == 2)
    #expect(Self.value["o"]?.object?.isEmpty == true)
    #expect(Self.value["a"]?[1] == "two")
  }

  @Test func `a value is not given as what it is not`() throws {
    #expect(Self.value["b"]?.int == nil)
    #expect(Self.value["i"]?.bool == nil)
    #expect(Self.value["i"]?.string == nil)
    #expect(Self.value["o"]?.array == nil)
    #expect(Self.value["a"]?.object == nil)
    #expect(Self.value["a"]?[2] == nil)
    #expect(Self.value["a"]?[-1] == nil)
    #expect(Self.value["missing"] == nil)
    #expect(try read("1.0").int == nil)
  }

  @Test func `an object can be written as a dictionary, in order and with duplicates`() {
    let object: JSONObject = ["b": 1, "a": nil, "b": 2]
    #expect(object.keys == ["b", "a", "b"])
    #expect(object["b"] == 2)
    #expect(([:] as JSONObject).isEmpty)
  }

  @Test func `a value describes itself as compact text`() {
    #expect("\(Self.value)" == #"{"n":null,"b":true,"i":7,"s":"x","a":[1,"two"],"o":{}}"#)
  }
}

@Suite struct JSONObjectTests {
  /// Around the size from which names are found by hash.
  static let sizes = [1, 15, 16, 17, 40]

  private func object(_ count: Int) -> JSONObject {
    JSONObject((0..<count).map { JSONObject.Member(key: "k\($0)", value: .number(JSONNumber($0))) })
  }

  @Test(arguments: sizes)
  func `every member is found by its name`(_ count: Int) {
    var grown = JSONObject()
    for place in 0..<count { grown.append("k\(place)", .number(JSONNumber(place))) }
    for object in [object(count), grown] {
      for place in 0..<count { #expect(object["k\(place)"]?.int == place) }
      #expect(object["k\(count)"] == nil)
    }
  }

  @Test(arguments: sizes)
  func `setting replaces in place and adds at the end`(_ count: Int) {
    var object = object(count)
    object["k0"] = "new"
    object["other"] = true
    #expect(object.keys == (0..<count).map { "k\($0)" } + ["other"])
    #expect(object["k0"] == "new")
    #expect(object["other"] == true)
  }

  @Test(arguments: sizes)
  func `setting nil removes every member of the name`(_ count: Int) {
    var object = object(count)
    object.append("k0", "again")
    #expect(object["k0"] == "again")
    object["k0"] = nil
    #expect(object["k0"] == nil)
    #expect(object.keys == (1..<count).map { "k\($0)" })
    for place in 1..<max(count, 1) { #expect(object["k\(place)"]?.int == place) }
  }

  @Test(arguments: sizes)
  func `names are told apart by code points`(_ count: Int) {
    var object = object(count)
    object["\u{E9}"] = 1
    object["e\u{301}"] = 2
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
    object["e\u{301}"] = nil
    #expect(object["\u{E9}"] == 1)
  }
}
