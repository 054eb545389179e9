import HTTPMessage
import JSON
import Testing

@testable import Contracts

@Suite("A mismatch in words")
struct MismatchWordsTests {
  struct Body: CustomTestStringConvertible, Sendable {
    let expected: String
    var rule: String?
    let actual: String
    let words: [String]
    var testDescription: String { words.first ?? "nothing" }
  }

  @Test("says place, wish and finding", arguments: bodies)
  func bodyWords(_ body: Body) throws {
    let rules = body.rule.map { #"{"$.v": {"matchers": [\#($0)]}}"# } ?? "{}"
    #expect(
      try Written.words(expected: body.expected, rules: rules, actual: body.actual) == body.words)
  }

  static let bodies: [Body] = [
    Body(
      expected: #"{"status": "DONE"}"#, actual: #"{"status": "NEW"}"#,
      words: [#"$.status: expected "DONE" (string), got "NEW""#]),
    Body(
      expected: #"{"v": 1}"#, actual: #"{"v": "1"}"#,
      words: [#"$.v: expected 1 (integer), got "1" (string)"#]),
    Body(
      expected: #"{"v": 1}"#, actual: #"{"v": 1.0}"#,
      words: ["$.v: expected 1 (integer), got 1.0 (decimal)"]),
    Body(
      expected: #"{"v": "é"}"#, actual: #"{"v": "e\u0301"}"#,
      words: [#"$.v: expected "\u{e9}" (string), got "e\u{301}""#]),
    Body(
      expected: #"{"a b": [{"x": 1}]}"#, actual: #"{"a b": [{}]}"#,
      words: ["$['a b'][0].x: expected 1 (integer), got nothing"]),
    Body(
      expected: #"{"v": [1, 2]}"#, actual: #"{"v": [1]}"#,
      words: ["$.v: expected 2 items: [1,2], got 1: [1]"]),
    Body(
      expected: #"{"v": 1}"#, rule: #"{"match": "integer"}"#, actual: #"{"v": "2"}"#,
      words: [#"$.v: expected an integer, got "2" (string)"#]),
    Body(
      expected: #"{"v": [1]}"#, rule: #"{"match": "type", "min": 2}"#, actual: #"{"v": [1]}"#,
      words: ["$.v: expected at least 2 items, got 1 item"]),
    Body(
      expected: #"{"v": "a"}"#, rule: #"{"match": "regex", "regex": "^\\w$"}"#,
      actual: #"{"v": "a-b"}"#,
      words: [#"$.v: expected text matching ^\w$, got "a-b" (string)"#]),
    Body(
      expected: #"{"v": {"k1": 1}}"#,
      rule: #"{"match": "eachKey", "rules": [{"match": "regex", "regex": "k."}]}"#,
      actual: #"{"v": {"x": 1}}"#,
      words: [#"$.v.x: expected the key to be text matching k., got "x" (string)"#]),
    Body(
      expected: #"{"v": 1}"#, actual: "oops",
      words: [
        #"$: expected a JSON body, got "oops": 1:1: expected a value, found 'o'"#
      ]),
    Body(
      expected: #"{"v": 1}"#, actual: "",
      words: [#"$: expected a body like "{\"v\":1}", got nothing"#]),
  ]

  @Test("shortens long values around the first difference")
  func shortened() throws {
    let same = String(repeating: "a", count: 500)
    let mismatches = try Written.response(body: #"{"v": "\#(same)X"}"#).mismatches(
      with: Written.json(#"{"v": "\#(same)Y"}"#))
    #expect(mismatches.count == 1)
    #expect(mismatches[0].expected.contains("X"))
    #expect(mismatches[0].actual.contains("Y"))
    #expect(mismatches[0].words.count < 120)
  }

  @Test("names the part of a request")
  func requestWords() throws {
    let pattern = try Written.interaction(
      request: """
        {"method": "PUT", "path": "/jobs/1", "query": {"a": ["1", "2"], "b": ["x"]},
        "headers": {"X-A": "1", "Content-Type": "application/json"},
        "body": {"content": {"id": 1}}}
        """
    ).request
    let request = HTTPRequest(
      method: .post, target: "/jobs/1/?a=1&c=3",
      fields: ["x-a": "2", "Content-Type": "application/json"],
      body: Array(#"{"id": 1, "more": true}"#.utf8))
    #expect(
      pattern.mismatches(with: request).map(\.words) == [
        "method: expected PUT, got POST",
        #"path: expected "/jobs/1", got "/jobs/1/""#,
        #"query parameter a: expected ["1","2"] (array), got ["1"]"#,
        #"query parameter b: expected "x", got nothing"#,
        #"query parameter c: expected nothing, got "3""#,
        #"header X-A: expected "1", got "2""#,
        "$.more: expected nothing, got true",
      ])
  }

  @Test("names the part of a response")
  func responseWords() throws {
    let pattern = try Written.interaction(
      response: """
        {"status": 201, "headers": {"Location": "/x", "X-B": ["a", "b"]},
        "body": {"content": "hello", "contentType": "text/plain"}}
        """
    ).response
    let response = HTTPResponse(
      status: .ok, fields: ["X-B": "a, b", "Content-Type": "text/html"], body: Array("hello".utf8))
    #expect(
      pattern.mismatches(with: response).map(\.words) == [
        "status: expected 201, got 200",
        #"header Location: expected "/x", got nothing"#,
        #"header X-B: expected 2 lines: ["a","b"], got 1: "a,b""#,
        "content type: expected text/plain, got text/html",
      ])
  }

  @Test("has a form for machines")
  func json() throws {
    let mismatch = try #require(
      try Written.response(
        body: #"{"v": 1}"#, rules: #"{"$.v": {"matchers": [{"match": "integer"}]}}"#
      ).mismatches(with: Written.json(#"{"v": 2.5}"#)).first)
    #expect(
      mismatch.json == [
        "kind": "body", "path": "$.v", "rule": "integer", "expected": "an integer",
        "actual": "2.5 (decimal)", "words": "$.v: expected an integer, got 2.5 (decimal)",
      ])
  }
}
