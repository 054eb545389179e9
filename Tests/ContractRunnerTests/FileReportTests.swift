import Contracts
import HTTPClient
import HTTPMessage
import JSON
import Testing

@testable import ContractRunner

@Suite struct `A JUnit report` {
  @Test func `has a suite for each contract with its tests`() throws {
    let first = try Written.contract([Written.interaction("a"), Written.interaction("b")])
    let second = try Written.contract(named: "other.json", [Written.interaction("c")])
    let results = [first, second].flatMap { contract in
      contract.interactions.map { InteractionResult(contract, $0) }
    }
    #expect(
      FileReports.junit(results) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites>
          <testsuite name="shop.json" tests="2" failures="0" errors="0">
            <testcase classname="shop.json" name="a"/>
            <testcase classname="shop.json" name="b"/>
          </testsuite>
          <testsuite name="other.json" tests="1" failures="0" errors="0">
            <testcase classname="other.json" name="c"/>
          </testsuite>
        </testsuites>

        """)
  }

  /// The report's lines of one interaction, without the detail of a failure.
  private static func lines(
    _ outcome: InteractionResult.Outcome, _ more: String = ""
  ) throws -> [String] {
    let contract = try Written.contract([Written.interaction("a", more)])
    let results = contract.interactions.map {
      InteractionResult(contract, $0, outcome: outcome)
    }
    return FileReports.junit(results).split(separator: "\n").dropFirst(2).dropLast(2).map {
      String($0.replacing(/>✗.*?<\/failure>/, with: ">…</failure>"))
    }
  }

  private static func mismatches() throws -> [Mismatch] {
    let contract = try Written.contract([Written.interaction("a")])
    return contract.interactions.flatMap { interaction -> [Mismatch] in
      guard case .http(_, let response) = interaction.exchange else { return [] }
      return response.mismatches(with: HTTPResponse(status: .created))
    }
  }

  @Test func `calls a mismatch a failure`() throws {
    #expect(
      try Self.lines(.failed(try Self.mismatches())) == [
        #"  <testsuite name="shop.json" tests="1" failures="1" errors="0">"#,
        #"    <testcase classname="shop.json" name="a">"#,
        #"      <failure message="status: expected 200, got 201">…</failure>"#,
        "    </testcase>",
      ])
  }

  @Test func `calls a state that can't be changed a failure`() throws {
    #expect(
      try Self.lines(.stateFailed("full")) == [
        #"  <testsuite name="shop.json" tests="1" failures="1" errors="0">"#,
        #"    <testcase classname="shop.json" name="a">"#,
        #"      <failure type="provider state" message="full">…</failure>"#,
        "    </testcase>",
      ])
  }

  @Test func `calls a missing answer an error`() throws {
    #expect(
      try Self.lines(.noAnswer(.closed(Written.url))) == [
        #"  <testsuite name="shop.json" tests="1" failures="0" errors="1">"#,
        #"    <testcase classname="shop.json" name="a">"#,
        #"      <error message="\#(Written.url) closed the connection without an answer"/>"#,
        "    </testcase>",
      ])
  }

  @Test(arguments: [
    (InteractionResult.Outcome.failed([]), #""pending": true,"#, "pending"),
    (.stateFailed("full"), #""pending": true,"#, "pending: full"),
    (.notPlayed("no"), "", "not played: no"),
  ])
  func `skips what fails no run, and says why`(
    outcome: InteractionResult.Outcome, more: String, message: String
  ) throws {
    #expect(
      try Self.lines(outcome, more) == [
        #"  <testsuite name="shop.json" tests="1" failures="0" errors="0">"#,
        #"    <testcase classname="shop.json" name="a">"#,
        #"      <skipped message="\#(message)"/>"#, "    </testcase>",
      ])
  }

  @Test func `has the text report inside a failure`() throws {
    let contract = try Written.contract([Written.interaction("a")])
    let results = contract.interactions.map {
      Written.result($0, of: contract, HTTPResponse(status: .created))
    }
    #expect(
      FileReports.junit(results).contains(
        "\">✗ a&#10;    at        shop.json:2&#10;    request   GET /a&#10;"
          + "    expected  200 OK&#10;    got       201 Created&#10;"
          + "    ✗ status: expected 200, got 201&#10;"
          + "    repeat    curl -i 'http://shop.example:8080/a'&#10;</failure>"))
  }

  @Test(arguments: [
    (#"<a href=\"x\">&amp;"#, "&lt;a href=&quot;x&quot;&gt;&amp;amp;"),
    (#"two\nlines"#, "two&#10;lines"), (#"a\u0000b\u001Bc\rd"#, "a?b?c?d"),
    (#"a\uFFFEb\uFFFFc"#, "a?b?c"), (#"a\tb"#, "a&#9;b"), ("it's é", "it's é"),
  ])
  func `escapes what XML does not take as it is`(written: String, shown: String) throws {
    let contract = try Written.contract([Written.interaction(written)])
    let results = contract.interactions.map { InteractionResult(contract, $0) }
    #expect(FileReports.junit(results).contains(#"name="\#(shown)"/>"#))
  }
}

@Suite struct `A JSON report` {
  @Test func `tells what is pending from what failed, also where the state failed`() throws {
    let contract = try Written.contract([Written.interaction("a", #""pending": true,"#)])
    let results = contract.interactions.map {
      InteractionResult(contract, $0, outcome: .stateFailed("full"))
    }
    let report = FileReports.json(results)
    #expect(report["summary"]?["failed"] == 0)
    #expect(report["summary"]?["outcomes"] == ["pending": 1])
    #expect(report["interactions"]?[0]?["result"] == "state-failed")
    #expect(report["interactions"]?[0]?["fails"] == false)
  }

  @Test func `has a summary and every interaction`() throws {
    let contract = try Written.contract([
      Written.interaction("a"), Written.interaction("b"), Written.interaction("c"),
      Written.interaction("d"), Written.interaction("e", #""pending": true,"#),
    ])
    let request = Written.request(.get, "/a")
    let outcomes: [InteractionResult.Outcome] = [
      .passed, .stateFailed("full"), .noAnswer(.closed(Written.url)), .notPlayed("no"), .failed([]),
    ]
    let results = zip(contract.interactions, outcomes).map { interaction, outcome in
      InteractionResult(
        contract, interaction, outcome: outcome, request: outcome.isPassed ? request : nil,
        url: Written.url)
    }
    #expect(
      FileReports.json(results) == [
        "command": "understudy verify",
        "summary": [
          "passed": 1, "failed": 2,
          "outcomes": [
            "state-failed": 1, "no-answer": 1, "pending": 1, "not-played": 1, "passed": 1,
          ],
        ],
        "interactions": [
          [
            "contract": "shop.json", "line": 2, "description": "a", "result": "passed",
            "repeat": "curl -i 'http://shop.example:8080/a'",
          ],
          [
            "contract": "shop.json", "line": 3, "description": "b", "result": "state-failed",
            "reason": "full",
          ],
          [
            "contract": "shop.json", "line": 4, "description": "c", "result": "no-answer",
            "reason": "http://shop.example:8080 closed the connection without an answer",
          ],
          [
            "contract": "shop.json", "line": 5, "description": "d", "result": "not-played",
            "reason": "no",
          ],
          [
            "contract": "shop.json", "line": 6, "description": "e", "result": "pending",
            "mismatches": [],
          ],
        ],
        "warnings": [],
      ])
  }

  @Test func `has each mismatch in its form for machines`() throws {
    let contract = try Written.contract([Written.interaction("a")])
    let results = contract.interactions.map {
      Written.result($0, of: contract, HTTPResponse(status: .created))
    }
    #expect(
      FileReports.json(results)["interactions"]?[0]?["mismatches"] == [
        [
          "kind": "status", "path": "", "rule": "equality", "expected": "200", "actual": "201",
          "words": "status: expected 200, got 201",
        ]
      ])
  }
}
