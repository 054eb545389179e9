import HTTPMessage
import JSON
import Testing

@testable import Contracts

@Suite struct `A member that may vary` {
  /// An interaction with what `comments.understudy` says.
  static func contract(_ comments: String) throws -> Contract {
    try Written.contract(
      #"""
      {"interactions": [{"type": "Synchronous/HTTP", "description": "d",
      "comments": {"understudy": \#(comments)},
      "request": {"method": "POST", "path": "/", "query": {"limit": ["1"], "q": ["2"]},
        "headers": {"X-A": "1", "X-B": "2"}, "body": {"content": {"a": 1, "b": {"c": 2}}}},
      "response": {"headers": {"X-C": "1"},
        "body": {"content": {"jobs": [{"id": 1, "note": "x"}], "next": "n"}},
        "matchingRules": {"body": {"$.jobs": {"matchers": [{"match": "type", "min": 0}]}}}}}],
      "metadata": {"pactSpecification": {"version": "4.0"}}}
      """#)
  }

  struct Answer: Sendable, CustomTestStringConvertible {
    let comments: String
    let body: String
    let words: [String]
    var testDescription: String { "\(comments) \(body)" }

    init(_ comments: String, _ body: String, _ words: [String] = []) {
      self.comments = #"{"response": \#(comments)}"#
      self.body = body
      self.words = words
    }
  }

  private static let note = #""body": ["$.jobs[*].note", "$.next"]"#

  @Test(arguments: [
    Answer(#"{"optional": {\#(note)}}"#, #"{"jobs": [{"id": 1}, {"id": 2, "note": "y"}]}"#),
    Answer(
      #"{"optional": {\#(note)}}"#, #"{"jobs": [{"id": 1, "note": null}]}"#,
      [#"$.jobs[0].note: expected a string like "x", got null (null)"#]),
    Answer(
      #"{"nullable": {\#(note)}}"#, #"{"jobs": [{"id": 1, "note": null}], "next": null}"#),
    Answer(
      #"{"nullable": {\#(note)}}"#, #"{"jobs": []}"#,
      [#"$.next: expected "n" (string), got nothing"#]),
    Answer(
      #"{"optional": {\#(note)}, "nullable": {\#(note)}}"#,
      #"{"jobs": [{"id": 1, "note": null}, {"id": 3}], "next": "n"}"#),
    Answer(
      #"{"optional": {\#(note)}}"#, #"{"jobs": [{"note": "x"}], "next": 1}"#,
      [
        "$.jobs[0].id: expected 1 (integer), got nothing",
        #"$.next: expected "n" (string), got 1 (integer)"#,
      ]),
    Answer(#"{"optional": {"body": ["$"]}}"#, ""),
    Answer(#"{"nullable": {"body": ["$"]}}"#, "null"),
    Answer(#"{"optional": {"body": ["$.*"]}}"#, "{}"),
  ])
  func `is matched in a response`(answer: Answer) throws {
    guard
      case .http(_, let pattern) = try Self.contract(answer.comments).interactions[0].exchange
    else { return }
    var response = Written.json(answer.body)
    response.fields.append("X-C", "1")
    #expect(pattern.mismatches(with: response).map(\.words) == answer.words)
  }

  @Test func `is matched in headers, queries and strict bodies`() throws {
    let contract = try Self.contract(
      #"""
      {"request": {"optional": {"query": ["limit"], "header": ["x-a"], "body": ["$.b.c"]}},
      "response": {"optional": {"header": ["X-C"]}}}
      """#)
    guard case .http(let request, let response) = contract.interactions[0].exchange else { return }
    func words(_ target: String, _ fields: HTTPFields, _ body: String) -> [String] {
      request.mismatches(
        with: HTTPRequest(method: .post, target: target, fields: fields, body: Array(body.utf8))
      ).map(\.words)
    }
    #expect(words("/?q=2", ["X-B": "2"], #"{"a": 1, "b": {}}"#) == [])
    #expect(
      words("/?limit=2&q=2", ["X-A": "2", "X-B": "2"], #"{"a": 1, "b": {"c": 3}}"#) == [
        #"query parameter limit: expected "1", got "2""#, #"header X-A: expected "1", got "2""#,
        "$.b.c: expected 2 (integer), got 3",
      ])
    #expect(
      words("/?", [:], #"{"a": 1, "b": {"d": 1}}"#) == [
        #"query parameter q: expected "2", got nothing"#,
        #"header X-B: expected "2", got nothing"#, "$.b.d: expected nothing, got 1",
      ])
    let answer = Written.json(#"{"jobs": [], "next": "n"}"#)
    #expect(response.mismatches(with: answer) == [])
  }

  @Test func `is matched in forms and in messages`() throws {
    let contract = try Written.contract(
      #"""
      {"interactions": [{"type": "Asynchronous/Messages", "description": "m",
      "comments": {"understudy": {"contents": {
        "optional": {"body": ["$.b"], "metadata": ["topic"]}}}},
      "contents": {"content": "a=1&b=2", "contentType": "application/x-www-form-urlencoded"},
      "metadata": {"topic": "t", "n": 1}}],
      "metadata": {"pactSpecification": {"version": "4.0"}}}
      """#)
    guard case .message(let message) = contract.interactions[0].exchange else { return }
    func words(_ contents: String, _ metadata: JSONValue) -> [String] {
      message.mismatches(
        withContents: Array(contents.utf8), contentType: nil, metadata: metadata.object ?? .init()
      ).map(\.words)
    }
    #expect(words("a=1", ["n": 1]) == [])
    #expect(
      words("b=2", ["topic": "t"]) == [
        "metadata n: expected 1, got nothing", #"$.a: expected "1", got nothing"#,
      ])
    #expect(
      contract.interactions[0].variants.map(\.description) == [
        "contents body $.b present", "contents body $.b absent",
        "contents metadata topic present", "contents metadata topic absent",
      ])
    #expect(
      message.variants(
        inContents: Array("a=1".utf8), metadata: JSONObject([.init(key: "topic", value: 1)])
      ).map(\.description)
        == ["contents body $.b absent", "contents metadata topic present"])
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let comments: String
    let error: String
    var testDescription: String { comments }

    init(_ comments: String, _ error: String) {
      self.comments = comments
      self.error = error
    }
  }

  @Test(arguments: [
    Broken(
      #"{"reqest": {}}"#,
      #"2:29: unknown member "reqest" in "understudy"; known are request, response"#),
    Broken(
      #"{"request": {"maybe": {}}}"#,
      #"2:41: unknown member "maybe" in the part; known are optional, nullable"#),
    Broken(
      #"{"response": {"optional": {"query": []}}}"#,
      #"2:55: unknown member "query" in "optional"; known are body, header"#),
    Broken(
      #"{"request": {"nullable": {"header": []}}}"#,
      #"2:54: unknown member "header" in "nullable"; known are body"#),
    Broken(
      #"{"request": {"optional": {"query": ["page"]}}}"#,
      #"2:64: the example has no query "page"; it has limit, q"#),
    Broken(
      #"{"request": {"optional": {"header": ["X-Z"]}}}"#,
      #"2:65: the example has no header "X-Z"; it has X-A, X-B"#),
    Broken(
      #"{"response": {"nullable": {"body": ["$.jobs[*].nots"]}}}"#,
      "2:64: $.jobs[*].nots leads to nothing in the example: $.jobs[*] has id, note"),
    Broken(
      #"{"response": {"optional": {"body": ["$.jobs[0]"]}}}"#,
      "2:64: $.jobs[0] is an element of an array; only members can be optional"),
    Broken(
      #"{"response": {"optional": {"body": ["$["]}}}"#, #"2:64: "$[" is no path: expected ']'"#),
    Broken(
      #"{"response": {"optional": {"body": "$.next"}}}"#,
      #"2:63: "body" must be an array, found a string"#),
  ])
  func `is named strictly`(broken: Broken) throws {
    let error = #expect(throws: ContractError.self) { try Self.contract(broken.comments) }
    #expect(error?.description == "contract.json:" + broken.error)
  }

  @Test func `is logged in the forms that were seen`() throws {
    let contract = try Self.contract(
      #"""
      {"request": {"optional": {"query": ["limit"]}}, "response": {
        "optional": {"body": ["$.jobs[*].note"], "header": ["X-C"]},
        "nullable": {"body": ["$.jobs[*].note", "$.next"]}}}
      """#)
    let interaction = contract.interactions[0]
    var log = VariantLog()
    #expect(log.unexercised(in: contract).isEmpty)
    let request = HTTPRequest(method: .post, target: "/?limit=1", fields: [:], body: [])
    log.take(
      interaction.variants(
        in: request, Written.json(#"{"jobs": [{"note": 1}, {}], "next": null}"#)), of: 0)
    #expect(
      log.unexercised(in: contract).first?.variants.map(\.description) == [
        "request query limit absent", "response body $.jobs[*].note null",
        "response body $.next present", "response header X-C present",
      ])
    var second = Written.json(#"{"jobs": [{"note": null}], "next": "x"}"#)
    second.fields.append("x-c", "1")
    let shorter = HTTPRequest(method: .post, target: "/", fields: [:], body: [])
    log.take(interaction.variants(in: shorter, second), of: 0)
    #expect(log.unexercised(in: contract).isEmpty)
  }
}
