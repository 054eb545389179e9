import Testing

@testable import Contracts

@Suite("Rule paths")
struct RulePathTests {
  @Test(
    "are read in every spelling",
    arguments: [
      ("$", "$"), ("$.a.b", "$.a.b"), ("a", "$.a"), ("$['a b'][0]", "$['a b'][0]"),
      ("$.a[*].*", "$.a[*].*"), ("$['@id']", "$.@id"), ("$['*']", "$.*"),
    ])
  func spellings(_ written: String, _ read: String) throws {
    #expect(try RulePath(parsing: written).description == read)
  }

  @Test(
    "are refused when broken",
    arguments: ["", "$.", "$..a", "$.a[", "$.a[x]", #"$["a"]"#, "$['a]", "$a", "$.a[-1]"])
  func broken(_ written: String) {
    #expect(throws: RulePath.Malformed.self) { try RulePath(parsing: written) }
  }

  struct Choice: CustomTestStringConvertible, Sendable {
    let title: String
    let body: String
    let rules: String
    let accepted: [String]
    let refused: [String]
    var testDescription: String { title }
  }

  @Test("choose the rule that holds", arguments: choices)
  func chosen(_ choice: Choice) throws {
    for actual in choice.accepted {
      let words = try Written.words(expected: choice.body, rules: choice.rules, actual: actual)
      #expect(words == [], "\(actual)")
    }
    for actual in choice.refused {
      let words = try Written.words(expected: choice.body, rules: choice.rules, actual: actual)
      #expect(words != [], "\(actual)")
    }
  }

  static let type = #"{"matchers": [{"match": "type"}]}"#
  static let equality = #"{"matchers": [{"match": "equality"}]}"#

  static let choices: [Choice] = [
    Choice(
      title: "a rule holds for all below", body: #"{"a": {"b": [1]}}"#, rules: #"{"$": \#(type)}"#,
      accepted: [#"{"a": {"b": [2, 3]}}"#], refused: [#"{"a": {"b": ["x"]}}"#, #"{"a": {}}"#]),
    Choice(
      title: "min does not hold below", body: #"{"v": [[1, 2]]}"#,
      rules: #"{"$.v": {"matchers": [{"match": "type", "min": 1}]}}"#,
      accepted: [#"{"v": [[]]}"#], refused: [#"{"v": []}"#]),
    Choice(
      title: "equality stops a type from above", body: #"{"a": 1, "b": 1}"#,
      rules: #"{"$": \#(type), "$.a": \#(equality)}"#, accepted: [#"{"a": 1, "b": 9}"#],
      refused: [#"{"a": 2, "b": 1}"#]),
    Choice(
      title: "an index beats a star", body: #"{"v": [{"a": 1}, {"a": 1}]}"#,
      rules: #"{"$.v[*].a": \#(type), "$.v[0].a": \#(equality)}"#,
      accepted: [#"{"v": [{"a": 1}, {"a": 6}]}"#],
      refused: [#"{"v": [{"a": 5}, {"a": 6}]}"#, #"{"v": [{"a": 1}, {"a": "x"}]}"#]),
    Choice(
      title: "a name beats a star", body: #"{"v": {"a": 1, "b": 1}}"#,
      rules: #"{"$.v.*": \#(type), "$.v.a": \#(equality)}"#,
      accepted: [#"{"v": {"a": 1, "b": 7}}"#], refused: [#"{"v": {"a": 2, "b": 1}}"#]),
    Choice(
      title: "a star is one level and leaves the length", body: #"{"v": [1, 1]}"#,
      rules: #"{"$.v[*]": \#(type)}"#, accepted: [#"{"v": [1, 2]}"#],
      refused: [#"{"v": [1, 2, 3]}"#, #"{"v": []}"#]),
    Choice(
      title: "all rules must accept", body: #"{"v": "AB"}"#,
      rules: """
        {"$.v": {"matchers": [{"match": "include", "value": "A"},
        {"match": "include", "value": "B"}]}}
        """,
      accepted: [#"{"v": "BA"}"#], refused: [#"{"v": "A"}"#]),
    Choice(
      title: "under OR one is enough", body: #"{"v": 1}"#,
      rules:
        #"{"$.v": {"combine": "OR", "matchers": [{"match": "null"}, {"match": "integer"}]}}"#,
      accepted: [#"{"v": null}"#, #"{"v": 5}"#], refused: [#"{"v": "x"}"#]),
  ]
}
