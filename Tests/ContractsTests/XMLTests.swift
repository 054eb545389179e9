import HTTPMessage
import Testing

@testable import Contracts

@Suite("An XML body")
struct XMLTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let expected: String
    var rules = "{}"
    let actual: String
    var request: [String] = []
    var response: [String] = []
    var testDescription: String { "\(expected) against \(actual)" }
  }

  @Test("is compared by its meaning", arguments: cases)
  func compared(_ testCase: Case) throws {
    let parts = """
      "body": {"content": "\(testCase.expected)", "contentType": "application/xml"},
      "matchingRules": {"body": \(testCase.rules)}
      """
    let (request, response) = try Written.interaction(
      request: #"{"method": "POST", "path": "/", \#(parts)}"#, response: "{\(parts)}")
    let body = Array(testCase.actual.utf8)
    let fields: HTTPFields = [.contentType: "application/xml"]
    #expect(
      request.mismatches(
        with: HTTPRequest(method: .post, target: "/", fields: fields, body: body)
      ).map(\.words) == testCase.request)
    #expect(
      response.mismatches(with: HTTPResponse(status: .ok, fields: fields, body: body)).map(\.words)
        == testCase.response)
  }

  static func both(
    _ expected: String, _ actual: String, rules: String = "{}", _ words: String...
  ) -> Case {
    Case(expected: expected, rules: rules, actual: actual, request: words, response: words)
  }

  static let cases: [Case] = [
    both("<a x='1' y='2'/>", "<?xml version=\"1.0\"?>\n<a y='2' x=\"1\"></a><!-- end -->"),
    both("<a>b &amp; c</a>", "<a> <![CDATA[b &]]> c\n</a>"),
    both("<a><b/><c/></a>", "<a><c/><b/></a>"),
    both("<p:a xmlns:p='u'><b xmlns='w'/></p:a>", "<a xmlns='u' xmlns:q='w'><q:b/></a>"),
    both("<a/>", "<a xmlns='u'/>", "$: expected <a>, got <a> in u"),
    both("<a><b>1</b></a>", "<a><b>2</b></a>", #"$.a.b.#text: expected "1", got "2""#),
    both("<a x='1'/>", "<a/>", #"$.a.@x: expected "1", got nothing"#),
    both("<a><b/></a>", "<a/>", "$.a.b: expected <b>, got nothing"),
    Case(
      expected: "<a><b/></a>", actual: "<a x='1'><b/><b/><c/></a>",
      request: [
        #"$.a.@x: expected nothing, got "1""#, "$.a.b: expected 1 element, got 2",
        "$.a.c: expected nothing, got <c>",
      ]),
    both(
      "<a><b>1</b></a>", "<a><b>2</b><b>3</b></a>",
      rules: #"{"$.a": {"matchers": [{"match": "type"}]}}"#),
    both(
      "<a><b x='1'/></a>", "<a><b x='2'/><b x='y'/></a>",
      rules: """
        {"$.a": {"matchers": [{"match": "type", "min": 1}]},
        "$.a.b['@x']": {"matchers": [{"match": "regex", "regex": "\\\\d"}]}}
        """,
      #"$.a.b.@x: expected text matching \d, got "y" (string)"#),
    both(
      "<a><b/></a>", "<a><b/></a>", rules: #"{"$.a": {"matchers": [{"min": 2}]}}"#,
      "$.a: expected at least 2 items, got 1 item"),
    both(
      "<a/>", "<a><b></a>",
      #"$: expected an XML body, got "<a><b></a>": expected </b>, found "a>""#),
  ]

  @Test(
    "is refused when it is not well-formed",
    arguments: [
      "", "a", "<a", "<a>", "<a></b>", "<a x=1/>", "<a x='1' x='2'/>", "<p:a/>", "<a>&b;</a>",
      "<a/><b/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<1/>", "<a><!-- </a>",
      String(repeating: "<a>", count: 300),
    ])
  func broken(_ text: String) {
    #expect(throws: XMLReader.Failure.self) { try XMLReader.document(Array(text.utf8)[...]) }
  }
}
