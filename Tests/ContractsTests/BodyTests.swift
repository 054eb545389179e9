import HTTPMessage
import JSON
import Testing

@testable import Contracts

@Suite("A body")
struct BodyTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let title: String
    let body: String?
    var rules = "{}"
    var type: String?
    let accepted: [String]
    let refused: [String]
    var testDescription: String { title }
  }

  @Test("of a request is compared strictly", arguments: cases)
  func request(_ testCase: Case) throws {
    let body = testCase.body.map { #", "body": \#($0)"# } ?? ""
    let pattern = try Written.interaction(
      request: """
        {"method": "POST", "path": "/", "matchingRules": {"body": \(testCase.rules)}\(body)}
        """
    ).request
    func mismatches(_ text: String) -> [Mismatch] {
      let fields: HTTPFields = testCase.type.map { [.contentType: $0] } ?? [:]
      return pattern.mismatches(
        with: HTTPRequest(method: .post, target: "/", fields: fields, body: Array(text.utf8)))
    }
    for text in testCase.accepted { #expect(mismatches(text) == [], "\(text)") }
    for text in testCase.refused { #expect(mismatches(text) != [], "\(text)") }
  }

  static let cases: [Case] = [
    Case(title: "unspecified", body: nil, accepted: ["", "x", "{}"], refused: []),
    Case(title: "empty", body: #"{"content": ""}"#, accepted: [""], refused: [" ", "{}"]),
    Case(title: "null", body: "null", accepted: ["", "null"], refused: ["{}", "0"]),
    Case(
      title: "an object", body: #"{"content": {"a": 1, "b": {}}}"#,
      accepted: [#"{"b": {}, "a": 1}"#],
      refused: [#"{"a": 1}"#, #"{"a": 1, "b": {"x": 1}}"#, #"{"a": 1, "b": {}, "c": 1}"#, "[]"]),
    Case(
      title: "JSON of a vendor's type",
      body: #"{"content": {"a": 1}, "contentType": "application/vnd.x+json"}"#,
      type: "application/vnd.x+json; charset=utf-8", accepted: [#"{ "a": 1 }"#],
      refused: [#"{"a": 2}"#]),
    Case(
      title: "another type", body: #"{"content": {"a": 1}}"#, type: "text/plain", accepted: [],
      refused: [#"{"a":1}"#]),
    Case(
      title: "text", body: #"{"content": "abc", "contentType": "text/plain"}"#,
      type: "text/plain", accepted: ["abc"], refused: ["abc\n", "ABC"]),
    Case(
      title: "text under a rule", body: #"{"content": "abc", "contentType": "text/plain"}"#,
      rules: #"{"$": {"matchers": [{"match": "regex", "regex": "[a-z]+"}]}}"#,
      type: "text/plain", accepted: ["xyz"], refused: ["XYZ", ""]),
    Case(
      title: "a form",
      body: #"{"content": "a=1&b=2&b=3", "contentType": "application/x-www-form-urlencoded"}"#,
      rules: #"{"$.a": {"matchers": [{"match": "integer"}]}}"#,
      type: "application/x-www-form-urlencoded", accepted: ["b=2&a=77&b=3"],
      refused: ["a=1&b=3&b=2", "a=x&b=2&b=3", "a=1&b=2&b=3&c=4", "a=1"]),
  ]

  @Test("of a response may have more members, an empty object any")
  func response() throws {
    let pattern = try Written.response(body: #"{"a": {}, "b": [1]}"#)
    #expect(pattern.mismatches(with: Written.json(#"{"a": {"x": 1}, "b": [1], "c": 2}"#)) == [])
    #expect(pattern.mismatches(with: Written.json(#"{"a": {}, "b": [1, 2]}"#)) != [])
  }

  @Test("under a rule about its type is judged by its bytes")
  func contentType() throws {
    let pattern = try Written.interaction(
      response: """
        {"body": {"content": "iVBORw0KGgo=", "contentType": "image/png", "encoded": "base64"},
        "matchingRules": {"body": {"$": {"matchers":
        [{"match": "contentType", "value": "image/png"}]}}}}
        """
    ).response
    func words(_ bytes: [UInt8]) -> [String] {
      pattern.mismatches(
        with: HTTPResponse(status: .ok, fields: [.contentType: "image/png"], body: bytes)
      ).map(\.words)
    }
    #expect(words([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7]) == [])
    #expect(words([0xFF, 0xD8, 0xFF]) == ["content type: expected image/png, got image/jpeg"])
  }

  @Test("of a message is compared like a response's, its metadata by name")
  func message() throws {
    let contract = try Written.contract(
      """
      {"messages": [{"description": "a job is done", "contents": {"id": 1},
        "metaData": {"contentType": "application/json", "route": "a.b", "priority": 5},
        "matchingRules": {"content": {"$.id": {"matchers": [{"match": "integer"}]}},
          "metadata": {"route": {"matchers": [{"match": "regex", "regex": ".\\\\.."}]}}}}],
       "metadata": {"pactSpecification": {"version": "3.0.0"}}}
      """)
    guard case .message(let pattern) = contract.interactions[0].exchange else {
      Issue.record("no message")
      return
    }
    func words(_ contents: String, _ metadata: JSONValue) -> [String] {
      pattern.mismatches(
        withContents: Array(contents.utf8), contentType: "application/json",
        metadata: metadata.object ?? JSONObject()
      ).map(\.words)
    }
    #expect(pattern.contentType == "application/json")
    #expect(
      words(
        #"{"id": 7, "more": 1}"#,
        ["contentType": "application/json", "route": "q.z", "priority": 5, "x": 1]) == [])
    #expect(
      words(#"{"id": "7"}"#, ["contentType": "application/json", "route": "q-z", "priority": "5"])
        == [
          #"metadata route: expected text matching .\.., got "q-z" (string)"#,
          #"metadata priority: expected 5 (integer), got "5" (string)"#,
          #"$.id: expected an integer, got "7" (string)"#,
        ])
  }
}
