import ContractRunner
import Contracts
import HTTPClient
import HTTPMessage
import JSON
import Testing

@Suite struct `A verifier of messages` {
  private static let told = #"""
    {"type": "Asynchronous/Messages", "description": "tells of a job",
    "providerStates": [{"name": "a job waits", "params": {"id": 7}}, {"name": "idle"}],
    "contents": {"content": {"id": 7}, "contentType": "application/json"},
    "metadata": {"contentType": "application/json", "topic": "jobs"},
    "matchingRules": {"body": {"$.id": {"matchers": [{"match": "integer"}]}}}}
    """#

  private static let asked = #"""
    {"type": "Synchronous/Messages", "description": "asks for a job",
    "request": {"contents": {"content": "next", "contentType": "text/plain"}},
    "response": [{"contents": {"content": "job 7", "contentType": "text/plain"}}]}
    """#

  private static func results(
    _ interaction: String, answer: HTTPResponse
  ) throws -> (results: [InteractionResult], provider: Provider) {
    let provider = try Provider(["POST /messages": answer])
    let messages = HTTPURL(host: provider.url.host, port: provider.url.port, path: "/messages")
    let verifier = Verifier(
      provider: provider.url, states: provider.states, fields: [:], timeout: 10_000,
      messages: messages)
    return (verifier.verify(try Written.contract([interaction])), provider)
  }

  private static func answer(
    _ body: String, type: String = "application/json", metadata: String? = #"{"topic": "jobs"}"#,
    status: HTTPStatus = .ok
  ) -> HTTPResponse {
    var fields: HTTPFields = [.contentType: type]
    if let metadata { fields.append("Pact-Message-Metadata", Base64.encode(metadata.utf8)) }
    return HTTPResponse(status: status, fields: fields, body: Array(body.utf8))
  }

  @Test func `asks for a message by description and states, and passes one that fits`() throws {
    let (results, provider) = try Self.results(Self.told, answer: Self.answer(#"{"id": 8}"#))
    #expect(results.map(\.word) == ["passed"])
    #expect(
      provider.calls == [
        #"setup a job waits {"id":7}"#, "setup idle {}", "POST /messages",
        #"teardown a job waits {"id":7}"#, "teardown idle {}",
      ])
    let asked = try JSONReader.value(of: Array(try #require(provider.requests.first).body))
    #expect(
      asked == [
        "description": "tells of a job",
        "providerStates": [
          ["name": "a job waits", "params": ["id": 7]], ["name": "idle", "params": [:]],
        ],
      ])
    #expect(provider.requests.first?.fields[.contentType] == "application/json")
  }

  @Test func `sends the request of an exchange along`() throws {
    let (results, provider) = try Self.results(
      Self.asked, answer: Self.answer("job 7", type: "text/plain"))
    #expect(results.map(\.word) == ["passed"])
    let asked = try JSONReader.value(of: Array(try #require(provider.requests.first).body))
    #expect(
      asked == [
        "description": "asks for a job",
        "request": ["contents": ["content": "next", "contentType": "text/plain"]],
      ])
  }

  struct Differing: Sendable, CustomTestStringConvertible {
    let answer: HTTPResponse
    let words: [String]
    var testDescription: String { words.joined(separator: "; ") }
  }

  @Test(arguments: [
    Differing(
      answer: answer(#"{"id": "8"}"#), words: [#"$.id: expected an integer, got "8" (string)"#]),
    Differing(
      answer: answer(#"{"id": 8}"#, metadata: nil),
      words: [#"metadata topic: expected "jobs", got nothing"#]),
    Differing(
      answer: answer(#"{"id": 8}"#, metadata: #"{"topic": "jobs", "contentType": "text/plain"}"#),
      words: [#"metadata contentType: expected "application/json", got "text/plain""#]),
    Differing(
      answer: answer(#"{"id": 8}"#, metadata: "[]"),
      words: [#"header Pact-Message-Metadata: expected a JSON object in base 64, got "W10=""#]),
    Differing(
      answer: answer("no such message", type: "text/plain", status: .notFound),
      words: [
        #"status: expected a success (200-299) with a message, got 404: "no such message""#
      ]),
  ])
  func `fails a message that differs`(differing: Differing) throws {
    let (results, _) = try Self.results(Self.told, answer: differing.answer)
    guard case .failed(let mismatches) = results.first?.outcome else {
      Issue.record("\(results)")
      return
    }
    #expect(mismatches.map(\.words) == differing.words)
  }

  @Test func `takes parameters of the content type for what they are`() throws {
    let (results, _) = try Self.results(
      Self.told, answer: Self.answer(#"{"id": 8}"#, type: "application/json; charset=utf-8"))
    #expect(results.map(\.word) == ["passed"])
  }

  // MARK: Generators

  private static let generated = Written.interaction(
    "reads a job",
    #""providerStates": [{"name": "a job waits", "params": {"id": 7, "old": 1}}],"#,
    request: #"""
      {"method": "GET", "path": "/jobs/1", "headers": {"X-Token": "t"},
      "generators": {"path": {"type": "ProviderState", "expression": "/jobs/${id}"},
        "header": {"X-Token": {"type": "ProviderState", "expression": "token"}}}}
      """#)

  @Test func `sends what the state change answered, else the state's parameters`() throws {
    let provider = try Provider(
      ["GET /jobs/7": HTTPResponse(status: .ok)],
      stateAnswer: Written.json(#"{"token": "abc", "old": 2}"#))
    let verifier = Verifier(
      provider: provider.url, states: provider.states, fields: [:], timeout: 10_000)
    let results = verifier.verify(try Written.contract([Self.generated]))
    #expect(results.map(\.word) == ["passed"])
    #expect(results.first?.shortfalls == [])
    #expect(provider.requests.first?.fields["X-Token"] == "abc")
  }

  @Test func `sends the example and says so where the state lacks a value`() throws {
    let provider = try Provider(["GET /jobs/7": HTTPResponse(status: .notFound)])
    let verifier = Verifier(
      provider: provider.url, states: provider.states, fields: [:], timeout: 10_000)
    let results = verifier.verify(try Written.contract([Self.generated]))
    #expect(provider.requests.first?.fields["X-Token"] == "t")
    let note = #"the provider state gives no "token"; it gives id, old"#
    #expect(results.first?.shortfalls == [note])
    #expect(results.first.map(TextReport.failure)?.contains("    note      \(note)\n") == true)
  }
}
