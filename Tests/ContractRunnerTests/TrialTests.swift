import ContractRunner
import Contracts
import HTTPMessage
import Testing

/// A trial by a small contract.
private func shopTrial() throws -> Trial {
  Trial(
    try Written.contract([
      Written.interaction("reads a", response: Written.answer(200, #"{"n": 1}"#)),
      Written.interaction(
        "adds an item", request: Written.post("/items", #"{"name": "x"}"#),
        response: #"{"status": 201}"#),
    ]))
}

extension Trial {
  fileprivate func fit() { take(Written.request(.get, "/a"), Written.json(#"{"n": 1}"#)) }
  fileprivate func differ() { take(Written.request(.get, "/a"), Written.json(#"{"n": 2}"#)) }
  fileprivate func stray() {
    take(Written.request(.get, "/c?d=1"), HTTPResponse(status: .notFound))
  }
  fileprivate func breakContract(name: String = "y") {
    take(
      Written.request(.post, "/items", json: #"{"name": "\#(name)"}"#),
      HTTPResponse(status: .created))
  }
}

@Suite struct `A trial` {
  @Test func `finds nothing in exchanges that the contract covers`() throws {
    let trial = try shopTrial()
    trial.fit()
    trial.fit()
    #expect(trial.exchanges == 2)
    #expect(trial.findings.isEmpty)
    #expect(!trial.isBroken(isStrict: true))
  }

  @Test func `tells a repeated finding once, with its count`() throws {
    let trial = try shopTrial()
    trial.stray()
    trial.breakContract()
    trial.stray()
    trial.stray()
    #expect(trial.exchanges == 4)
    #expect(
      trial.findings.map { "\($0.method) \($0.target) \($0.count)" } == [
        "GET /c?d=1 3", "POST /items 1",
      ])
  }

  @Test func `keeps findings apart that say something else of the same call`() throws {
    let trial = try shopTrial()
    trial.breakContract(name: "y")
    trial.breakContract(name: "z")
    #expect(trial.findings.map(\.count) == [1, 1])
  }

  @Test func `knows the interactions that were never exercised`() throws {
    let trial = try shopTrial()
    #expect(trial.neverExercised.map(\.description) == ["reads a", "adds an item"])
    trial.fit()
    trial.breakContract()
    #expect(trial.neverExercised.map(\.description) == ["adds an item"])
  }

  @Test func `is broken by a breach`() throws {
    let trial = try shopTrial()
    trial.breakContract()
    #expect(trial.isBroken(isStrict: false) && trial.isBroken(isStrict: true))
  }

  @Test func `is broken by an uncovered call only when strict`() throws {
    let trial = try shopTrial()
    trial.stray()
    #expect(!trial.isBroken(isStrict: false) && trial.isBroken(isStrict: true))
  }

  @Test func `is broken by a differing answer only when strict`() throws {
    let trial = try shopTrial()
    trial.differ()
    #expect(!trial.isBroken(isStrict: false) && trial.isBroken(isStrict: true))
  }
}

@Suite struct `A check's report` {
  @Test func `tells each finding, what was never exercised, and the sum`() throws {
    let trial = try shopTrial()
    trial.stray()
    trial.stray()
    trial.breakContract()
    trial.differ()
    #expect(
      CheckReport.text(trial, isStrict: false) == """
        ! GET /c?d=1  (2 times)
            no interaction covers it
        ✗ POST /items
            near: adds an item  (shop.json:3)
                $.name: expected "x" (string), got "y"
        ! GET /a
            asked as in an interaction, but answered otherwise
            near: reads a  (shop.json:2)
                $.n: expected 1 (integer), got 2
        never exercised (2 of 2):
            reads a
            adds an item
        shop.json: 4 requests, 0 interactions exercised, 1 broken, 2 not covered

        """)
  }

  @Test func `marks all findings as failures when strict`() throws {
    let trial = try shopTrial()
    trial.fit()
    trial.stray()
    trial.differ()
    #expect(
      CheckReport.text(trial, isStrict: true) == """
        ✗ GET /c?d=1
            no interaction covers it
        ✗ GET /a
            asked as in an interaction, but answered otherwise
            near: reads a  (shop.json:2)
                $.n: expected 1 (integer), got 2
        never exercised (1 of 2):
            adds an item
        shop.json: 3 requests, 1 interactions exercised, 0 broken, 2 not covered (strict)

        """)
  }

  @Test func `names ten interactions that were never exercised`() throws {
    let trial = Trial(
      try Written.contract(
        (1...12).map { Written.interaction("case \($0)", request: Written.get("/\($0)")) }))
    #expect(
      CheckReport.text(trial, isStrict: true)
        == "never exercised (12 of 12):\n"
        + (1...10).map { "    case \($0)\n" }.joined() + "    … and 2 more\n"
        + "shop.json: 0 requests, 0 interactions exercised, 0 broken, 0 not covered\n")
  }
}
