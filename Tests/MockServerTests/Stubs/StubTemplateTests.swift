import MockSupport
import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `A templated answer` {
  struct Case: Sendable, CustomTestStringConvertible {
    let value: JSONValue
    var testDescription: String { value["template"]?.string ?? "unreadable" }
  }

  private static func stub(_ response: JSONObject) -> JSONValue {
    var response = response
    response["transformers"] = ["response-template"]
    response["transformerParameters"] = ["who": "you", "list": [1, 2]]
    return ["request": ["method": "POST"], "response": .object(response)]
  }

  private static let request = HTTPRequest(
    method: .post, target: "/a/b%20c?x=1&x=2&y=z",
    fields: ["Host": "h:81", "X-Id": "7", "Cookie": "s=1"],
    body: Array(#"{"a": {"b": [1, 2]}, "name": "Ann"}"#.utf8))

  @Test(arguments: StubBench.cases("templates").map(Case.init))
  func `is filled in from the request`(given: Case) throws {
    let bench = try StubBench(isAlone: true)
    try bench.stub(
      Self.stub(JSONObject([.init(key: "body", value: given.value["template"] ?? .null)])))
    let answer = bench.world.respond(to: Self.request, from: nil)
    #expect(String(decoding: answer.body, as: UTF8.self) == given.value["gives"]?.string)
  }

  @Test func `has headers filled in, and the path's variables`() throws {
    let bench = try StubBench(isAlone: true)
    try bench.stub([
      "request": ["urlPathTemplate": "/c/{id}"],
      "response": [
        "headers": ["X-Id": "{{request.path.id}}", "X": ["a", "{{request.method}}"]],
        "jsonBody": ["id": "{{request.path.id}}"], "transformers": ["response-template"],
      ],
    ])
    let answer = bench.ask("/c/7")
    #expect(answer.fields["X-Id"] == "7")
    #expect(answer.fields[values: "X"] == ["a", "GET"])
    #expect(String(decoding: answer.body, as: UTF8.self) == #"{"id":"7"}"#)
  }

  @Test func `is text as it stands where nobody has asked for templates`() throws {
    let bench = try StubBench(isAlone: true)
    try bench.stub(["response": ["body": "{{request.url}}"]])
    #expect(bench.text("/a") == "{{request.url}}")
  }

  @Test(arguments: [
    ("{{randomValue type='UUID'}}", 36), ("{{randomValue length=9 type='NUMERIC'}}", 9),
    ("{{randomInt lower=10 upper=99}}", 2), ("{{pickRandom 'aa' 'bb'}}", 2),
  ])
  func `has chance of that form`(template: String, length: Int) throws {
    let bench = try StubBench(isAlone: true)
    try bench.stub(Self.stub(JSONObject([.init(key: "body", value: .string(template))])))
    let answer = bench.world.respond(to: Self.request, from: nil)
    #expect(answer.body.count == length)
  }
}
