import Contracts
import HTTPMessage
import JSON
import Testing

@testable import ContractRunner

@Suite struct `The contract that a client really used` {
  private static func written(
    _ contract: Contract, _ exchanges: [(HTTPRequest, HTTPResponse)], consumer: String? = nil
  ) throws -> [UInt8] {
    let trial = Trial(contract)
    let used = UsedContract(rules: try RecordedExchange.rules())
    for (request, response) in exchanges {
      if case .covered = trial.take(request, response) { continue }
      used.take(request, response)
    }
    return ContractWriter.text(try used.contract(of: trial, consumer: consumer))
  }

  private static func descriptions(_ text: [UInt8]) throws -> [String] {
    try Contract.read(text, name: "used.json").interactions.map(\.description)
  }

  private static func shop() throws -> Contract {
    try Written.contract([
      Written.interaction("reads a"), Written.interaction("never", request: Written.get("/never")),
      Written.interaction(
        "reads b", #""providerStates": [{"name": "s"}], "key": "k","#, request: Written.get("/b")),
    ])
  }

  private static let exchanges: [(HTTPRequest, HTTPResponse)] = [
    (Written.request(.get, "/z"), Written.json("[1]")),
    (Written.request(.get, "/b"), HTTPResponse(status: .ok)),
    (Written.request(.get, "/c"), Written.json(#"{"password": "pw-1"}"#)),
    (Written.request(.get, "/a"), HTTPResponse(status: .ok)),
    (Written.request(.get, "/z"), Written.json("[2, 3]")),
  ]

  @Test func `holds what was exercised, in the contract's order, and behind it the rest`() throws {
    let text = try Self.written(try Self.shop(), Self.exchanges)
    #expect(
      try Self.descriptions(text) == [
        "reads a", "reads b", "GET /c answers 200", "GET /z answers 200",
      ])
    let contract = try Contract.read(text, name: "used.json")
    #expect(contract.isCanonical)
    #expect(contract.version == .v4)
    #expect(contract.interactions[1].key == "k")
    #expect(contract.interactions[1].providerStates.map(\.name) == ["s"])
    #expect(contract.interactions[3].comments["text"]?[0]?.string?.hasPrefix("recorded:") == true)
    #expect(!String(decoding: text, as: UTF8.self).contains("pw-1"))
  }

  @Test func `is the same whoever was first`() throws {
    let contract = try Self.shop()
    let text = try Self.written(contract, Self.exchanges)
    for _ in 0..<5 {
      #expect(try Self.written(contract, Self.exchanges.shuffled()) == text)
    }
  }

  @Test func `is named after who used it`() throws {
    let text = try Self.written(try Self.shop(), Self.exchanges, consumer: "my-client")
    #expect(try Contract.read(text, name: "used.json").consumer == "my-client")
  }

  struct Old: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
  }

  @Test(arguments: [
    Old(
      testDescription: "V2",
      text: #"""
        {"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [{
          "description": "old", "providerState": "s",
          "request": {"method": "GET", "path": "/a", "query": "x=1&x=2&y=%20"},
          "response": {"status": 200, "headers": {"Content-Type": "application/json"},
            "body": {"n": 1, "t": "x"},
            "matchingRules": {"$.body.n": {"match": "type"}, "$.headers['X-A']": {"match": "type"}}}}],
         "metadata": {"pactSpecification": {"version": "2.0.0"}}}
        """#),
    Old(
      testDescription: "V3",
      text: #"""
        {"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [{
          "description": "old", "providerStates": [{"name": "s"}],
          "request": {"method": "GET", "path": "/a", "query": {"x": ["1", "2"], "y": [" "]}},
          "response": {"status": 200, "headers": {"Content-Type": "application/json"},
            "body": {"n": 1, "t": "x"},
            "matchingRules": {"body": {"$.n": {"matchers": [{"match": "type"}]}}}}}],
         "metadata": {"pactSpecification": {"version": "3.0.0"}}}
        """#),
  ])
  func `is V4 where the contract is older`(old: Old) throws {
    let contract = try Contract.read(Array(old.text.utf8), name: "old.json")
    let text = try Self.written(
      contract, [(Written.request(.get, "/a?x=1&x=2&y=%20"), Written.json(#"{"n": 2, "t": "x"}"#))])
    let read = try Contract.read(text, name: "used.json")
    #expect(read.version == .v4)
    #expect(read.interactions.map(\.description) == ["old"])
    #expect(read.interactions[0].providerStates.map(\.name) == ["s"])
    for (body, isCovered) in [(#"{"n": 3, "t": "x"}"#, true), (#"{"n": 3, "t": "y"}"#, false)] {
      let verdict = Judge(read).judge(
        Written.request(.get, "/a?x=1&x=2&y=%20"), Written.json(body))
      if case .covered = verdict { #expect(isCovered) } else { #expect(!isCovered) }
    }
  }
}
