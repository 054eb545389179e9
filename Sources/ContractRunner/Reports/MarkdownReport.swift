extension FileReports {
  /// Markdown for a comment on a change or for the summary of a job: totals, a table of failures, and
  /// each of them folded.
  ///
  /// It stays below the 65,536 characters that a comment on GitHub may have.
  public static func markdown(_ report: RunReport) -> String {
    MarkdownPage(report).text
  }
}

private struct MarkdownPage {
  private let report: RunReport
  /// In bytes, of everything and of one interaction.
  private static let longest = 60_000
  private static let longestDetail = 12_000
  private static let rowsShown = 100
  private static let cellShown = 300

  init(_ report: RunReport) { self.report = report }

  var text: String {
    let totals = report.totals
    var text =
      "## \(totals.failed == 0 ? "✅" : "❌") \(MarkdownText.line(report.title)): "
      + (totals.failed == 0
        ? "\(totals.passed) of \(totals.all) passed" : "\(totals.failed) of \(totals.all) failed")
    text += "\n\n"
    text += totals.outcomes.map { "**\($0.count)** \($0.outcome.words)" }.joined(separator: " · ")
    text += "\n\n"
    for fact in [RunReport.Fact("Contracts", report.sections.map(\.name).joined(separator: ", "))]
      + report.facts
    {
      text += "- \(MarkdownText.line(fact.name)): \(MarkdownText.code(cut(fact.value)))\n"
    }
    for warning in report.warnings.prefix(Self.rowsShown) {
      text += "- ⚠️ \(MarkdownText.line(cut(warning)))\n"
    }
    let failures = report.sections.flatMap { $0.entries.filter(\.fails) }
    let others = report.sections.flatMap { section in
      section.entries.filter {
        !$0.fails && ($0.outcome == .notCovered || $0.isPending || $0.outcome == .notPlayed)
      }
    }
    text += table("Failures", failures) + table("No failures, but not passed", others)
    return text + details(failures + others.filter(\.isPending), from: text.utf8.count)
  }

  private func cut(_ text: String) -> String { LineCut.short(text, Self.cellShown) }

  private func table(_ title: String, _ entries: [RunReport.Entry]) -> String {
    guard !entries.isEmpty else { return "" }
    var text = "\n### \(title)\n\n| | what | why | where |\n|---|---|---|---|\n"
    var rows = 0
    for entry in entries {
      let more = max(entry.differences.count, entry.nearMisses.first?.differences.count ?? 0) - 1
      let times = entry.count > 1 ? " (\(entry.count) times)" : ""
      text += "| \(entry.shownOutcome.words) | \(MarkdownText.cell(cut(entry.title)))\(times)"
      text += " | \(MarkdownText.cell(cut(entry.gist)))\(more > 0 ? " and \(more) more" : "")"
      text += " | \(entry.place.map { MarkdownText.cellCode(cut($0.description)) } ?? "") |\n"
      rows += 1
      guard rows < Self.rowsShown, text.utf8.count < Self.longest / 3 else { break }
    }
    if rows < entries.count { text += "\n… and \(entries.count - rows) more\n" }
    return text
  }

  private func details(_ entries: [RunReport.Entry], from start: Int) -> String {
    var text = ""
    for (place, entry) in entries.enumerated() {
      let detail = detail(entry)
      guard start + text.utf8.count + detail.utf8.count < Self.longest else {
        return text
          + "\n_The details of \(entries.count - place) more are left out for their size._\n"
      }
      text += detail
    }
    return text
  }

  private func detail(_ entry: RunReport.Entry) -> String {
    var shown = entry
    // What stands side by side need not stand in one line, too.
    if entry.actual != nil, !entry.differences.isEmpty {
      (shown.expected, shown.actual) = (nil, nil)
    }
    var lines = TextReport.text(shown).split(separator: "\n").dropFirst().map { line in
      LineCut.short(String(line.hasPrefix("    ") ? line.dropFirst(4) : line), 2_000)
    }
    if let expected = entry.expected, let actual = entry.actual, !entry.differences.isEmpty {
      lines += [""] + diff(expected, actual, entry.differences)
    }
    for near in entry.nearMisses {
      guard let expected = near.expected, let actual = near.actual else { continue }
      lines += ["", "near: \(near.title)"] + diff(expected, actual, near.differences)
    }
    var body = ""
    for (place, line) in lines.enumerated() {
      guard body.utf8.count < Self.longestDetail else {
        body += "… \(lines.count - place) more lines\n"
        break
      }
      body += VisibleText.line(line) + "\n"
    }
    let fence = MarkdownText.fence(for: body)
    return
      "\n<details><summary>\(MarkdownText.html("\(entry.mark) \(cut(entry.title))"))</summary>\n\n"
      + "\(fence)diff\n\(body)\(fence)\n\n</details>\n"
  }

  /// What is broken, with what stands around it.
  private func diff(
    _ expected: RunReport.Message, _ actual: RunReport.Message,
    _ differences: [RunReport.Difference]
  ) -> [String] {
    let both = SideBySide(expected, actual, differences: differences)
    var lines: [String] = []
    for piece in both.pieces {
      if piece.isFolded {
        lines.append("@@ \(piece.rows.count) lines that the contract allows @@")
        continue
      }
      for row in piece.rows {
        let cut = LineCut(row)
        if row.mark == .broken {
          if let left = cut.left { lines.append("- \(left.whole)") }
          if let right = cut.right { lines.append("+ \(right.whole)") }
        } else if let line = cut.right ?? cut.left {
          lines.append("  \(line.whole)")
        }
      }
    }
    return lines + both.notes.map { "@@ \($0) @@" }
  }
}

extension LineCut.Line {
  fileprivate var whole: String { before + different + after }
}
