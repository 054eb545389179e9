import Contracts
import HTTPMessage
import Testing

@testable import ContractRunner

@Suite struct `A Markdown report` {
  private static func report(_ entries: [RunReport.Entry]) -> RunReport {
    RunReport(
      "understudy verify", facts: [RunReport.Fact("Provider", "http://shop.example")],
      sections: [RunReport.Section("shop.json", entries: entries)])
  }

  private static func entry(
    _ title: String, _ outcome: RunReport.Outcome
  ) -> RunReport.Entry {
    RunReport.Entry(.interaction, title, at: RunReport.Place("shop.json", 2), outcome)
  }

  @Test func `has totals, a table of failures and each of them folded`() throws {
    let contract = try Written.contract([
      Written.interaction("reads a", response: Written.answer(200, #"{"n": 1}"#)),
      Written.interaction("reads b", #""pending": true,"#), Written.interaction("reads c"),
    ])
    let answers = [
      Written.json(#"{"n": 2}"#), HTTPResponse(status: .created), HTTPResponse(status: .ok),
    ]
    let results = zip(contract.interactions, answers).map {
      Written.result($0, of: contract, $1)
    }
    #expect(
      FileReports.markdown(RunReport(verifying: results)) == """
        ## ❌ understudy verify: 1 of 3 failed

        **1** failed · **1** pending · **1** passed

        - Contracts: `shop.json`

        ### Failures

        | | what | why | where |
        |---|---|---|---|
        | failed | reads a | \\$.n: expected 1 (integer), got 2 | `shop.json:2` |

        ### No failures, but not passed

        | | what | why | where |
        |---|---|---|---|
        | pending | reads b | status: expected 200, got 201 | `shop.json:3` |

        <details><summary>✗ reads a</summary>

        ```diff
        at        shop.json:2
        request   GET /a
        ✗ $.n: expected 1 (integer), got 2
        repeat    curl -i 'http://shop.example:8080/a'

          200 OK
          Content-Type: application/json
          
          {
        -   "n": 1
        +   "n": 2
          }
        ```

        </details>

        <details><summary>! reads b</summary>

        ```diff
        at        shop.json:3
        request   GET /a
        pending: this fails no run
        ✗ status: expected 200, got 201
        repeat    curl -i 'http://shop.example:8080/a'

        - 200 OK
        + 201 Created
        ```

        </details>

        """)
  }

  @Test(arguments: [
    ("a|b", #"a\|b"#), ("a`b", #"a\`b"#), ("<b>", "&lt;b&gt;"), ("*a*", #"\*a\*"#),
    ("one\ntwo", "one␊two"), ("@team", "@<!-- -->team"), ("#12", "#<!-- -->12"),
    ("[x](y)", #"\[x\](y)"#),
  ])
  func `lets no text become markup`(text: String, shown: String) {
    let page = FileReports.markdown(Self.report([Self.entry(text, .failed)]))
    #expect(page.contains("| failed | \(shown) |"))
    #expect(!page.contains("\(text)</summary>") || !text.contains(where: "<\n".contains))
  }

  @Test func `fences what holds fences`() throws {
    var entry = Self.entry("a", .failed)
    entry.reasons = [RunReport.Reason("```` and ```")]
    let page = FileReports.markdown(Self.report([entry]))
    #expect(page.contains("\n`````diff\n"))
    #expect(page.contains("\n`````\n\n</details>"))
  }

  @Test(arguments: [("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b", "`a|b`"), ("", "`  `")])
  func `has code with backticks between more of them`(text: String, code: String) {
    #expect(MarkdownText.code(text) == code)
  }

  @Test func `escapes a bar in a cell even inside code`() {
    #expect(MarkdownText.cellCode("a|b") == #"`a\|b`"#)
  }

  @Test func `stays below what a comment may have`() {
    let entries = (0..<2_000).map { number in
      var entry = Self.entry("interaction \(number)", .failed)
      entry.reasons = [RunReport.Reason(String(repeating: "x", count: 500))]
      return entry
    }
    let page = FileReports.markdown(Self.report(entries))
    #expect(page.unicodeScalars.count < 65_536)
    #expect(page.contains("… and "))
    #expect(page.contains("more are left out for their size"))
  }

  @Test func `is short when all passed`() {
    #expect(
      FileReports.markdown(Self.report([Self.entry("a", .passed)])) == """
        ## ✅ understudy verify: 1 of 1 passed

        **1** passed

        - Contracts: `shop.json`
        - Provider: `http://shop.example`

        """)
  }
}
