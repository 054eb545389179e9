import Contracts
import HTTPClient
import HTTPMessage
import JSON
import Testing

@testable import ContractRunner

@Suite struct `An HTML report` {
  private static func page(_ report: RunReport) -> String {
    String(decoding: FileReports.html(report), as: UTF8.self)
  }

  private static func entry(
    _ title: String, _ outcome: RunReport.Outcome, fails: Bool? = nil
  ) -> RunReport.Entry {
    RunReport.Entry(.interaction, title, at: RunReport.Place("shop.json", 2), outcome, fails: fails)
  }

  private static func page(_ entries: RunReport.Entry...) -> String {
    page(RunReport("a run", sections: [RunReport.Section("shop.json", entries: entries)]))
  }

  private static func count(_ piece: String, in page: String) -> Int {
    page.ranges(of: piece).count
  }

  /// Texts that would be markup, end an attribute or hide what stands there.
  static let hostile = [
    "</script><script>alert(1)</script>", "</title><img src=x onerror=alert(1)>",
    "\" onclick=\"alert(1)", "' autofocus onfocus='alert(1)", "</style></details></body>",
    "<!-- ", "&lt;b&gt;", "a\u{0}b\u{1B}[31mc\u{202E}d\u{7F}\u{85}",
  ]

  @Test(arguments: hostile)
  func `lets no text become markup, wherever it stands`(text: String) throws {
    let plain = Self.report(of: "plain")
    let page = Self.page(Self.report(of: text))
    // The same markup as with a harmless text, piece by piece.
    #expect(Self.tags(of: page) == Self.tags(of: Self.page(plain)))
    for scalar in page.unicodeScalars {
      let value = scalar.value
      #expect(value == 0x0A || value >= 0x20 && value != 0x7F && !(0x80...0x9F).contains(value))
      #expect(value != 0x202E)
    }
  }

  /// A report with `text` in each place that can hold one.
  private static func report(of text: String) -> RunReport {
    func difference(_ kind: Mismatch.Kind) -> RunReport.Difference {
      RunReport.Difference(
        kind: kind, path: text, rule: text, expected: text, actual: text, words: text)
    }
    let body = Array("{\"k\": \(JSONValue.string(text))}".utf8)
    let other = Array("{\"k\": \(JSONValue.string(text + "!"))}".utf8)
    let request = RunReport.Message("GET \(text)", fields: ["X-A": text], body: body)
    var entry = RunReport.Entry(.interaction, text, at: RunReport.Place(text, 1), .failed)
    entry.providerStates = [
      ProviderStateCall(name: text, params: JSONObject([.init(key: text, value: .string(text))]))
    ]
    entry.reasons = [RunReport.Reason(text, lead: text)]
    entry.notes = [text]
    entry.differences = [difference(.body), difference(.header)]
    entry.request = request
    entry.expected = RunReport.Message(text, fields: ["X-A": text], body: body)
    entry.actual = RunReport.Message(text, fields: ["X-A": text + "!"], body: other)
    entry.nearMisses = [
      RunReport.NearMiss(
        text, at: RunReport.Place(text, 2), differences: [difference(.query)], expected: request,
        actual: entry.actual)
    ]
    entry.repeatLine = text
    return RunReport(
      text, facts: [RunReport.Fact(text, text)],
      sections: [RunReport.Section(text, about: text, entries: [entry])], warnings: [text])
  }

  /// Names of all tags in order, but for those that mark a difference, whose extent is the text's.
  private static func tags(of page: String) -> [String] {
    page.matches(of: /<(\/?[a-z0-9!]+)/).map { String($0.1) }.filter { !$0.hasSuffix("mark") }
  }

  @Test func `needs nothing beside it`() {
    let page = Self.page(Self.report(of: "x"))
    for piece in ["http:", "https:", " src=", "<link", "url(", "@import", "fetch(", "XMLHttp"] {
      #expect(Self.count(piece, in: page) == 0, "\(piece)")
    }
    #expect(page.contains("Content-Security-Policy\" content=\"default-src 'none'"))
  }

  @Test func `is the same bytes each time`() {
    #expect(FileReports.html(Self.report(of: "x")) == FileReports.html(Self.report(of: "x")))
  }

  @Test func `has what failed first, and open`() throws {
    let page = Self.page(
      Self.entry("sound", .passed), Self.entry("later", .pending),
      Self.entry("stateless", .stateFailed), Self.entry("wrong", .failed))
    let titles = page.matches(of: /<details class="entry[^>]*?( open)?><summary>.*?<h3>(.*?)<\/h3>/)
      .map { "\($0.2)\($0.1 == nil ? "" : " (open)")" }
    #expect(titles == ["wrong (open)", "stateless (open)", "later", "sound"])
  }

  @Test func `has contracts with failures first`() {
    let report = RunReport(
      "a run",
      sections: [
        RunReport.Section("sound.json", entries: [Self.entry("a", .passed)]),
        RunReport.Section("broken.json", entries: [Self.entry("b", .failed)]),
      ])
    let names = Self.page(report).matches(of: /<h2>(.*?) </).map { String($0.1) }
    #expect(names == ["broken.json", "sound.json"])
  }

  @Test func `counts each class of outcome of its own`() {
    let page = Self.page(
      Self.entry("a", .failed), Self.entry("b", .stateFailed), Self.entry("c", .noAnswer),
      Self.entry("d", .stateFailed, fails: false), Self.entry("e", .passed))
    let totals = page.matches(of: /<li class="([a-z]+)"><b>(\d+)<\/b> (.*?)<\/li>/)
      .map { "\($0.1) \($0.2) \($0.3)" }
    #expect(
      totals == [
        "bad 1 failed", "bad 1 provider state failed", "bad 1 no answer", "open 1 pending",
        "good 1 passed",
      ])
    #expect(page.contains("✗ 3 of 5 failed"))
    // Each can be filtered, by the word that stands in the row.
    let words = page.matches(of: /checked value="(.*?)"/).map { String($0.1) }
    #expect(words == ["failed", "state-failed", "no-answer", "pending", "passed"])
    #expect(page.matches(of: /data-o="(.*?)"/).map { String($0.1) } == words)
  }

