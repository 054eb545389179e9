import ContractRunner
import HTTPMessage
import JSON
import Testing

@Suite struct `A recording` {
  /// An exchange as `METHOD target headers body → status headers body`.
  private static func lines(_ text: String) throws -> [String] {
    try read(text).exchanges.map { exchange in
      let (request, response) = (exchange.request, exchange.response)
      return "\(request.method) \(request.target.pathAndQuery) "
        + line(request.fields, Array(request.body)) + " → \(response.status.code) "
        + line(response.fields, response.body)
    }
  }

  private static func line(_ fields: HTTPFields, _ body: [UInt8]) -> String {
    "[" + fields.map { "\($0.name): \($0.value)" }.joined(separator: "; ") + "] "
      + String(decoding: body, as: UTF8.self)
  }

  private static func read(_ text: String) throws(RecordingError) -> Recording {
    try Recording(Array(text.utf8), name: "r.json")
  }

  struct Form: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let lines: [String]
    var testDescription: String { name }
  }

  private static let simple = "GET /a?b=1 [X: y]  → 200 [] ok"

  static let forms = [
    Form(
      name: "request and response",
      text: """
        {"name": "n", "seq": 1, "request": {"method": "GET", "path": "/a", "query": "b=1",
        "headers": {"X": "y"}, "body": null}, "response": {"status": 200, "reason": "OK",
        "headers": {}, "body": "ok"}, "client": {}}
        """, lines: [simple]),
    Form(
      name: "flat",
      text: """
        {"method": "GET", "path": "/a", "query": [["b", "1"]], "request_headers": {"X": "y"},
        "request_body": null, "status": 200, "response_headers": {}, "response_body": "ok"}
        """, lines: [simple]),
    Form(
      name: "headers as pairs",
      text: """
        [{"request": {"method": "GET", "path": "/a?b=1", "headers": [["X", "y"]], "body": ""},
        "response": {"status": 200, "headers": [["Set-Cookie", "a"], ["Set-Cookie", "b"]]}}]
        """, lines: ["GET /a?b=1 [X: y]  → 200 [Set-Cookie: a; Set-Cookie: b] "]),
    Form(
      name: "the target as it was sent",
      text: """
        {"request": {"method": "GET", "path": "/a", "query": [["b", "1/2"]],
        "raw_target": "/a?b=1%2F2"}, "response": {"status": 204}}
        """, lines: ["GET /a?b=1%2F2 []  → 204 [] "]),
    Form(
      name: "queries by name, with values that must be encoded",
      text: """
        {"request": {"method": "GET", "path": "/a", "query": {"b": ["1", "&"], "c": 2}},
        "response": {"status": 204}}
        """, lines: ["GET /a?b=1&b=%26&c=2 []  → 204 [] "]),
    Form(
      name: "bodies as JSON values and as base64",
      text: """
        {"request": {"method": "POST", "path": "/a", "body": {"n": 1.0}},
        "response": {"status": 200, "body_base64": "aGk="}}
        """, lines: [#"POST /a [] {"n":1.0} → 200 [] hi"#]),
    Form(
      name: "JSON lines",
      text: """
        {"request": {"method": "GET", "path": "/1"}, "response": {"status": 200}}
        {"request": {"method": "GET", "path": "/2"}, "response": {"status": 404}}
        """, lines: ["GET /1 []  → 200 [] ", "GET /2 []  → 404 [] "]),
    Form(
      name: "HAR",
      text: """
        {"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [{"startedDateTime": "",
        "request": {"method": "POST", "url": "https://h.example:8/a?b=1#f", "httpVersion": "h2",
        "headers": [{"name": ":path", "value": "/a"}, {"name": "X", "value": "y"}],
        "queryString": [{"name": "b", "value": "1"}],
        "postData": {"mimeType": "text/plain", "text": "hello"}},
        "response": {"status": 200, "statusText": "OK", "headers": [],
        "content": {"size": 2, "mimeType": "x/y", "text": "aGk=", "encoding": "base64"}}},
        {"request": {"method": "POST", "url": "http://h/f", "headers": [],
        "postData": {"mimeType": "application/x-www-form-urlencoded",
        "params": [{"name": "a b", "value": "1"}]}},
        "response": {"status": 201, "headers": [], "content": {"size": 0}}}]}}
        """,
      lines: ["POST /a?b=1 [X: y] hello → 200 [] hi", "POST /f [] a%20b=1 → 201 [] "]),
  ]

  @Test(arguments: forms)
  func `is read in every form`(form: Form) throws {
    #expect(try Self.lines(form.text) == form.lines)
  }

  struct Body: Sendable, CustomTestStringConvertible {
    let type: String
    let length: Int?
    let body: String
    let bytes: String
    var testDescription: String { "\(type), \(length.map(String.init) ?? "-"): \(body)" }
  }

  @Test(arguments: [
    Body(type: "text/html", length: nil, body: #""<p>""#, bytes: "<p>"),
    Body(type: "application/json", length: nil, body: #""{\"a\": 1}""#, bytes: #"{"a": 1}"#),
    Body(type: "application/json", length: nil, body: #""word""#, bytes: #""word""#),
    Body(type: "application/json", length: 6, body: #""word""#, bytes: #""word""#),
    Body(type: "application/json", length: 8, body: #""not json""#, bytes: "not json"),
    Body(type: "application/problem+json; charset=utf-8", length: nil, body: "[1]", bytes: "[1]"),
    Body(type: "application/json", length: 4, body: "null", bytes: "null"),
    Body(type: "application/json", length: 0, body: "null", bytes: ""),
  ])
  func `has a text as it was sent, or as the JSON string that it can only be`(body: Body) throws {
    let length = body.length.map { #", "content-length": "\#($0)""# } ?? ""
    let recording = try Self.read(
      #"{"request": {"method": "GET", "path": "/"}, "response": {"status": 200, "#
        + #""headers": {"Content-Type": "\#(body.type)"\#(length)}, "body": \#(body.body)}}"#)
    let response = try #require(recording.exchanges.first?.response)
    #expect(String(decoding: response.body, as: UTF8.self) == body.bytes)
  }

  @Test(arguments: [
    (#"{"interaction": "x", "frames": [{"t": 0}]}"#, "no message went over these frames of AMQP"),
    (
      #"{"request": {"method": "GET", "path": "/"}, "response": null}"#,
      "the request was not answered"
    ),
    (
      #"{"request": {"method": "GET", "url": "/"}, "response": {"status": 0}}"#,
      "the request was not answered"
    ),
  ])
  func `passes over what is no whole exchange over HTTP`(text: String, reason: String) throws {
    let recording = try Self.read("[\n" + text + "]")
    #expect(recording.exchanges.isEmpty)
    #expect(recording.passedOver == ["r.json:2:1: \(reason)"])
  }

  @Test(arguments: [
    ("[7]", "r.json:1:2: expected a recorded exchange, an object, found number"),
    (
      #"{"a": 1, "b": 2}"#,
      "r.json:1:1: expected a recorded exchange with \"request\" and \"response\", "
        + "found an object with \"a\", \"b\""
    ),
    (
      "[\n {\"request\": {\"path\": \"/\"}, \"response\": {\"status\": 200}}]",
      "r.json:2:2: a recorded request needs a \"method\", a string"
    ),
    (
      #"{"request": {"method": "GET"}, "response": {"status": 200}}"#,
      "r.json:1:1: a recorded request needs a \"path\" or a \"url\", a string"
    ),
    (
      #"{"request": {"method": "GET", "path": "/"}, "response": {"status": "200"}}"#,
      "r.json:1:1: a recorded response needs a \"status\" from 100 to 599"
    ),
    (
      #"{"request": {"method": "GET", "path": "/", "headers": 1}, "response": {"status": 200}}"#,
      "r.json:1:1: \"headers\" must be an object or an array, found number"
    ),
    (
      #"{"request": {"method": "GET", "path": "/", "body_base64": "%"}, "response": {"status": 200}}"#,
      "r.json:1:1: the body of the request is no base64 text"
    ),
    (#"{"log": {}}"#, "r.json:1:1: a HAR document needs an array \"entries\" in its \"log\""),
    ("{\"a\": 1,\n}", "r.json:2:1: expected a member name in quotes, found '}'"),
  ])
  func `is refused with place and reason`(text: String, message: String) {
    let error = #expect(throws: RecordingError.self) { try Self.read(text) }
    #expect(error?.description == message)
  }

  @Test(arguments: forms)
  func `is readable up to wherever it was cut off`(form: Form) throws {
    let bytes = Array(form.text.utf8)
    var seen: Set<Int> = []
    for count in bytes.indices {
      let recording = try Recording(Array(bytes.prefix(count)), name: "r.json")
      let lines = recording.exchanges.map {
        "\($0.request.method) \($0.request.target.pathAndQuery)"
      }
      seen.insert(lines.count)
      for (line, whole) in zip(lines, form.lines) { #expect(whole.hasPrefix(line)) }
    }
    // Between two lines nothing tells that there should be more.
    #expect(seen.max() ?? 0 >= form.lines.count - 1)
  }
}
