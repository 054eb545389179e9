import ContractRunner
import Contracts
import HTTPMessage
import JSON
import Testing

@Suite struct `Variants that a run never exercised` {
  private static func contract() throws -> Contract {
    try Written.contract([
      Written.interaction(
        "reads a",
        #""comments": {"understudy": {"request": {"optional": {"query": ["q"]}}, "#
          + #""response": {"optional": {"body": ["$.n"]}, "nullable": {"body": ["$.n"]}}}},"#,
        request: #"{"method": "GET", "path": "/a", "query": {"q": ["1"]}}"#,
        response: Written.answer(200, #"{"n": 1}"#)),
      Written.interaction("reads b", request: Written.get("/b")),
    ])
  }

  @Test func `of the answer are warned of by the verifier`() throws {
    let provider = try Provider([
      "GET /a?q=1": Written.json("{}"), "GET /b": HTTPResponse(status: .ok),
    ])
    let verifier = Verifier(
      provider: provider.url, states: nil, fields: [:], timeout: 10_000)
    let results = verifier.verify(try Self.contract())
    #expect(results.map(\.word) == ["passed", "passed"])
    #expect(
      VariantWarnings.text(results) == """
        warning: shop.json:2 reads a: response body $.n was never present
        warning: shop.json:2 reads a: response body $.n was never null

        """)
    let entry = FileReports.json(results)["interactions"]?[0]
    #expect(
      entry?["unexercised"]?[0] == [
        "part": "response", "category": "body", "member": "$.n", "variant": "present",
      ])
    #expect(FileReports.json(results)["interactions"]?[1]?["unexercised"] == nil)
  }

  @Test func `of a failed answer are not warned of`() throws {
    let provider = try Provider(["GET /a?q=1": Written.json(#"{"n": 2}"#)])
    let verifier = Verifier(
      provider: provider.url, states: nil, fields: [:], timeout: 10_000)
    #expect(VariantWarnings.text(verifier.verify(try Self.contract())) == "")
  }

  @Test func `are warned of by a check, over all exchanges`() throws {
    let trial = Trial(try Self.contract())
    trial.take(Written.request(.get, "/a?q=1"), Written.json(#"{"n": 1}"#))
    trial.take(Written.request(.get, "/a?q=1"), Written.json("{}"))
    #expect(
      CheckReport.text(trial, isStrict: false).hasPrefix(
        """
        warning: shop.json:2 reads a: request query q was never absent
        warning: shop.json:2 reads a: response body $.n was never null
        never exercised (1 of 2):
        """))
    trial.take(Written.request(.get, "/a"), Written.json(#"{"n": null}"#))
    #expect(trial.unexercised.isEmpty)
  }
}
