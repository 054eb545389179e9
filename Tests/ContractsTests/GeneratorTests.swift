import HTTPMessage
import JSON
import Testing

@testable import Contracts

@Suite struct `A generator` {
  static func context(
    seed: UInt64 = 1, state: JSONObject? = nil, mockServer: String? = nil
  ) -> GeneratorContext {
    GeneratorContext(
      seed: seed, now: CalendarTime(year: 2000, month: 1, day: 1, hour: 10, minute: 20, second: 30),
      millisecond: 45, providerState: state, mockServer: mockServer)
  }

  /// The response's body with the generator in place of `example`.
  static func value(
    _ generator: String, example: String = "\"x\"", _ context: inout GeneratorContext
  ) throws -> JSONValue? {
    let response = try Written.interaction(
      response: """
        {"body": {"content": {"v": \(example)}}, "generators": {"body": {"$.v": \(generator)}}}
        """
    ).response
    return try JSONReader.value(of: response.example(generating: &context).body)["v"]
  }

  struct Fitting: Sendable, CustomTestStringConvertible {
    let generator: String
    let example: String
    let rule: String
    var testDescription: String { generator }

    init(_ generator: String, _ example: String, _ rule: String) {
      self.generator = generator
      self.example = example
      self.rule = rule
    }
  }

