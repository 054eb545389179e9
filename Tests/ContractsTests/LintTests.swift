import Testing

@testable import Contracts

@Suite struct `Linting a contract` {
  struct Case: Sendable, CustomTestStringConvertible {
    let request: String
    let response: String
    let findings: [String]
    var testDescription: String { findings.first ?? "\(request) \(response)" }

    init(
      request: String = #""method": "GET", "path": "/""#, response: String = body("1", ""),
      _ findings: String...
    ) {
      self.request = request
      self.response = response
      self.findings = findings
    }
  }

  /// A body with rules for it.
  static func body(_ content: String, _ rules: String) -> String {
    #""body": {"content": \#(content)}, "matchingRules": {"body": {\#(rules)}}"#
  }

  private static func rules(_ path: String, _ matchers: String) -> String {
    #""\#(path)": {"matchers": [\#(matchers)]}"#
  }

  private static func contract(_ interactions: [String]) throws -> Contract {
    try Written.contract(
      """
      {"interactions": [
      \(interactions.joined(separator: ",\n"))
      ], "metadata": {"pactSpecification": {"version": "4.0"}}}
      """)
  }

  private static func interaction(
    _ description: String, _ request: String, _ response: String, more: String = ""
  ) -> String {
    #"{"type": "Synchronous/HTTP", "description": "\#(description)", \#(more)"# + "\n"
      + #""request": {\#(request)},"# + "\n" + #""response": {\#(response)}}"#
  }

  private static func findings(_ contract: Contract) -> [String] {
    contract.findings.map { "\($0.severity) \($0)".replacing("contract.json:", with: "") }
  }

  private static let type = #"{"match": "type"}"#
  private static let integer = #"{"match": "integer"}"#

