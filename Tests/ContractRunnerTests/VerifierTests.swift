import ContractRunner
import Contracts
import HTTPClient
import HTTPMessage
import Testing

@Suite struct `A verifier` {
  private static let two =
    #""providerStates": [{"name": "open", "params": {"n": 1}}, "#
    + #"{"name": "full"}],"#

  private static func verifier(
    _ provider: HTTPURL, states: HTTPURL? = nil, fields: HTTPFields = [:], timeout: Int = 10_000
  ) -> Verifier {
    Verifier(provider: provider, states: states, fields: fields, timeout: timeout)
  }

  private static func contract() throws(ContractError) -> Contract {
    try Written.contract([
      Written.interaction("reads a", response: Written.answer(200, #"{"n": 1}"#))
    ])
  }

  /// The first words of an outcome, for comparing many.
  private static func words(_ results: [InteractionResult]) -> [String] { results.map(\.word) }

  // MARK: Answers

  @Test func `passes an answer that fits`() throws {
    let answer = Written.json(#"{"n": 1, "more": true}"#)
    let provider = try Provider(["GET /a": answer])
    let results = Self.verifier(provider.url).verify(try Self.contract())
    #expect(Self.words(results) == ["passed"])
    #expect(results.first?.response?.body == answer.body)
    #expect(provider.calls == ["GET /a"])
  }

  @Test func `fails an answer that differs, with each mismatch`() throws {
    let provider = try Provider(["GET /a": Written.json(#"{"n": 2}"#, .created)])
    let results = Self.verifier(provider.url).verify(try Self.contract())
    let result = try #require(results.first)
    guard case .failed(let mismatches) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(
      mismatches.map(\.words) == [
        "status: expected 200, got 201", "$.n: expected 1 (integer), got 2",
      ])
    #expect(result.isBreach && !result.isUnanswered)
    #expect(result.place == "shop.json:2")
  }

  @Test func `goes on behind a failure and tells each result as it is there`() throws {
    let provider = try Provider(["GET /b": HTTPResponse(status: .ok)])
    let contract = try Written.contract([
      Written.interaction("a"), Written.interaction("b", request: Written.get("/b")),
    ])
    var told: [String] = []
    let results = Self.verifier(provider.url).verify(
      contract,
      progress: { result in
        told.append("\(result.interaction.description) \(result.word) \(provider.calls.count)")
      })
    #expect(told == ["a failed 1", "b passed 2"])
    #expect(Self.words(results) == ["failed", "passed"])
  }

  @Test func `plays only what the filter lets through`() throws {
    let provider = try Provider(["GET /b": HTTPResponse(status: .ok)])
    let contract = try Written.contract([
      Written.interaction("a"), Written.interaction("b", request: Written.get("/b")),
    ])
    let results = Self.verifier(provider.url).verify(contract) { $0.description == "b" }
    #expect(results.map(\.interaction.description) == ["b"])
    #expect(provider.calls == ["GET /b"])
  }

  @Test func `fails no run for a pending interaction`() throws {
    let provider = try Provider([:])
    let contract = try Written.contract([Written.interaction("a", #""pending": true,"#)])
    let results = Self.verifier(provider.url).verify(contract)
    #expect(Self.words(results) == ["pending"])
    #expect(results.allSatisfy { !$0.isBreach && !$0.isUnanswered })
  }

  @Test(arguments: [
    #"{"type": "Synchronous/Messages", "description": "m", "request": {}, "response": []}"#,
    #"{"type": "Asynchronous/Messages", "description": "m", "contents": {"content": "x"}}"#,
  ])
  func `plays no message without an address to ask for it`(interaction: String) throws {
    let provider = try Provider([:])
    let results = Self.verifier(provider.url, states: provider.states)
      .verify(try Written.contract([interaction]))
    #expect(Self.words(results) == ["not-played"])
    #expect(results.allSatisfy { $0.request == nil && !$0.isBreach && !$0.isUnanswered })
    #expect(provider.calls == [])
  }

  // MARK: Requests

  @Test func `sends the contract's example with the provider's host`() throws {
    let provider = try Provider([:])
    let request = #"""
      {"method": "POST", "path": "/a", "query": {"q": ["x y"]}, "headers": {"Host": "elsewhere"},
      "body": {"contentType": "text/plain", "content": "hello"}}
      """#
    let contract = try Written.contract([Written.interaction("a", request: request)])
    _ = Self.verifier(provider.url).verify(contract)
    let seen = try #require(provider.requests.first)
    #expect(provider.calls == ["POST /a?q=x%20y"])
    #expect(seen.fields[values: .host] == [provider.url.authority])
    #expect(seen.fields[.contentType] == "text/plain")
    #expect(String(decoding: seen.body, as: UTF8.self) == "hello")
  }

  @Test func `replaces the contract's lines by given ones of the same name`() throws {
    let provider = try Provider([:])
    let request =
      #"{"method": "GET", "path": "/a", "headers": {"X-Token": ["1", "2"], "X-Other": "kept"}}"#
    let contract = try Written.contract([Written.interaction("a", request: request)])
    _ = Self.verifier(provider.url, fields: ["x-token": "given", "X-New": "added"])
      .verify(contract)
    let seen = try #require(provider.requests.first)
    #expect(seen.fields[values: "X-Token"] == ["given"])
    #expect(seen.fields[values: "X-Other"] == ["kept"])
    #expect(seen.fields[values: "X-New"] == ["added"])
  }

  @Test func `puts the provider's path in front, for the request only`() throws {
    let provider = try Provider(["GET /base/a": HTTPResponse(status: .ok)])
    let url = HTTPURL(host: provider.url.host, port: provider.url.port, path: "/base")
    let contract = try Written.contract([Written.interaction("a")])
    let results = Self.verifier(url, states: provider.states).verify(contract)
    #expect(Self.words(results) == ["passed"])
    #expect(provider.calls == ["setup  {}", "GET /base/a", "teardown  {}"])
  }

  // MARK: Provider states

  @Test func `sets all states up before the request and tears them down behind it`() throws {
    let provider = try Provider(["GET /a": HTTPResponse(status: .ok)])
    let contract = try Written.contract([Written.interaction("a", Self.two)])
    let results = Self.verifier(provider.url, states: provider.states).verify(contract)
    #expect(Self.words(results) == ["passed"])
    #expect(
      provider.calls == [
        #"setup open {"n":1}"#, "setup full {}", "GET /a", #"teardown open {"n":1}"#,
        "teardown full {}",
      ])
  }

  @Test func `changes the state with the empty name for an interaction without states`() throws {
    let provider = try Provider(["GET /a": HTTPResponse(status: .ok)])
    let contract = try Written.contract([Written.interaction("a")])
    _ = Self.verifier(provider.url, states: provider.states).verify(contract)
    #expect(provider.calls == ["setup  {}", "GET /a", "teardown  {}"])
  }

  @Test func `changes no state without an address for it`() throws {
    let provider = try Provider(["GET /a": HTTPResponse(status: .ok)])
    let contract = try Written.contract([Written.interaction("a", Self.two)])
    #expect(Self.words(Self.verifier(provider.url).verify(contract)) == ["passed"])
    #expect(provider.calls == ["GET /a"])
  }

  @Test func `sends no request when a state can't be set up`() throws {
    let provider = try Provider(
      ["GET /a": HTTPResponse(status: .ok)], refusing: "setup full")
    let contract = try Written.contract([Written.interaction("a", Self.two)])
    let results = Self.verifier(provider.url, states: provider.states).verify(contract)
    let result = try #require(results.first)
    guard case .stateFailed(let reason) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(reason == #"setup of "full" was answered 404 Not Found: never heard of it"#)
    #expect(result.isBreach && result.request == nil)
    #expect(provider.requests.isEmpty)
  }

  @Test func `reports that a state can't be torn down`() throws {
    let provider = try Provider(
      ["GET /a": HTTPResponse(status: .ok)], refusing: "teardown full")
    let contract = try Written.contract([Written.interaction("a", Self.two)])
    let results = Self.verifier(provider.url, states: provider.states).verify(contract)
    #expect(Self.words(results) == ["state-failed"])
    #expect(results.first?.response?.status == .ok)
  }

  @Test func `reports the mismatch rather than a failed teardown`() throws {
    let provider = try Provider([:], refusing: "teardown full")
    let contract = try Written.contract([Written.interaction("a", Self.two)])
    let results = Self.verifier(provider.url, states: provider.states).verify(contract)
    #expect(Self.words(results) == ["failed"])
  }

  @Test func `takes an address for states where nothing listens for a failure of the network`()
    throws
  {
    let provider = try Provider(["GET /a": HTTPResponse(status: .ok)])
    let port = DeafPort()
    let contract = try Written.contract([Written.interaction("a", Self.two)])
    let results = Self.verifier(provider.url, states: port.url).verify(contract)
    #expect(Self.words(results) == ["no-answer"])
    #expect(results.first?.isUnanswered == true)
    #expect(provider.calls == [])
  }

  // MARK: No answer

  @Test func `ends the run where nothing listens`() throws {
    let port = DeafPort()
    let contract = try Written.contract([Written.interaction("a"), Written.interaction("b")])
    let results = Self.verifier(port.url).verify(contract)
    #expect(results.map(\.interaction.description) == ["a"])
    guard case .noAnswer(.cannotConnect(let url, _)) = results.first?.outcome else {
      Issue.record("\(results)")
      return
    }
    #expect(url == port.url)
    #expect(results.allSatisfy { $0.isUnanswered && !$0.isBreach })
  }

  @Test func `gives up on a provider that never answers, one interaction at a time`() throws {
    let server = try SilentServer()
    let contract = try Written.contract([Written.interaction("a"), Written.interaction("b")])
    let results = Self.verifier(server.url, timeout: 50).verify(contract)
    #expect(results.map(\.interaction.description) == ["a", "b"])
    for result in results {
      guard case .noAnswer(.timedOut(server.url, waitingFor: "answer")) = result.outcome else {
        Issue.record("\(result.outcome)")
        continue
      }
      #expect(result.isUnanswered && result.request != nil && result.response == nil)
    }
  }
}
