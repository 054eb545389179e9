import Contracts
import HTTPClient
import HTTPMessage
import JSON
import Testing

@testable import ContractRunner

@Suite struct `A survey for drift` {
  private static func survey(
    _ contract: Contract, at provider: HTTPURL, states: HTTPURL? = nil, asksAll: Bool = false,
    fields: HTTPFields = [:]
  ) throws -> [DriftSurvey.Finding] {
    DriftSurvey(
      Verifier(provider: provider, states: states, fields: fields, timeout: 10_000),
      rules: try RecordedExchange.rules(), asksAll: asksAll
    ).survey(contract)
  }

  @Test func `finds nothing in a service that answers as it did, whatever the values`() throws {
    let contract = try Written.contract([
      Written.interaction(
        "a",
        response: #"""
          {"status": 200, "body": {"contentType": "application/json", "content": {"n": 1}},
           "matchingRules": {"body": {"$": {"matchers": [{"match": "type"}]}}}}
          """#)
    ])
    let provider = try Provider(["GET /a": Written.json(#"{"n": 2}"#)])
    let findings = try Self.survey(contract, at: provider.url)
    #expect(DriftReport.text(findings) == "1 as before, 0 changed\n")
    #expect(!DriftReport.isDrift(findings))
  }

  @Test func `tells each change of an operation once, with where it stands`() throws {
    let item = #"{"status": 200, "body": {"contentType": "application/json", "content": {"n": 1}}}"#
    let contract = try Written.contract([
      Written.interaction("one", request: Written.get("/items/1"), response: item),
      Written.interaction("two", request: Written.get("/items/2"), response: item),
    ])
    let answer = Written.json(#"{"n": "1", "new": true}"#)
    let provider = try Provider(["GET /items/1": answer, "GET /items/2": answer])
    let findings = try Self.survey(contract, at: provider.url)
    #expect(
      DriftReport.text(findings) == """
        GET /items/{id}
          new           $.new: true
              one  (shop.json:2) and 1 more
          type          $.n: 1 (integer) → "1" (string)
              one  (shop.json:2) and 1 more
        0 as before, 2 changed

        """)
    #expect(DriftReport.isDrift(findings))
  }

  @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"])
  func `does not ask what may change the service`(method: String) throws {
    let contract = try Written.contract([
      Written.interaction("a", request: #"{"method": "\#(method)", "path": "/a"}"#),
      Written.interaction("b", request: Written.get("/b")),
    ])
    let provider = try Provider(["GET /b": HTTPResponse(status: .ok)])
    let findings = try Self.survey(contract, at: provider.url)
    #expect(provider.calls == ["GET /b"])
    #expect(
      DriftReport.text(findings) == """
        not compared, may change the service (--all):
            \(method) /a
        1 as before, 0 changed, 1 not asked or not comparable

        """)
  }

  @Test func `asks everything when it is told to, or can set states`() throws {
    let contract = try Written.contract([
      Written.interaction("a", request: #"{"method": "DELETE", "path": "/a"}"#)
    ])
    let provider = try Provider(["DELETE /a": HTTPResponse(status: .ok)])
    _ = try Self.survey(contract, at: provider.url, asksAll: true)
    _ = try Self.survey(contract, at: provider.url, states: provider.states)
    #expect(provider.requests.count == 2)
  }

  @Test func `takes another status for drift only where it is none of state or caller`() throws {
    let contract = try Written.contract([
      Written.interaction("plain"),
      Written.interaction(
        "stateful", #""providerStates": [{"name": "full"}],"#, request: Written.get("/b")),
      Written.interaction(
        "signed in",
        request: #"{"method": "GET", "path": "/c", "headers": {"X-Auth-Token": "REDACTED"}}"#),
    ])
    let refusal = HTTPResponse(status: .unauthorized)
    let provider = try Provider(["GET /c": refusal])
    let findings = try Self.survey(contract, at: provider.url)
    #expect(
      DriftReport.text(findings) == """
        GET /a
          status        200 → 404
              plain  (shop.json:2)
        not compared, answered 404: it needs the provider state "full" (--states):
            GET /b
        not compared, refused with 401: the contract's credentials are not valid there (--header):
            GET /c
        0 as before, 1 changed, 2 not asked or not comparable

        """)
    let signedIn = try Self.survey(contract, at: provider.url, fields: ["X-Auth-Token": "real"])
    #expect(signedIn.count { $0.result.isBreach } == 2)
  }

  @Test func `does not count what is pending as drift`() throws {
    let contract = try Written.contract([Written.interaction("a", #""pending": true,"#)])
    let provider = try Provider([:])
    let findings = try Self.survey(contract, at: provider.url)
    #expect(!DriftReport.isDrift(findings))
  }

  @Test func `ends where nothing can be reached`() throws {
    let deaf = DeafPort()
    let contract = try Written.contract([Written.interaction("a"), Written.interaction("b")])
    let findings = try Self.survey(contract, at: deaf.url)
    #expect(findings.count == 1)
    #expect(findings.first?.result.isUnanswered == true)
    #expect(!DriftReport.hasCompared(findings))
  }
}
