import Testing

@testable import Contracts

/// One rule at `$.v`, its example, and values it takes or refuses.
struct RuleCase: CustomTestStringConvertible, Sendable {
  let rule: String
  var example = #""x""#
  let accepted: [String]
  let refused: [String]

  var testDescription: String { rule }
}

@Suite("A matching rule")
struct RuleTests {
  @Test("accepts and refuses values", arguments: cases)
  func judges(_ testCase: RuleCase) throws {
    let pattern = try Written.response(
      body: #"{"v": \#(testCase.example)}"#,
      rules: #"{"$.v": {"matchers": [\#(testCase.rule)]}}"#)
    for value in testCase.accepted {
      let mismatches = pattern.mismatches(with: Written.json(#"{"v": \#(value)}"#))
      #expect(mismatches.isEmpty, "\(value)")
    }
    for value in testCase.refused {
      let mismatches = pattern.mismatches(with: Written.json(#"{"v": \#(value)}"#))
      #expect(!mismatches.isEmpty, "\(value)")
      #expect(mismatches.allSatisfy { $0.expected != $0.actual }, "\(value)")
    }
    #expect(!pattern.mismatches(with: Written.json("{}")).isEmpty, "a missing value")
  }

  static let cases: [RuleCase] = [
    RuleCase(
      rule: #"{"match": "equality"}"#, example: "100", accepted: ["100"],
      refused: ["100.0", "1e2", "101", #""100""#, "null"]),
    RuleCase(
      rule: #"{"match": "equality"}"#, example: "9007199254740993", accepted: ["9007199254740993"],
      refused: ["9007199254740992"]),
    RuleCase(
      rule: #"{"match": "regex", "regex": "\\d+"}"#, example: #""12""#,
      accepted: [#""7""#, "12"],
      refused: [#""a12b""#, #""""#, #""12\n""#, "1.5", "null", "true", "[1]"]),
    RuleCase(
      rule: #"{"match": "regex", "regex": "red|blue"}"#, accepted: [#""red""#, #""blue""#],
      refused: [#""bluered""#, #""Red""#]),
    RuleCase(
      rule: #"{"match": "type"}"#, example: "1", accepted: ["2", "2.5", "-1e9"],
      refused: [#""1""#, "true", "null", "[1]"]),
    RuleCase(
      rule: #"{"match": "type"}"#, example: "null", accepted: ["null"], refused: ["0", #""""#]),
    RuleCase(
      rule: #"{"match": "type", "min": 1, "max": 2}"#, example: "[1]",
      accepted: ["[5]", "[5, 6]"], refused: ["[]", "[5, 6, 7]", #"["x"]"#, "5"]),
    RuleCase(
      rule: #"{"match": "type", "min": 3}"#, example: #""ab""#, accepted: [#""a""#], refused: ["1"]),
    RuleCase(
      rule: #"{"min": 2}"#, example: "[1]", accepted: ["[1, 2]"], refused: ["[1]"]),
    RuleCase(
      rule: #"{"match": "include", "value": "23"}"#, accepted: [#""23""#, "1234", "1.23", "[23]"],
      refused: ["32", #""""#, "null"]),
    RuleCase(
      rule: #"{"match": "integer"}"#, example: "1", accepted: ["2", "-0", "99999999999999999999"],
      refused: ["2.0", "1e2", #""2""#, "true", "null"]),
    RuleCase(
      rule: #"{"match": "decimal"}"#, example: "1.5", accepted: ["2.0", "1e2", "-0.25"],
      refused: ["2", #""1.5""#, "false"]),
    RuleCase(
      rule: #"{"match": "number"}"#, example: "1", accepted: ["2", "2.5"],
      refused: [#""2""#, "null"]),
    RuleCase(
      rule: #"{"match": "boolean"}"#, example: "true",
      accepted: ["false", #""true""#, #""false""#], refused: [#""yes""#, "1", "null"]),
    RuleCase(
      rule: #"{"match": "null"}"#, example: "null", accepted: ["null"],
      refused: ["0", #""""#, "{}"]),
    RuleCase(
      rule: #"{"match": "date", "format": "yyyy-MM-dd"}"#,
      accepted: [#""2020-02-29""#, #""2020-2-9""#],
      refused: [#""2021-02-29""#, #""31-01-2000""#, #""""#, "20200229", "null"]),
    RuleCase(
      rule: #"{"match": "time"}"#, accepted: [#""23:59:60""#, #""7:00:00""#],
      refused: [#""24:00:00""#, #""23:59""#]),
    RuleCase(
      rule: #"{"match": "timestamp", "timestamp": "yyyy-MM-dd'T'HH:mm:ss"}"#,
      accepted: [#""2020-02-29T23:59:59""#], refused: [#""2020-02-29T23:59:59Z""#]),
    RuleCase(
      rule: #"{"match": "datetime", "format": "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"}"#,
      accepted: [#""2020-02-29T23:59:59.9+10:30""#, #""2020-02-29T23:59:59.999Z""#],
      refused: [#""2020-02-29T23:59:59+10:30""#]),
    RuleCase(
      rule: #"{"match": "values"}"#, example: #"{"a": 1}"#,
      accepted: [#"{"z": 1}"#, "{}"], refused: [#"{"z": 2}"#, "[]"]),
    RuleCase(
      rule: #"{"match": "eachKey", "value": "k1", "rules": [{"match": "regex", "regex": "k\\d"}]}"#,
      example: #"{"k1": "a"}"#, accepted: [#"{"k2": "b"}"#, "{}"],
      refused: [#"{"k1": "a", "x": "a"}"#]),
    RuleCase(
      rule: #"{"match": "eachValue", "rules": [{"match": "regex", "regex": "[a-z]"}]}"#,
      example: #"{"k1": "a"}"#, accepted: [#"{"x": "b", "y": "c"}"#, "{}"],
      refused: [#"{"k1": "bb"}"#]),
    RuleCase(
      rule: #"{"match": "eachValue", "rules": [{"match": "type"}]}"#, example: "[1]",
      accepted: ["[2, 3]", "[]"], refused: [#"["x"]"#]),
    RuleCase(
      rule: """
        {"match": "arrayContains", "variants": [
        {"index": 0, "rules": {"$.n": {"matchers": [{"match": "integer"}]}}}, {"index": 1}]}
        """,
      example: #"[{"n": 1}, "b"]"#,
      accepted: [#"["b", 7, {"n": 9, "more": 1}]"#], refused: [#"[{"n": 9}]"#, #"["b"]"#, "[]"]),
    RuleCase(
      rule: #"{"match": "notEmpty"}"#, accepted: [#"" ""#, "0", "false"],
      refused: [#""""#, "null", "[]", "{}"]),
    RuleCase(
      rule: #"{"match": "semver"}"#,
      accepted: [#""1.0.0""#, #""1.0.0-rc.1+build.05""#],
      refused: [#""v1.0.0""#, #""1.0""#, #""01.0.0""#, #""1.0.0-01""#, #""1.0.0-""#, "1"]),
  ]
}
