extension FileReports {
  /// One HTML page that needs nothing beside it: it can be kept, sent and read anywhere, also without
  /// scripts. The same report always makes the same bytes.
  public static func html(_ report: RunReport) -> [UInt8] {
    var page = HTMLPage(report)
    page.write()
    return page.out.bytes
  }
}

/// The page, from top to bottom; `HTMLEntry.swift` writes what folds out.
struct HTMLPage {
  var out = HTMLText()
  private let report: RunReport
  /// Failures that are open at first; behind so many, the list of them says more.
  private static let opened = 50
  private var opens = HTMLPage.opened
  private(set) var entries = 0

  init(_ report: RunReport) { self.report = report }

  mutating func write() {
    let totals = report.totals
    out.markup(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>
      """)
    out.text(totals.failed == 0 ? "✓ " : "✗ \(totals.failed) failed: ")
    out.text(report.title)
    out.markup("</title>\n<style>\n")
    out.markup(HTMLStyle.text)
    out.markup("\n</style>\n</head>\n<body>\n")
    header(totals)
    filter(totals)
    out.markup("<main>\n")
    warnings()
    // Contracts with failures first, otherwise in their order.
    let broken = report.sections.filter { $0.totals.failed > 0 }
    for section in broken + report.sections.filter({ $0.totals.failed == 0 }) { write(section) }
    out.markup(
      "<p id=\"nothing\" hidden>Nothing fits the filter.</p>\n</main>\n<script>\n")
    out.markup(HTMLScript.text)
    out.markup("\n</script>\n</body>\n</html>\n")
  }

  // MARK: Top of the page

  private mutating func header(_ totals: RunReport.Totals) {
    out.markup("<header>\n<h1>")
    out.text(report.title)
    out.markup("</h1>\n<p class=\"verdict ")
    out.markup(totals.failed == 0 ? "good\">✓ " : "bad\">✗ ")
    if totals.failed > 0 {
      out.text("\(grouped(totals.failed)) of \(grouped(totals.all)) failed")
    } else if totals.passed == totals.all {
      out.text("All \(grouped(totals.all)) passed")
    } else {
      out.text("Nothing failed, \(grouped(totals.passed)) of \(grouped(totals.all)) passed")
    }
    out.markup("</p>\n<div class=\"bar\" aria-hidden=\"true\">")
    for (outcome, count) in totals.outcomes {
      out.markup("<i class=\"")
      out.markup(style(of: outcome, totals))
      // Each class is seen, however few are in it.
      out.markup("\" style=\"flex:")
      out.number(count)
      out.markup(" 0 4px\"></i>")
    }
    out.markup("</div>\n<ul class=\"totals\">")
    for (outcome, count) in totals.outcomes {
      out.markup("<li class=\"")
      out.markup(style(of: outcome, totals))
      out.markup("\"><b>")
      out.text(grouped(count))
      out.markup("</b> ")
      out.text(outcome.words)
      out.markup("</li>")
    }
    out.markup("</ul>\n<dl>\n")
    fact("Contracts", report.sections.map(\.name).joined(separator: ", "))
    for each in report.facts { fact(each.name, each.value) }
    out.markup("</dl>\n</header>\n")
  }

  private func style(of outcome: RunReport.Outcome, _ totals: RunReport.Totals) -> StaticString {
    totals.failures(outcome) > 0 ? "bad" : outcome.style
  }

  /// With a comma between thousands.
  private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.enumerated().map { place, digit in
      (place > 0 && (digits.count - place) % 3 == 0 ? "," : "") + String(digit)
    }.joined()
  }

  private mutating func fact(_ name: String, _ value: String) {
    out.markup("<div><dt>")
    out.text(name)
    out.markup("</dt><dd>")
    out.text(value)
    out.markup("</dd></div>\n")
  }

  /// Shown only where scripts run.
  private mutating func filter(_ totals: RunReport.Totals) {
    out.markup(
      """
      <form class="filter" role="search" aria-label="Filter">
      <label class="search"><span>Filter</span> <input type="search" id="q" placeholder="description, path, state …" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"><kbd>/</kbd></label>
      <fieldset><legend>Show</legend>

      """)
    for (outcome, count) in totals.outcomes {
      out.markup("<label><input type=\"checkbox\" checked value=\"")
      out.text(outcome.rawValue)
      out.markup("\"> ")
      out.text(outcome.words)
      out.markup(" <small>")
      out.number(count)
      out.markup("</small></label>\n")
    }
    out.markup(
      """
      </fieldset>
      <span class="shown"><output id="shown" aria-live="polite"></output> <button type="button" id="fold">Close all</button></span>
      </form>

      """)
  }

  private mutating func warnings() {
    guard !report.warnings.isEmpty else { return }
    out.markup("<section class=\"warnings\"><h2>! Warnings</h2>\n<ul>\n")
    for warning in report.warnings {
      out.markup("<li>")
      out.text(warning)
      out.markup("</li>\n")
    }
    out.markup("</ul></section>\n")
  }

  // MARK: Contracts

  private mutating func write(_ section: RunReport.Section) {
    let totals = section.totals
    out.markup("<section class=\"contract\">\n<h2>")
    out.text(section.name)
    out.markup(" <small>")
    if !section.about.isEmpty { out.text("\(section.about) · ") }
    out.text(totals.outcomes.map { "\($0.count) \($0.outcome.words)" }.joined(separator: ", "))
    out.markup("</small></h2>\n")
    // Worst first; those alike stay in the contract's order.
    let failures = section.entries.filter(\.fails)
    let others = section.entries.filter { !$0.fails }
    for list in [failures, others] {
      for outcome in RunReport.Outcome.allCases {
        for entry in list where entry.shownOutcome == outcome { write(entry) }
      }
    }
    out.markup("</section>\n")
  }

  private mutating func write(_ entry: RunReport.Entry) {
    entries += 1
    out.markup("<details class=\"entry ")
    out.markup(entry.fails ? "bad" : entry.shownOutcome.style)
    out.markup("\" data-o=\"")
    out.text(entry.shownOutcome.rawValue)
    out.markup("\" id=\"e")
    out.number(entries)
    out.markup("\"")
    if entry.fails, opens > 0 {
      opens -= 1
      out.markup(" open")
    }
    out.markup("><summary><span class=\"badge\">")
    out.text("\(entry.mark) \(entry.shownOutcome.words)")
    out.markup("</span> <h3>")
    out.text(entry.title)
    out.markup("</h3>")
    if entry.count > 1 { out.text(" (\(entry.count) times)") }
    if entry.subject == .interaction, let request = entry.request {
      out.markup(" <code>")
      out.text(request.start)
      out.markup("</code>")
    }
    if let place = entry.place {
      out.markup(" <span class=\"place\">")
      out.text(place.description)
      out.markup("</span>")
    }
    out.markup("</summary>")
    details(entry)
    out.markup("</details>\n")
  }
}

extension RunReport.Outcome {
  /// The class that colours it.
  var style: StaticString {
    switch self {
    case .failed, .stateFailed, .noAnswer: "bad"
    case .pending, .notCovered: "open"
    case .notPlayed, .notExercised: "idle"
    case .passed: "good"
    }
  }
}
