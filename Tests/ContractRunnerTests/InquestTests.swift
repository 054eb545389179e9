import ContractRunner
import Contracts
import JSON
import Testing

@Suite struct `An inquest` {
  private static func exchange(
    _ method: String, _ target: String, _ status: Int, _ body: String = "null"
  ) -> String {
    #"{"request": {"method": "\#(method)", "path": "\#(target)"}, "response": {"status": \#(status), "#
      + #""headers": {"Content-Type": "application/json"}, "body": \#(body)}}"#
  }

  private static func rule(_ method: String, _ path: String, _ regex: String) -> String {
    #"{"method": "\#(method)", "path": "\#(path)", "matchingRules": {"path": {"matchers": "#
      + #"[{"match": "regex", "regex": "\#(regex)"}]}}}"#
  }

  private static func inquest(_ exchanges: [String]) throws -> Inquest {
    let shop = try Written.contract([
      Written.interaction(
        "reads an item", request: rule("GET", "/items/1", #"/items/\\d+"#),
        response: Written.answer(200, #"{"n": 1}"#)),
      Written.interaction(
        "finds no item", request: rule("GET", "/items/99", #"/items/\\d+"#),
        response: #"{"status": 404}"#),
      Written.interaction("reads the first", request: Written.get("/items/1")),
      Written.interaction(
        "adds an item", request: Written.post("/items", #"{"name": "x"}"#),
        response: #"{"status": 201}"#),
      Written.interaction(
        "takes any success", request: Written.get("/any"),
        response:
          #"{"status": 200, "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "success"}]}}}"#
      ),
    ])
    let other = try Written.contract(
      named: "other.json", [Written.interaction("reads b", request: Written.get("/b"))])
    return Inquest(
      [shop, other],
      [try Recording(Array(exchanges.joined(separator: "\n").utf8), name: "r.jsonl")])
  }

  @Test func `accepts what any interaction of any contract accepts`() throws {
    let inquest = try Self.inquest([
      Self.exchange("GET", "/items/7", 200, #"{"n": 1, "m": 2}"#),
      Self.exchange("GET", "/items/8", 404), Self.exchange("GET", "/b", 200),
    ])
    #expect(inquest.accepted == 3 && inquest.findings.isEmpty)
    #expect(!inquest.isBroken(isStrict: true))
  }

  @Test func `is broken by an answer that no interaction with the request has`() throws {
    let inquest = try Self.inquest([Self.exchange("GET", "/items/7", 500)])
    #expect(inquest.broken == 1 && inquest.isBroken(isStrict: false))
  }

  @Test func `is broken by a request without interaction only when strict`() throws {
    let inquest = try Self.inquest([Self.exchange("DELETE", "/items/7", 204)])
    #expect(inquest.uncovered == 1)
    #expect(!inquest.isBroken(isStrict: false) && inquest.isBroken(isStrict: true))
  }

  private static let told = [
    exchange("GET", "/items/7", 200, #"{"n": 2}"#), exchange("GET", "/items/7", 403),
    exchange("POST", "/items", 201), exchange("GET", "/any", 204),
    exchange("GET", "/things/5f0c3c1e-0f3b-4a55-8a5a-0c5d1f1a0001/parts", 200),
    exchange("GET", "/things/12/parts", 200),
  ]

  @Test func `tells findings with near misses, and the coverage by operation`() throws {
    #expect(
      InquestReport.text(try Self.inquest(Self.told), isStrict: false) == """
        ✗ GET /items/7 → 200 OK
            at    r.jsonl:1:1
            asked as in an interaction, but answered otherwise
            near  reads an item  (shop.json:2)
                  $.n: expected 1 (integer), got 2
        ✗ GET /items/7 → 403 Forbidden
            at    r.jsonl:2:1
            asked as in an interaction, but answered otherwise
            near  finds no item  (shop.json:3)
                  status: expected 404, got 403
        ! POST /items → 201 Created
            at    r.jsonl:3:1
            no interaction covers it
            near  adds an item  (shop.json:5)
                  $: expected a body like "{\\"name\\":\\"x\\"}", got nothing
        ! GET /things/5f0c3c1e-0f3b-4a55-8a5a-0c5d1f1a0001/parts → 200 OK
            at    r.jsonl:5:1
            no interaction covers it
        ! GET /things/12/parts → 200 OK
            at    r.jsonl:6:1
            no interaction covers it
        operation               recorded and in the contract  recorded only  contract only
        GET /any                204×1                         -              200
        GET /b                  -                             -              200
        POST /items             201×1                         -              -
        GET /items/{id}         200×1                         403×1          404
        GET /things/{id}/parts  -                             200×2          -
        operations: 4 in the contract, 4 recorded, 3 in both
        answers by status: 6 in the contract, 5 recorded, 3 in both
        6 exchanges judged: 1 accepted, 2 broken, 3 not covered

        """)
  }

  @Test func `tells the same to programs`() throws {
    let json = InquestReport.json(try Self.inquest(Self.told))
    #expect(
      json["summary"] == [
        "exchanges": 6, "messages": 0, "accepted": 1, "broken": 2, "uncovered": 3,
      ])
    #expect(json["contracts"] == ["shop.json", "other.json"])
    #expect(
      json["findings"]?.array?.compactMap { $0["result"]?.string } == [
        "broken", "broken", "uncovered", "uncovered", "uncovered",
      ])
    #expect(json["findings"]?[0]?["nearMisses"]?[0]?["mismatches"]?[0]?["path"] == "$.n")
    #expect(json["coverage"]?["operations"] == ["inContract": 4, "recorded": 4, "inBoth": 3])
    #expect(
      json["coverage"]?["rows"]?[3] == [
        "method": "GET", "path": "/items/{id}", "inContract": [200, 404],
        "recorded": ["200": 1, "403": 1],
      ])
  }
}
