import Contracts
import HTTPMessage
import JSON
import Testing

@Suite struct `A change of an answer` {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let example: String
    var rules = "{}"
    let answer: String
    let changes: [String]
  }

  private static let byType = #"{"body": {"$": {"matchers": [{"match": "type"}]}}}"#

  @Test(arguments: [
    Case(
      testDescription: "a member that is gone", example: #"{"a": 1, "b": 2}"#, answer: #"{"a": 1}"#,
      changes: ["gone $.b: 2 (integer) → nothing"]),
    Case(
      testDescription: "a member that is new", example: #"{"a": 1}"#, answer: #"{"a": 1, "b": 2}"#,
      changes: ["new $.b: nothing → 2"]),
    Case(
      testDescription: "another type", example: #"{"a": 1}"#, answer: #"{"a": "1"}"#,
      changes: [#"type $.a: 1 (integer) → "1" (string)"#]),
    Case(
      testDescription: "another type under a rule", example: #"{"a": 1}"#, rules: byType,
      answer: #"{"a": null}"#, changes: ["type $.a: a number like 1 → null (null)"]),
    Case(
      testDescription: "a value that no rule takes", example: #"{"a": "X"}"#,
      rules: #"{"body": {"$.a": {"matchers": [{"match": "regex", "regex": "X|Y"}]}}}"#,
      answer: #"{"a": "Z"}"#, changes: [#"value $.a: text matching X|Y → "Z" (string)"#]),
    Case(
      testDescription: "a value that a rule takes", example: #"{"a": "X"}"#, rules: byType,
      answer: #"{"a": "Z"}"#, changes: []),
    Case(
      testDescription: "the same in several elements", example: #"[{"a": 1}]"#, rules: byType,
      answer: #"[{"b": 1}, {"b": 1}]"#,
      changes: ["gone $[*].a: 1 (integer) → nothing", "new $[*].b: nothing → 1"]),
    Case(
      testDescription: "a member that another element of the example has",
      example: #"[{"a": 1}, {"a": 1, "b": 1}]"#, rules: byType,
      answer: #"[{"a": 1, "b": 1}, {"a": 1, "c": 1}]"#, changes: ["new $[*].c: nothing → 1"]),
    Case(
      testDescription: "members of an object that may be any", example: #"{"a": {}}"#,
      answer: #"{"a": {"b": 1}}"#, changes: []),
    Case(
      testDescription: "keys of a map", example: #"{"a": {"k": 1}}"#,
      rules:
        #"{"body": {"$.a": {"matchers": [{"match": "values"}]}, "$.a.*": {"matchers": [{"match": "type"}]}}}"#,
      answer: #"{"a": {"x": 1, "y": 2}}"#, changes: []),
    Case(
      testDescription: "a list of fixed length", example: "[1, 2]", answer: "[1, 3]",
      changes: ["value $[1]: 2 (integer) → 3"]),
  ])
  func `is told by kind, place and both values`(example: Case) throws {
    let text = """
      {"interactions": [{"type": "Synchronous/HTTP", "description": "a",
        "request": {"method": "GET", "path": "/"},
        "response": {"status": 200, "matchingRules": \(example.rules),
          "body": {"contentType": "application/json", "content": \(example.example)}}}],
       "metadata": {"pactSpecification": {"version": "4.0"}}}
      """
    let contract = try Contract.read(Array(text.utf8), name: "a.json")
    guard case .http(_, let response)? = contract.interactions.first?.exchange else {
      Issue.record("no interaction")
      return
    }
    let changes = response.changes(in: .json(Array(example.answer.utf8)))
    let words = changes.map { "\($0.kind.rawValue) \($0.path): \($0.before) → \($0.after)" }
    #expect(words == example.changes)
  }

  @Test func `of status, header and type is told`() throws {
    let text = """
      {"interactions": [{"type": "Synchronous/HTTP", "description": "a",
        "request": {"method": "GET", "path": "/"},
        "response": {"status": 200, "headers": {"X-A": "1", "X-B": "1"},
          "body": {"contentType": "application/json", "content": {"a": 1}}}}],
       "metadata": {"pactSpecification": {"version": "4.0"}}}
      """
    let contract = try Contract.read(Array(text.utf8), name: "a.json")
    guard case .http(_, let response)? = contract.interactions.first?.exchange else { return }
    let answer = HTTPResponse(
      status: .notFound, fields: ["X-A": "2", "Content-Type": "text/html"], body: Array("x".utf8))
    #expect(
      response.changes(in: answer).map { "\($0.kind.rawValue) \($0.path)" } == [
        "status ", "header X-A", "gone X-B", "content type ",
      ])
  }
}
