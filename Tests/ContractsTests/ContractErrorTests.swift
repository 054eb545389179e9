import Testing

@testable import Contracts

@Suite("A broken contract")
struct ContractErrorTests {
  struct Broken: CustomTestStringConvertible, Sendable {
    let text: String
    let message: String
    var testDescription: String { message }
  }

  @Test("is refused with place and reason", arguments: files)
  func file(_ broken: Broken) {
    let error = #expect(throws: ContractError.self) { try Written.contract(broken.text) }
    #expect(error?.description == broken.message)
  }

  static let v4 = #""metadata": {"pactSpecification": {"version": "4.0"}}"#

  static let files: [Broken] = [
    Broken(
      text: "{",
      message: "contract.json:1:2: expected a member name in quotes, found the end of the text"),
    Broken(text: "[]", message: "contract.json:1:1: a contract must be an object, found an array"),
    Broken(text: "{}", message: "contract.json:1:1: a contract needs a member \"interactions\""),
    Broken(
      text: #"{"interactions": {}}"#,
      message: "contract.json:1:18: \"interactions\" must be an array, found an object"),
    Broken(
      text: #"{"interactions": [], "metadata": {"pactSpecification": {"version": "7.0"}}}"#,
      message:
        "contract.json:1:68: expected a specification version from 1 to 4, found \"7.0\""),
    Broken(
      text: "{\"interactions\": [\n  {\"description\": \"x\"}], \(v4)}",
      message: "contract.json:2:3: a V4 interaction needs a member \"type\""),
    Broken(
      text: "{\"interactions\": [\n  {\"description\": \"x\",\n   \"type\": \"Smoke\"}], \(v4)}",
      message:
        "contract.json:3:12: unknown interaction type \"Smoke\"; known are Synchronous/HTTP, "
        + "Asynchronous/Messages, Synchronous/Messages"),
    Broken(
      text: #"{"interactions": [{"type": "Synchronous/HTTP", "description": 1}], \#(v4)}"#,
      message:
        "contract.json:1:63: an interaction's description must be a string, found 1"),
    Broken(
      text: #"{"interactions": [{"type": "Synchronous/HTTP", "description": ""}], \#(v4)}"#,
      message: "contract.json:1:19: an HTTP interaction needs a member \"request\""),
    Broken(
      text: #"{"interactions": [{"description": "", "providerStates": [{"params": {}}]}]}"#,
      message: "contract.json:1:58: a provider state needs a member \"name\""),
  ]

  /// A response whose faults stand on the line after the word `response`.
  struct Fault: CustomTestStringConvertible, Sendable {
    let response: String
    let column: Int
    let reason: String
    var testDescription: String { reason }
  }

  @Test("is refused for a fault in a response", arguments: faults)
  func response(_ fault: Fault) {
    let text = """
      {"interactions": [{"type": "Synchronous/HTTP", "description": "a case",
      "request": {"method": "GET", "path": "/"}, "response":
      \(fault.response)}], \(Self.v4)}
      """
    let error = #expect(throws: ContractError.self) { try Written.contract(text) }
    #expect(error?.description == "contract.json:3:\(fault.column): \(fault.reason)")
  }

  static func rule(_ rule: String) -> String {
    #"{"matchingRules": {"body": {"$": {"matchers": [\#(rule)]}}}}"#
  }

