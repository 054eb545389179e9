import HTTPMessage
import JSON
import Testing

@testable import Contracts

@Suite("Reading a contract")
struct ContractReadingTests {
  @Test("keeps what identifies and prepares an interaction")
  func interaction() throws {
    let contract = try Written.contract(
      """
      {"consumer": {"name": "worker"}, "provider": {"name": "workqueue"}, "interactions": [
        {"type": "Synchronous/HTTP", "description": "take a job", "key": "abc", "pending": true,
         "providerStates": [{"name": "a job waits", "params": {"id": 7}}, {"name": "it is Monday"}],
         "comments": {"text": ["see the handbook"]}, "unknown": 1,
         "request": {"method": "GET", "path": "/"}, "response": {"status": 200}},
        {"type": "Synchronous/Messages", "description": "ask and answer",
         "request": {"contents": {"content": "ask"}},
         "response": [{"contents": {"content": "yes"}}, {"contents": {"content": "no"}}]}],
       "metadata": {"pactSpecification": {"version": "4.0"}}}
      """)
    #expect(contract.consumer == "worker")
    #expect(contract.provider == "workqueue")
    #expect(contract.version == .v4)
    let taking = contract.interactions[0]
    #expect(taking.description == "take a job")
    #expect(taking.key == "abc")
    #expect(taking.pending)
    #expect(
      taking.providerStates == [
        ProviderStateCall(
          name: "a job waits", params: JSONObject([.init(key: "id", value: 7)])),
        ProviderStateCall(name: "it is Monday"),
      ])
    #expect(taking.comments["text"] == ["see the handbook"])
    #expect(taking.location.description == "2:3")
    guard case .messageExchange(let request, let responses) = contract.interactions[1].exchange
    else {
      Issue.record("not an exchange of messages")
      return
    }
    #expect(
      ([request] + responses).map { String(decoding: $0.example, as: UTF8.self) }
        == ["ask", "yes", "no"])
  }

  @Test("understands the older versions")
  func older() throws {
    let contract = try Written.contract(
      """
      {"interactions": [{"description": "search", "providerState": "jobs exist",
        "request": {"method": "get", "path": "/jobs", "query": "q=a%20b&q=c",
          "matchingRules": {"$.query.q": {"match": "regex", "regex": ".+"},
            "$.headers.X-A": {"match": "type"}, "$['body']['v']": {"min": 1}}},
        "response": {"body": "plain", "headers": {"Content-Type": "text/plain"}}}]}
      """)
    #expect(contract.version == .v2)
    #expect(contract.interactions[0].providerStates == [ProviderStateCall(name: "jobs exist")])
    guard case .http(let request, let response) = contract.interactions[0].exchange else {
      Issue.record("not HTTP")
      return
    }
    #expect(request.query.entries == [.init(name: "q", values: ["a b", "c"])])
    #expect(
      request.rules == [
        RuleUse(category: "query", path: "q", rules: ["regex"]),
        RuleUse(category: "header", path: "X-A", rules: ["type"]),
        RuleUse(category: "body", path: "$.v", rules: ["type"]),
      ])
    #expect(String(decoding: response.example.body, as: UTF8.self) == "plain")
  }

  @Test("lists the rules of a message")
  func rules() throws {
    let response = try Written.interaction(
      response: """
        {"matchingRules": {
          "status": {"matchers": [{"match": "statusCode", "status": "success"}]},
          "header": {"X-A": {"matchers": [{"match": "type"}]}},
          "body": {"$.a[*]": {"combine": "OR",
            "matchers": [{"match": "null"}, {"match": "integer"}]}}}}
        """
    ).response
    #expect(
      response.rules == [
        RuleUse(category: "status", path: "", rules: ["statusCode"]),
        RuleUse(category: "header", path: "X-A", rules: ["type"]),
        RuleUse(
          category: "body", path: "$.a[*]", rules: ["null", "integer"], isChoice: true),
      ])
  }
}