  @Test func `says that a pending failure fails no run`() {
    let page = Self.page(Self.entry("a", .pending))
    #expect(page.contains("<p class=\"verdict good\">✓ Nothing failed, 0 of 1 passed</p>"))
    #expect(page.contains("Pending: known not to be there yet"))
  }

  @Test func `has warnings at its top`() {
    let page = Self.page(RunReport("a run", warnings: ["nothing was asked"]))
    #expect(page.contains("<li>nothing was asked</li>"))
    #expect(!Self.page(RunReport("a run")).contains("Warnings"))
  }

  @Test func `shows where, what and why of each mismatch, and how to repeat it`() throws {
    let contract = try Written.contract([
      Written.interaction("reads a", response: Written.answer(200, #"{"n": 1}"#))
    ])
    let results = contract.interactions.map {
      Written.result($0, of: contract, Written.json(#"{"n": 2}"#))
    }
    let page = Self.page(RunReport(verifying: results))
    #expect(
      page.contains(
        "<code>$.n</code><td data-l=\"expected\">1 (integer)<td data-l=\"got\">2<td data-l=\"rule\">equality"
      ))
    #expect(page.contains("<span class=\"place\">shop.json:2</span>"))
    #expect(
      page.contains("<pre>curl -i &#39;http://shop.example:8080/a&#39;</pre><button"))
    #expect(page.contains("<td>  &quot;n&quot;: <mark>1</mark><td title"))
  }

  @Test func `hides the values of fields that somebody gave with the command`() throws {
    let contract = try Written.contract([Written.interaction("reads a")])
    let request = HTTPRequest(
      method: .get, target: "/a", fields: ["x-token": "secret", "X-Other": "shown"])
    let results = contract.interactions.map {
      InteractionResult(contract, $0, outcome: .failed([]), request: request, url: Written.url)
    }
    let report = RunReport(verifying: results, hiding: ["X-Token": "secret"])
    let pages = [Self.page(report), FileReports.markdown(report), FileReports.junit(report)]
    for page in pages + [FileReports.json(report).description] {
      #expect(!page.contains("secret") && page.contains("X-Other: shown"))
    }
  }

  // MARK: Bodies

  private static func page(body: [UInt8], type: String = "text/plain") -> String {
    var entry = entry("a", .failed)
    entry.expected = RunReport.Message("200 OK")
    entry.actual = RunReport.Message("200 OK", fields: [.contentType: type], body: body)
    entry.differences = [
      RunReport.Difference(
        kind: .body, path: "$", rule: "equality", expected: "x", actual: "y", words: "z")
    ]
    return page(entry)
  }

  @Test func `shortens huge bodies and says so`() {
    let page = Self.page(body: [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000))
    #expect(page.utf8.count < 60_000)
    #expect(page.contains("got: 3000000 bytes, of which the first 16384 are shown"))
  }

  @Test func `shows bytes that are no text as hexadecimal`() {
    let page = Self.page(body: [0x89, 0x50, 0x4E, 0x47, 0x00, 0xFF], type: "image/png")
    #expect(page.contains("89 50 4e 47 00 ff"))
    #expect(page.contains("got: 6 bytes that are no text, shown as hexadecimal"))
  }

  @Test func `tells of text that is not valid UTF-8`() {
    let page = Self.page(body: [0x61, 0xFF, 0x62])
    #expect(page.contains("a�b"))
    #expect(page.contains("got: not valid UTF-8"))
  }

  @Test func `stays small with very many interactions`() {
    let body = Array("{\"text\": \"\(String(repeating: "x", count: 4_000))\"}".utf8)
    let entries = (0..<10_000).map { number in
      var entry = Self.entry("interaction \(number)", .passed)
      entry.request = RunReport.Message("GET /\(number)")
      entry.actual = RunReport.Message("200 OK", body: body)
      return entry
    }
    let page = FileReports.html(
      RunReport("a run", sections: [RunReport.Section("shop.json", entries: entries)]))
    #expect(page.count < 9 << 20)
    let text = String(decoding: page, as: UTF8.self)
    #expect(text.contains("✓ All 10,000 passed"))
    #expect(text.contains("interaction 9999</h3>"))
    #expect(text.contains("Too many to show all; run this one alone."))
  }
}