  @Test(arguments: [
    // Errors
    Case(
      response: body(#"{"a": "x"}"#, rules("$.a", integer)),
      #"error 4:74: $.a: the example breaks its own rule: $.a: expected an integer, got "x" (string);"#
        + " nothing can pass"),
    Case(
      response: body("[1]", rules("$", #"{"match": "type", "min": 2}"#)),
      "error 4:67: $: the example breaks its own rule: $: expected at least 2 items, got 1 item;"
        + " nothing can pass"),
    Case(
      request: #""method": "GET", "path": "/a", "matchingRules": {"path": "#
        + #"{"matchers": [{"match": "regex", "regex": "/b"}]}}"#,
      #"error 3:70: path: the example breaks its own rule: path: expected text matching /b, got "/a" "#
        + "(string); nothing can pass"),
    // Rules that lead nowhere
    Case(
      response: body(#"{"a": {"b": 1}}"#, rules("$.a.c", type)),
      "warning 4:79: $.a.c: never matters: $.a.c leads to nothing in the example: $.a has b"),
    Case(
      response: body("[]", rules("$[*].c", type)),
      "warning 4:66: $[*].c: never matters: $[*].c leads to nothing in the example: $ is []"),
    Case(
      request: #""method": "GET", "path": "/", "query": {"q": ["1"]}, "matchingRules": {"query": "#
        + #"{"p": {"matchers": [{"match": "type"}]}}, "header": {"X": {"matchers": []}}}"#,
      "warning 3:94: query p: never matters: the request has no query of this name; it has q",
      "warning 3:146: header X: never matters: the request has no header of this name; it has none",
      "warning 3:146: header X: never matters: it has no rules"),
    Case(
      response: body(
        #""a=1", "contentType": "application/x-www-form-urlencoded""#, rules("$.b", type)),
      "warning 4:121: $.b: never matters: the form has no field b; it has a"),
    Case(
      response: #""status": 200, "headers": {"A": "1"}, "matchingRules": {"body": {"#
        + rules("$.b", type) + "}}",
      "warning 4:79: $.b: never matters: the example has no body",
      "warning 4:13: the response has no body, so any will do; "
        + #"{"content": ""} means an empty one"#),
    // What opens a container lets other members in
    Case(
      response: body(
        #"{"m": {"k": {"n": 1}}}"#,
        rules("$.m", #"{"match": "values"}"#) + "," + rules("$.m.*.o", type)
      )),
    // Rules that others overrule
    Case(
      response: body(
        #"{"a": [{"b": 1}], "c": {"d": 1}}"#,
        rules("$.a[0].b", type) + "," + rules("$.a[*].b", type) + "," + rules("$.c.*", type) + ","
          + rules("$.c.d", type)),
      "warning 4:188: $.c.*: never matters: wherever it leads, $.c.d is the rule that holds"),
    // Rules that never fail
    Case(
      response: body(#"{"a": "x"}"#, rules("$.a", #"{"match": "regex", "regex": "^(.*)$"}"#)),
      "warning 4:74: $.a: never fails: the regex ^(.*)$ takes any text"),
    Case(
      response: body(
        #"{"a": "x"}"#, rules("$.a", #"{"match": "regex", "regex": "(?!y$).*"}"#))),
    Case(
      response: body(#"{"a": "x"}"#, rules("$.a", #"{"match": "include", "value": ""}"#)),
      "warning 4:74: $.a: never fails: every text includes the empty one"),
    Case(
      response: body("[1]", rules("$", #"{"match": "type", "min": 0}"#)),
      #"warning 4:67: $: "min": 0 says nothing: no array is shorter"#),
    Case(
      response: body(#"{"a": 1}"#, rules("$", #"{"match": "eachKey", "rules": []}"#)),
      "warning 4:72: $: never fails: eachKey has no rules"),
    Case(
      response: body(
        "[1]", rules("$", #"{"match": "arrayContains", "variants": [{"index": 1}]}"#)),
      "warning 4:67: $: never fails: there is no item 1 in the example for a variant of arrayContains"
    ),
    Case(
      response: body(#"{"a": [], "b": {}}"#, rules("$.a", type) + "," + rules("$.b", type)),
      "warning 4:82: $.a: hardly ever fails: the example [] says nothing of items, so any array will do",
      "warning 4:123: $.b: hardly ever fails: the example {} says nothing of members, so any object will do"
    ),
    Case(
      response: body("{}", rules("$", #"{"match": "eachValue", "rules": [{"match": "type"}]}"#))),
    // Answers
    Case(
      response: "",
      "warning 4:13: the response says nothing: neither status nor headers nor body; 200 is meant"),
    Case(response: #""status": 204"#), Case(response: #""body": {"content": ""}"#),
    // Generators
    Case(
      response: #""body": {"content": {"a": 1}}, "generators": {"body": {"$.b": {"type": "Uuid"}, "#
        + #""$.a": {"type": "Weather"}}}"#,
      "warning 4:59: generator $.b: never matters: $.b leads to nothing in the example: $ has a",
      #"warning 4:59: body $.a: there is no generator "Weather"; the example stays"#),
    // Costs
    Case(
      response: body(
        #"{"a": {"b": 1}}"#,
        rules("$.a", #"{"match": "eachKey", "rules": [{"match": "regex", "regex": "(b|b?c)*"}]}"#)),
      "warning 4:79: $.a: the alternatives of (b|b?c)* overlap under a repetition: a text that does not "
        + "match can take exponential time"),
    Case(
      response: body(#"{"a": "a"}"#, rules("$.a", #"{"match": "regex", "regex": "(a+)+"}"#)),
      "warning 4:74: $.a: (a+)+ repeats a+ inside a repetition: a text that does not match can take "
        + "exponential time"),
    Case(response: body(#"{"a": "x"}"#, rules("$.a", #"{"match": "regex", "regex": "x.*"}"#))),
  ])
  func `finds what never matters, never fails or never passes`(linted: Case) throws {
    let contract = try Self.contract([Self.interaction("d", linted.request, linted.response)])
    #expect(Self.findings(contract) == linted.findings)
  }

  private static let get = #""method": "GET", "path": "/""#
  private static let open = #""providerStates": [{"name": "open", "params": {"a": 1, "b": 2}}],"#
  private static let openToo =
    #""providerStates": [{"name": "open", "params": {"b": 2, "a": 1}}],"#

  @Test(arguments: [
    (
      [
        interaction("d", get, body("1", ""), more: open),
        interaction("d", #""path": "/a", "method": "GET""#, body("1", ""), more: openToo),
        interaction("d", #""path": "/b", "method": "GET""#, body("1", "")),
      ], [#"warning 5:1: "d" has the description and states of the one at 2:1"#]
    ),
    (
      [
        interaction("d", get, body("1", ""), more: open),
        interaction("e", #""path": "/", "method": "get""#, body("2", ""), more: openToo),
        interaction("f", get, body("2", "")),
      ],
      [
        #"warning 5:1: "e" asks in the same states as the one at 2:1, but is answered otherwise: "#
          + "both can't be true"
      ]
    ),
    (
      [interaction("d", get, body("1", "")), interaction("e", get, body("1", ""))],
      [#"warning 5:1: "e" asks and is answered as the one at 2:1: it proves nothing more"#]
    ),
    (
      [
        interaction("d", get, body("1", "")),
        interaction("e", get, body("2", rules("$", integer))),
      ], []
    ),
  ])
  func `finds interactions that can't be told apart`(
    interactions: [String], findings: [String]
  ) throws {
    #expect(Self.findings(try Self.contract(interactions)) == findings)
  }

  @Test func `judges messages and older versions, too`() throws {
    let messages = try Self.contract([
      #"""
      {"type": "Asynchronous/Messages", "description": "m", "metadata": {"n": "x"},
      "contents": {"content": {"a": 1}},
      "matchingRules": {"metadata": {"n": {"matchers": [{"match": "integer"}]}},
        "content": {"$.b": {"matchers": [{"match": "type"}]}}}}
      """#
    ])
    #expect(
      Self.findings(messages) == [
        #"error 4:32: metadata n: the example breaks its own rule: metadata n: expected an integer, got "#
          + #""x" (string); nothing can pass"#,
        "warning 5:15: $.b: never matters: $.b leads to nothing in the example: $ has a",
      ])
    let old = try Written.contract(
      #"""
      {"interactions": [{"description": "d", "request": {"method": "GET", "path": "/"},
      "response": {"body": {"a": 1}, "matchingRules": {"$.body.b": {"match": "type"}}}}]}
      """#)
    #expect(
      Self.findings(old) == [
        "warning 2:50: $.b: never matters: $.b leads to nothing in the example: $ has a"
      ])
  }
}
