import ContractRunner
import Contracts
import HTTPMessage
import JSON
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
      trial.findings.map { "\($0.title) \($0.count)" } == [
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

@Suite struct `A trial as a report` {
  private static func section(isStrict: Bool) throws -> RunReport.Section {
    let trial = try shopTrial()
    trial.fit()
    trial.stray()
    trial.stray()
    trial.breakContract()
    trial.differ()
    return RunReport.Section(trial, isStrict: isStrict)
  }

  private static func words(_ section: RunReport.Section) -> [String] {
    section.entries.map { entry in
      "\(entry.subject) \(entry.title): \(entry.outcome.rawValue)\(entry.fails ? ", fails" : "")"
    }
  }

  @Test func `has the calls that are worth telling, then every interaction`() throws {
    let section = try Self.section(isStrict: false)
    #expect(
      Self.words(section) == [
        "exchange GET /c?d=1: not-covered", "exchange POST /items: failed, fails",
        "exchange GET /a: not-covered", "interaction reads a: passed",
        "interaction adds an item: not-exercised",
      ])
    #expect(section.entries.map(\.count) == [2, 1, 1, 1, 1])
    #expect(section.totals.failed == 1)
  }

  @Test func `fails for what is not covered when strict`() throws {
    #expect(try Self.section(isStrict: true).totals.failed == 3)
  }

  @Test func `holds a breach against the request, a differing answer against the answer`() throws {
    let near = try Self.section(isStrict: false).entries.map(\.nearMisses.first)
    #expect(
      near.map { $0?.expected?.start } == [nil, "POST /items", "200 OK", nil, nil])
    #expect(near.map { $0?.actual?.start } == [nil, "POST /items", "200 OK", nil, nil])
  }

  @Test func `is in every format`() throws {
    let report = RunReport("understudy check", sections: [try Self.section(isStrict: false)])
    let json = FileReports.json(report)
    #expect(json["summary"]?["failed"] == 1)
    #expect(json["interactions"]?.array?.count == 2)
    #expect(
      json["exchanges"]?[1] == [
        "contract": "shop.json", "request": "POST /items", "result": "failed",
        "near": [
          [
            "description": "adds an item", "contract": "shop.json", "line": 3,
            "mismatches": [
              [
                "kind": "body", "path": "$.name", "rule": "equality", "expected": "\"x\" (string)",
                "actual": "\"y\"", "words": #"$.name: expected "x" (string), got "y""#,
              ]
            ],
          ]
        ],
      ])
    let junit = FileReports.junit(report)
    #expect(junit.contains(#"tests="5" failures="1" errors="0""#))
    #expect(junit.contains(#"<skipped message="not covered: no interaction covers it"/>"#))
    #expect(junit.contains(#"<skipped message="never exercised"/>"#))
    #expect(FileReports.markdown(report).contains("| failed | POST /items |"))
    let page = String(decoding: FileReports.html(report), as: UTF8.self)
    #expect(page.contains("<h4>Near: adds an item <span class=\"place\">shop.json:3</span></h4>"))
  }
}
