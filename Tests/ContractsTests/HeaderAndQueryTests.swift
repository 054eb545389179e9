import HTTPMessage
import Testing

@testable import Contracts

@Suite("Headers and query parameters")
struct HeaderAndQueryTests {
  struct Pair: CustomTestStringConvertible, Sendable {
    let expected: String
    let actual: HTTPFields
    let matches: Bool
    var testDescription: String { "\(expected) against \(Array(actual))" }
  }

  @Test("compare header values as HTTP means them", arguments: headers)
  func header(_ pair: Pair) throws {
    let pattern = try Written.interaction(response: #"{"headers": \#(pair.expected)}"#).response
    let mismatches = pattern.mismatches(with: HTTPResponse(status: .ok, fields: pair.actual))
    #expect(mismatches.isEmpty == pair.matches)
  }

  static let headers: [Pair] = [
    Pair(expected: #"{"X-A": "1"}"#, actual: ["x-a": "1", "X-B": "2"], matches: true),
    Pair(expected: #"{"X-A": "a, b"}"#, actual: ["X-A": " a,b "], matches: true),
    Pair(expected: #"{"X-A": "a, b"}"#, actual: ["X-A": "b, a"], matches: false),
    Pair(expected: #"{"X-A": ["a", "b"]}"#, actual: ["X-A": "a", "X-A": "b"], matches: true),
    Pair(expected: #"{"X-A": ["a", "b"]}"#, actual: ["X-A": "a, b"], matches: false),
    Pair(
      expected: #"{"Content-Type": "a/b"}"#, actual: ["Content-Type": "a/b;charset=x"],
      matches: true),
    Pair(
      expected: #"{"Content-Type": "a/b; charset=utf-8"}"#,
      actual: ["Content-Type": "a/b;x=1;charset=UTF-8"], matches: true),
    Pair(
      expected: #"{"Content-Type": "a/b; charset=utf-8"}"#, actual: ["Content-Type": "a/b"],
      matches: false),
    Pair(
      expected: #"{"Accept": "a/b; x=1; y=2"}"#, actual: ["Accept": "a/b; y=2; x=1"],
      matches: true),
  ]

  @Test("take a header rule by its name in any case, but need the header")
  func headerRule() throws {
    let pattern = try Written.interaction(
      response: """
        {"headers": {"X-A": "1"}, "matchingRules":
        {"header": {"x-a": {"matchers": [{"match": "regex", "regex": "\\\\d+"}]}}}}
        """
    ).response
    func matches(_ fields: HTTPFields) -> Bool {
      pattern.mismatches(with: HTTPResponse(status: .ok, fields: fields)).isEmpty
    }
    #expect(matches(["X-A": "77"]))
    #expect(!matches(["X-A": "7x"]))
    #expect(!matches([:]))
  }

  struct Query: CustomTestStringConvertible, Sendable {
    let rule: String
    let accepted: [String]
    let refused: [String]
    var testDescription: String { rule }
  }

  @Test("hold every value of a parameter against its rule", arguments: queries)
  func query(_ query: Query) throws {
    let rules =
      query.rule.isEmpty ? "{}" : #"{"query": {"a": {"matchers": [\#(query.rule)]}}}"#
    let pattern = try Written.interaction(
      request: """
        {"method": "GET", "path": "/", "query": {"a": ["1"]}, "matchingRules": \(rules)}
        """
    ).request
    for text in query.accepted {
      #expect(
        pattern.mismatches(with: HTTPRequest(method: .get, target: "/?\(text)")) == [], "\(text)")
    }
    for text in query.refused {
      #expect(
        pattern.mismatches(with: HTTPRequest(method: .get, target: "/?\(text)")) != [], "\(text)")
    }
  }

  static let queries: [Query] = [
    Query(rule: "", accepted: ["a=1"], refused: ["a=2", "a=1&a=1", "a=1&b=2", "A=1", ""]),
    Query(
      rule: #"{"match": "regex", "regex": "\\d+"}"#, accepted: ["a=7", "a=7&a=8"],
      refused: ["a=7&a=x", "b=7", ""]),
    Query(rule: #"{"match": "integer"}"#, accepted: ["a=7"], refused: ["a=x", "a=1.5"]),
    Query(
      rule: #"{"match": "type", "min": 1, "max": 2}"#, accepted: ["a=x", "a=1&a=2"],
      refused: ["a=1&a=2&a=3"]),
  ]
}