  static func regex(_ text: String) -> String { #"{"match": "regex", "regex": "\#(text)"}"# }

  @Test(arguments: [
    Fitting(#"{"type": "RandomInt", "min": 3, "max": 4}"#, "7", regex("3|4")),
    Fitting(#"{"type": "RandomInt", "min": -4, "max": -4}"#, "\"7\"", regex("-4")),
    Fitting(#"{"type": "RandomInt"}"#, "7", #"{"match": "integer"}"#),
    Fitting(#"{"type": "RandomDecimal"}"#, "1.5", #"{"match": "decimal"}"#),
    Fitting(#"{"type": "RandomDecimal", "digits": 1}"#, "1.5", #"{"match": "decimal"}"#),
    Fitting(
      #"{"type": "RandomDecimal", "digits": 3}"#, "\"1.5\"",
      regex(#"[1-9][0-9]?\\.[0-9]?[1-9]"#)),
    Fitting(#"{"type": "RandomHexadecimal", "digits": 5}"#, "\"a\"", regex("[0-9A-F]{5}")),
    Fitting(#"{"type": "RandomString"}"#, "\"a\"", regex("[0-9A-Za-z]{20}")),
    Fitting(#"{"type": "RandomString", "size": 2}"#, "\"a\"", regex("[0-9A-Za-z]{2}")),
    Fitting(#"{"type": "RandomBoolean"}"#, "true", #"{"match": "boolean"}"#),
    Fitting(#"{"type": "Regex", "regex": "[a-c]+-\\d"}"#, "\"a-1\"", regex(#"[a-c]+-\\d"#)),
    Fitting(
      #"{"type": "Uuid"}"#, "\"u\"",
      regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")),
    Fitting(#"{"type": "Uuid", "format": "simple"}"#, "\"u\"", regex("[0-9a-f]{32}")),
    Fitting(
      #"{"type": "Uuid", "format": "upper-case-hyphenated"}"#, "\"u\"",
      regex("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")),
    Fitting(#"{"type": "Uuid", "format": "URN"}"#, "\"u\"", regex("urn:uuid:[0-9a-f-]{36}")),
    Fitting(#"{"type": "Date"}"#, "\"d\"", #"{"match": "date"}"#),
    Fitting(#"{"type": "Time"}"#, "\"d\"", #"{"match": "time"}"#),
    Fitting(#"{"type": "DateTime"}"#, "\"d\"", #"{"match": "datetime"}"#),
    Fitting(
      #"{"type": "DateTime", "format": "EEE, d MMM yyyy"}"#, "\"d\"", regex("Sat, 1 Jan 2000")),
  ])
  func `makes values of its kind`(fitting: Fitting) throws {
    let rule = try Written.response(
      body: #"{"v": \#(fitting.example)}"#,
      rules: #"{"$.v": {"matchers": [\#(fitting.rule)]}}"#)
    for seed in 0..<20 {
      var context = Self.context(seed: UInt64(seed))
      let value = try #require(
        try Self.value(fitting.generator, example: fitting.example, &context))
      #expect(rule.mismatches(with: Written.json(#"{"v": \#(value)}"#)).map(\.words) == [])
      #expect(context.shortfalls == [])
    }
  }

  @Test func `makes the same of the same seed, and another of another`() throws {
    let uuid = #"{"type": "Uuid"}"#
    var (one, again, other) = (Self.context(), Self.context(), Self.context(seed: 2))
    let value = try Self.value(uuid, &one)
    #expect(try Self.value(uuid, &again) == value)
    #expect(try Self.value(uuid, &other) != value)
    #expect(try Self.value(uuid, &one) != value)
  }

  // MARK: Provider states

  struct FromState: Sendable, CustomTestStringConvertible {
    let expression: String
    let value: String
    var testDescription: String { expression }
  }

  @Test(arguments: [
    FromState(expression: #""expression": "${id}""#, value: "7"),
    FromState(expression: #""expression": "id""#, value: "7"),
    FromState(expression: #""expression": "/u/${id}/${name}""#, value: #""/u/7/jo""#),
    FromState(expression: #""expression": "${id}", "dataType": "STRING""#, value: #""7""#),
    FromState(expression: #""expression": "${text}", "dataType": "INTEGER""#, value: "12"),
    FromState(expression: #""expression": "${text}", "dataType": "DECIMAL""#, value: "12"),
    FromState(expression: #""expression": "${flag}", "dataType": "BOOLEAN""#, value: "true"),
    FromState(expression: #""expression": "${list}", "dataType": "RAW""#, value: "[1]"),
  ])
  func `looks values up in the provider's state`(from: FromState) throws {
    let state = try JSONReader.value(
      of: Array(#"{"id": 7, "name": "jo", "text": "12", "flag": "true", "list": [1]}"#.utf8))
    var context = Self.context(state: state.object)
    let value = try Self.value(#"{"type": "ProviderState", \#(from.expression)}"#, &context)
    #expect(value?.description == from.value)
    #expect(context.shortfalls == [])
  }

  @Test(arguments: [
    (#""expression": "${no}""#, #"the provider state gives no "no"; it gives id"#),
    (
      #""expression": "${id}", "dataType": "BOOLEAN""#,
      "the provider state's 7 for ${id} is no BOOLEAN"
    ),
  ])
  func `leaves the example and says why`(expression: String, why: String) throws {
    var context = Self.context(state: JSONObject([.init(key: "id", value: 7)]))
    let generator = #"{"type": "ProviderState", \#(expression)}"#
    #expect(try Self.value(generator, &context) == "x")
    #expect(context.shortfalls == [why])
    var mock = Self.context(mockServer: "http://127.0.0.1:1")
    #expect(try Self.value(generator, &mock) == "x")
    #expect(mock.shortfalls == [])
  }

  // MARK: Mock servers

  @Test func `puts the mock server's address in front of what the group keeps`() throws {
    let generator = #"""
      {"type": "MockServerURL", "example": "http://a.example/orders/7",
      "regex": ".*(\/orders\/\\d+)$"}
      """#
    var context = Self.context(mockServer: "http://127.0.0.1:81/base")
    #expect(try Self.value(generator, &context) == "http://127.0.0.1:81/base/orders/7")
    var verifying = Self.context(state: JSONObject())
    #expect(try Self.value(generator, &verifying) == "x")
  }

  // MARK: Places

  @Test func `works on every part of a request`() throws {
    let request = try Written.interaction(
      request: #"""
        {"method": "POST", "path": "/jobs/1", "query": {"q": ["1", "2"], "r": ["3"]},
        "headers": {"x-a": ["1", "2"], "X-B": "3"},
        "body": {"content": "a=1&b=2", "contentType": "application/x-www-form-urlencoded"},
        "generators": {
          "path": {"type": "ProviderState", "expression": "/jobs/${id}"},
          "query": {"q": {"type": "ProviderState", "expression": "id"}},
          "header": {"$.X-A": {"type": "ProviderState", "expression": "id"}},
          "body": {"$.b": {"type": "ProviderState", "expression": "id"}}}}
        """#
    ).request
    var context = Self.context(state: JSONObject([.init(key: "id", value: "7 é")]))
    let example = request.example(generating: &context)
    #expect(example.target.pathAndQuery.hasPrefix("/jobs/7%20"))
    #expect(example.target.pathAndQuery.hasSuffix("?q=7%20%C3%A9&q=7%20%C3%A9&r=3"))
    #expect(example.fields[values: "X-A"] == ["7 é", "7 é"])
    #expect(example.fields["X-B"] == "3")
    #expect(String(decoding: example.body, as: UTF8.self) == "a=1&b=7%20%C3%A9")
  }

  @Test func `never puts a line end into a header`() throws {
    let request = try Written.interaction(
      request: #"""
        {"method": "GET", "path": "/", "headers": {"X-A": "1"},
        "generators": {"header": {"X-A": {"type": "ProviderState", "expression": "id"}}}}
        """#
    ).request
    var context = Self.context(state: JSONObject([.init(key: "id", value: "7\r\nX-B: 1")]))
    #expect(request.example(generating: &context).fields["X-A"] == "1")
    #expect(context.shortfalls == ["header X-A can't have control characters"])
  }

  @Test func `works on a response's status and text, and on a message's metadata`() throws {
    let response = try Written.interaction(
      response: #"""
        {"status": 200, "body": {"content": "x", "contentType": "text/plain"},
        "generators": {"status": {"type": "RandomInt", "min": 201, "max": 201},
          "body": {"$": {"type": "Regex", "regex": "abc"}}}}
        """#
    ).response
    var context = Self.context()
    let example = response.example(generating: &context)
    #expect(example.status.code == 201)
    #expect(String(decoding: example.body, as: UTF8.self) == "abc")
    let contract = try Written.contract(
      #"""
      {"interactions": [{"type": "Asynchronous/Messages", "description": "m",
      "contents": {"content": [1, 2]}, "metadata": {"n": 1, "m": "a"},
      "generators": {"metadata": {"n": {"type": "RandomInt", "min": 5, "max": 5}},
        "body": {"$[*]": {"type": "RandomInt", "min": 6, "max": 6}}}}],
      "metadata": {"pactSpecification": {"version": "4.0"}}}
      """#)
    guard case .message(let message) = contract.interactions[0].exchange else { return }
    let made = message.example(generating: &context)
    #expect(String(decoding: made.contents, as: UTF8.self) == "[6,6]")
    #expect(made.metadata["n"] == 5 && made.metadata["m"] == "a")
  }

  @Test func `works on the items that fit a variant of an array`() throws {
    let response = try Written.interaction(
      response: #"""
        {"body": {"content": {"list": [{"kind": "a", "n": 1}, {"kind": "b", "n": 2}]}},
        "matchingRules": {"body": {"$.list": {"matchers": [{"match": "arrayContains", "variants": [
          {"index": 1, "rules": {"$.n": {"matchers": [{"match": "integer"}]}},
           "generators": {"$.n": {"type": "RandomInt", "min": 9, "max": 9}}}]}]}}}}
        """#
    ).response
    var context = Self.context()
    #expect(
      String(decoding: response.example(generating: &context).body, as: UTF8.self)
        == #"{"list":[{"kind":"a","n":1},{"kind":"b","n":9}]}"#)
  }

  // MARK: Reading

  struct Broken: Sendable, CustomTestStringConvertible {
    let generators: String
    let reason: String
    var testDescription: String { generators }
  }

  @Test(arguments: [
    Broken(
      generators: #"{"body": {"$.a": {"min": 1}}}"#, reason: #"a generator needs a member "type""#),
    Broken(
      generators: #"{"status": {"type": "RandomInt", "min": 2, "max": 1}}"#,
      reason: #""min" 2 is above "max" 1"#),
    Broken(
      generators: #"{"body": {"$.a": {"type": "RandomString", "size": 0}}}"#,
      reason: #""size" must be from 1 to 65535, found 0"#),
    Broken(
      generators: #"{"body": {"$.a": {"type": "Uuid", "format": "long"}}}"#,
      reason: #"unknown format of UUIDs "long"; known are simple, lower-case-hyphenated, "#
        + "upper-case-hyphenated, URN"),
    Broken(
      generators: #"{"body": {"$.a": {"type": "Date", "expression": "+ 1 hour"}}}"#,
      reason: #""+ 1 hour" is no expression: expected day, week, month, year, found "hour""#),
    Broken(
      generators: #"{"body": {"$.a": {"type": "Time", "format": "q"}}}"#,
      reason: #""q" is no date and time pattern: the pattern letter 'q' is not known"#),
    Broken(
      generators: #"{"body": {"$.a": {"type": "ProviderState", "expression": "${a"}}}"#,
      reason: #""${a" is no expression: '${' without '}'"#),
    Broken(
      generators: #"{"body": {"$.a": {"type": "Regex", "regex": "("}}}"#,
      reason: #""(" is no regular expression"#),
    Broken(
      generators: #"{"body": {"$[a]": {"type": "Uuid"}}}"#, reason: #""$[a]" is no rule path"#),
    Broken(
      generators: #"{"cookie": {"a": {"type": "Uuid"}}}"#,
      reason: #"unknown category "cookie" of generators; known are method, path, query, header, "#
        + "body, status, metadata"),
  ])
  func `that is wrong is an error with its place`(broken: Broken) throws {
    let error = #expect(throws: ContractError.self) {
      try Written.interaction(response: #"{"generators": \#(broken.generators)}"#)
    }
    #expect(error?.reason.hasPrefix(broken.reason) == true, "\(String(describing: error))")
    #expect(error?.location.line == 2)
  }

  @Test func `of an unknown kind leaves the example`() throws {
    var context = Self.context(state: JSONObject(), mockServer: "http://127.0.0.1")
    #expect(try Self.value(#"{"type": "Weather", "city": "Oslo"}"#, &context) == "x")
  }
}