  static let faults: [Fault] = [
    Fault(response: "7", column: 1, reason: "a response must be an object, found 7"),
    Fault(
      response: #"{"status": "200"}"#, column: 12,
      reason: "the status must be a whole number, found a string"),
    Fault(
      response: #"{"status": 20}"#, column: 12,
      reason: "the status must be from 100 to 599, found 20"),
    Fault(
      response: #"{"headers": {"X A": "1"}}"#, column: 14, reason: #""X A" is no header name"#),
    Fault(
      response: #"{"headers": {"X": {}}}"#, column: 19,
      reason: "a header must be a string, found an object"),
    Fault(
      response: #"{"body": 1}"#, column: 10, reason: #""body" must be an object, found 1"#),
    Fault(
      response: #"{"body": {"content": "x", "encoded": "zip"}}"#, column: 38,
      reason: #""encoded" must be false, "base64" or "JSON""#),
    Fault(
      response: #"{"body": {"content": "{", "encoded": "JSON"}}"#, column: 22,
      reason:
        "the content is no JSON text: 1:2: expected a member name in quotes, "
        + "found the end of the text"),
    Fault(
      response: #"{"body": {"content": "?", "encoded": "base64"}}"#, column: 22,
      reason: "the content is no base64 text"),
    Fault(
      response: #"{"matchingRules": {"bodies": {}}}"#, column: 20,
      reason:
        "unknown category \"bodies\"; known are method, path, query, header, body, status, "
        + "metadata, content"),
    Fault(
      response: #"{"matchingRules": {"body": {"$..a": {"matchers": []}}}}"#, column: 29,
      reason: "\"$..a\" is no rule path: expected a name after '.'"),
    Fault(
      response: #"{"matchingRules": {"body": {"$": {}}}}"#, column: 34,
      reason: #"a list of rules needs a member "matchers""#),
    Fault(
      response: #"{"matchingRules": {"body": {"$": {"combine": "XOR", "matchers": []}}}}"#,
      column: 46, reason: #""combine" must be "AND" or "OR", found "XOR""#),
    Fault(
      response: rule(#"{"match": "zebra"}"#), column: 58,
      reason:
        "unknown matching rule \"zebra\"; known are equality, regex, type, include, integer, "
        + "decimal, number, boolean, null, date, time, timestamp, datetime, values, eachKey, "
        + "eachValue, arrayContains, statusCode, notEmpty, semver, contentType"),
    Fault(
      response: rule("{}"), column: 48, reason: #"a matching rule needs a member "match""#),
    Fault(
      response: rule(#"{"match": "regex"}"#), column: 48,
      reason: #"the rule "regex" needs a member "regex""#),
    Fault(
      response: rule(#"{"match": "type", "min": 3, "max": 2}"#), column: 48,
      reason: #""min" 3 is above "max" 2"#),
    Fault(
      response: rule(#"{"match": "date", "format": "yyyy-QQ"}"#), column: 76,
      reason:
        "\"yyyy-QQ\" is no date and time pattern: the pattern letter 'Q' is not known"),
    Fault(
      response:
        #"{"matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "fine"}]}}}"#,
      column: 78,
      reason:
        "unknown class of status codes \"fine\"; known are info, success, redirect, "
        + "clientError, serverError, nonError, error"),
  ]

  @Test(
    "is refused for a request that can't be sent",
    arguments: [
      (#"{"path": "/"}"#, #"2:12: a request needs a member "method""#),
      (#"{"method": "GET"}"#, #"2:12: a request needs a member "path""#),
      (#"{"method": "G T", "path": "/"}"#, #"2:23: "G T" is no method"#),
      (
        #"{"method": "GET", "path": "/a b"}"#,
        "2:38: the path must be percent-encoded: it has spaces or control characters"
      ),
      (
        #"{"method": "GET", "path": "/", "headers": {"X": "a\u0000"}}"#,
        "2:60: a header can't have control characters"
      ),
    ])
  func request(_ request: String, _ message: String) {
    let error = #expect(throws: ContractError.self) { try Written.interaction(request: request) }
    #expect(error?.description == "contract.json:\(message)")
  }

  @Test("is read or refused, wherever a byte is missing or the file ends")
  func damaged() {
    let whole = Array(
      """
      {"interactions": [{"type": "Synchronous/HTTP", "description": "a", "providerStates":
      [{"name": "s", "params": {}}], "request": {"method": "GET", "path": "/", "query":
      {"a": ["1"]}, "headers": {"X": "1"}}, "response": {"status": 200, "body": {"content":
      {"v": [1]}, "contentType": "application/json", "encoded": false}, "matchingRules": {"body":
      {"$.v[*]": {"combine": "AND", "matchers": [{"match": "regex", "regex": "[a-z](b)"}]}}}}}],
      \(Self.v4)}
      """.utf8)
    for place in whole.indices {
      var damaged = whole
      damaged.remove(at: place)
      for text in [damaged, Array(whole[..<place])] {
        do {
          _ = try Contract.read(text, name: "damaged")
        } catch {
          #expect(!error.reason.isEmpty)
        }
      }
    }
  }

  @Test("with a broken regular expression says where and why")
  func brokenExpression() {
    let error = #expect(throws: ContractError.self) {
      try Written.response(
        body: "1", rules: #"{"$": {"matchers": [{"match": "regex", "regex": "(a"}]}}"#)
    }
    #expect(error?.description.hasPrefix("contract.json:2:") == true)
    #expect(error?.reason.hasPrefix(#""(a" is no regular expression: "#) == true)
  }
}
