import HTTPMessage
import JSON
import Contracts

extension HTMLPage {
  /// The page stays quick when very much is in it: behind so many bytes or entries only the rows go on,
  /// without what folds out. Those that passed may take less.
  private static let most = (bytes: 16 << 20, entries: 2_000)
  private static let mostSound = (bytes: 4 << 20, entries: 1_000)
  private static let longestBody = 8 * 1024

  /// What an entry holds.
  mutating func details(_ entry: RunReport.Entry) {
    out.markup("<div class=\"in\">")
    let isSound = entry.outcome == .passed || entry.outcome == .notExercised
    let most = isSound ? Self.mostSound : Self.most
    guard out.bytes.count < most.bytes, entries <= most.entries else {
      out.markup("<p class=\"note\">Too many to show all; run this one alone.</p>")
      list(entry.differences)
      out.markup("</div>")
      return
    }
    states(entry)
    if entry.isPending {
      out.markup("<p class=\"note\">Pending: known not to be there yet, and fails no run.</p>")
    }
    for reason in entry.reasons {
      out.markup("<p class=\"reason\">")
      out.text(reason.sentence)
      out.markup("</p>")
    }
    for note in entry.notes {
      out.markup("<p class=\"note\">")
      out.text(note)
      out.markup("</p>")
    }
    list(entry.differences)
    if !entry.differences.isEmpty, let expected = entry.expected, let actual = entry.actual {
      compare(expected, actual, entry.differences, of: entry.title)
    }
    for near in entry.nearMisses { write(near) }
    if let request = entry.request { message("Request", request) }
    if entry.differences.isEmpty, entry.nearMisses.isEmpty {
      if let actual = entry.actual {
        message("Answer", actual)
      } else if let expected = entry.expected {
        message("Expected answer", expected)
      }
    }
    if let line = entry.repeatLine { command(line) }
    out.markup("</div>")
  }

  private mutating func states(_ entry: RunReport.Entry) {
    guard !entry.providerStates.isEmpty else { return }
    out.markup("<p class=\"states\">Provider state: ")
    for (place, state) in entry.providerStates.enumerated() {
      if place > 0 { out.markup("; ") }
      out.markup("<q>")
      out.text(state.name)
      out.markup("</q>")
      for member in state.params.members {
        out.markup(" <code>")
        out.text("\(member.key)=\(member.value)")
        out.markup("</code>")
      }
    }
    out.markup("</p>")
  }

  private mutating func list(_ differences: [RunReport.Difference]) {
    guard !differences.isEmpty else { return }
    out.markup(
      "<table class=\"list\"><thead><tr><th scope=\"col\">Where<th scope=\"col\">Expected<th scope=\"col\">Got<th scope=\"col\">Rule</thead><tbody>"
    )
    for difference in differences {
      out.markup("<tr><th scope=\"row\"><code>")
      out.text(difference.place)
      out.markup("</code><td data-l=\"expected\">")
      out.text(difference.expected)
      out.markup("<td data-l=\"got\">")
      out.text(difference.actual)
      out.markup("<td data-l=\"rule\">")
      out.text(difference.rule)
    }
    out.markup("</tbody></table>")
  }

  private mutating func write(_ near: RunReport.NearMiss) {
    out.markup("<section class=\"near\"><h4>Near: ")
    out.text(near.title)
    if let place = near.place {
      out.markup(" <span class=\"place\">")
      out.text(place.description)
      out.markup("</span>")
    }
    out.markup("</h4>")
    list(near.differences)
    if let expected = near.expected, let actual = near.actual {
      compare(expected, actual, near.differences, of: near.title)
    }
    out.markup("</section>")
  }

  // MARK: Side by side

  private mutating func compare(
    _ expected: RunReport.Message, _ actual: RunReport.Message,
    _ differences: [RunReport.Difference], of title: String
  ) {
    let both = SideBySide(expected, actual, differences: differences)
    out.markup("<div class=\"diff\" role=\"group\" aria-label=\"Expected beside got\">")
    head()
    for piece in both.pieces {
      if piece.isFolded {
        out.markup("<details class=\"fold\"><summary>")
        out.number(piece.rows.count)
        out.text(
          piece.rows.contains { $0.mark == .allowed }
            ? " lines that the contract allows" : " equal lines")
        out.markup("</summary>")
      }
      out.markup("<table class=\"d\"><tbody>")
      for row in piece.rows { write(row) }
      out.markup("</tbody></table>")
      if piece.isFolded { out.markup("</details>") }
    }
    out.markup("<p class=\"note\">≠ breaks the contract")
    if both.rows.contains(where: { $0.mark == .allowed }) {
      out.markup(", ~ differs and may")
    }
    for note in both.notes {
      out.markup("<br>")
      out.text(note)
    }
    out.markup("</p></div>")
  }

  private mutating func head() {
    out.markup(
      "<div class=\"heads\" aria-hidden=\"true\"><span>Expected</span><span>Got</span></div>")
  }

  private mutating func write(_ row: SideBySide.Row) {
    switch row.mark {
    case .same: out.markup("<tr>")
    case .allowed: out.markup("<tr class=\"a\">")
    case .broken: out.markup("<tr class=\"b\">")
    }
    let cut = LineCut(row)
    cell(cut.left)
    switch row.mark {
    case .same: out.markup("<td>")
    case .allowed: out.markup("<td title=\"differs and may\">~")
    case .broken: out.markup("<td title=\"breaks the contract\">≠")
    }
    cell(cut.right)
  }

  private mutating func cell(_ line: LineCut.Line?) {
    guard let line else {
      out.markup("<td class=\"no\">")
      return
    }
    out.markup("<td>")
    out.text(line.before)
    if !line.different.isEmpty {
      out.markup("<mark>")
      out.text(line.different)
      out.markup("</mark>")
    }
    out.text(line.after)
  }

  // MARK: Messages

  private mutating func message(_ title: StaticString, _ message: RunReport.Message) {
    out.markup("<details class=\"message\"><summary>")
    out.markup(title)
    out.markup(" <code>")
    out.text(LineCut.short(message.start, 160))
    out.markup("</code></summary><pre>")
    out.text(message.start)
    for (name, value) in message.fields { out.text("\n\(name): \(value)") }
    let body = BodyText(message)
    var notes = body.notes
    if !message.body.isEmpty {
      out.text("\n\n")
      var left = Self.longestBody
      for (place, line) in body.lines.enumerated() {
        guard left > 0 else {
          notes.append("\(body.lines.count - place) more lines are left out")
          break
        }
        if place > 0 { out.text("\n") }
        out.text(LineCut.short(line, Self.longestBody))
        left -= line.utf8.count + 1
      }
    }
    out.markup("</pre>")
    for note in notes {
      out.markup("<p class=\"note\">")
      out.text(note)
      out.markup("</p>")
    }
    out.markup("</details>")
  }

  private mutating func command(_ line: String) {
    out.markup("<div class=\"repeat\"><h4>Repeat</h4><pre>")
    let shown = LineCut.short(line, Self.longestBody)
    out.text(shown)
    out.markup("</pre>")
    if shown == line {
      out.markup("<button type=\"button\" class=\"copy\">Copy</button>")
    } else {
      out.markup("<p class=\"note\">Cut; the JSON report has the whole line.</p>")
    }
    out.markup("</div>")
  }
}
