import HTTPMessage
import JSON
import Testing

@testable import Contracts

@Suite("A pattern's example")
struct ExampleTests {
  @Test("is the request to send")
  func request() throws {
    let request = try Written.interaction(
      request: """
        {"method": "post", "path": "/a%20b", "query": {"q": ["é &", "2"], "p": [""]},
        "headers": {"X-A": ["1", "2"], "Accept": "a/b"},
        "body": {"content": {"b": 1.0, "a": [null]}, "contentType": "application/json"}}
        """
    ).request.example
    #expect(request.method == .post)
    #expect(request.target.pathAndQuery == "/a%20b?q=%C3%A9%20%26&q=2&p=")
    #expect(
      request.fields == [
        "X-A": "1", "X-A": "2", "Accept": "a/b", "Content-Type": "application/json",
      ])
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"b":1.0,"a":[null]}"#)
  }

  struct Body: CustomTestStringConvertible, Sendable {
    let object: String
    let bytes: String
    let type: String?
    var testDescription: String { object }
  }

  @Test("has the bytes of the body object", arguments: bodies)
  func body(_ body: Body) throws {
    let response = try Written.interaction(response: #"{"body": \#(body.object)}"#).response.example
    #expect(String(decoding: response.body, as: UTF8.self) == body.bytes)
    #expect(response.fields[.contentType] == body.type)
  }

  static let bodies: [Body] = [
    Body(object: "null", bytes: "", type: nil),
    Body(object: #"{"content": ""}"#, bytes: "", type: nil),
    Body(object: #"{"content": {"a": 1}}"#, bytes: #"{"a":1}"#, type: nil),
    Body(
      object: #"{"content": "a", "contentType": "application/json", "encoded": false}"#,
      bytes: #""a""#, type: "application/json"),
    Body(
      object: #"{"content": "a", "contentType": "text/plain"}"#, bytes: "a", type: "text/plain"),
    Body(
      object: #"{"content": "aGk=", "contentType": "image/x", "encoded": "base64"}"#,
      bytes: "hi", type: "image/x"),
    Body(
      object: #"{"content": "{\"a\": 1}", "contentType": "application/json", "encoded": "JSON"}"#,
      bytes: #"{"a":1}"#, type: "application/json"),
  ]

  @Test("matches its own pattern")
  func matchesItself() throws {
    let (request, response) = try Written.interaction(
      request: """
        {"method": "POST", "path": "/jobs/7", "query": {"state": ["a b", "ü"]},
        "headers": {"Accept": "a/b; q=1, c/d", "X-List": ["1, 2", "3"]},
        "body": {"content": "a=1&b=%20", "contentType": "application/x-www-form-urlencoded"},
        "matchingRules": {"path": {"matchers": [{"match": "regex", "regex": "/jobs/\\\\d+"}]}}}
        """,
      response: """
        {"status": 404, "headers": {"Date": "Sat, 29 Feb 2020 01:02:03 GMT"},
        "body": {"content": {"error": {"code": 7, "details": [1, "x"]}}}}
        """)
    #expect(request.mismatches(with: request.example) == [])
    #expect(response.mismatches(with: response.example) == [])
  }
}
