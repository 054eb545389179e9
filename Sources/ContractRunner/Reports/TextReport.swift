import Contracts
import JSON
public import HTTPMessage

/// Results as a person reads them in a terminal.
public enum TextReport {
  /// Whether text is coloured. Colour says nothing that the text does not say, too.
  public enum Style: Sendable {
    case plain
    case coloured

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func faint(_ text: String) -> String { wrapped(text, "2") }

    func verdict(_ text: String, _ outcome: RunReport.Outcome, fails: Bool? = nil) -> String {
      if fails ?? outcome.fails { return wrapped(text, "1;31") }
      return wrapped(text, outcome == .passed ? "32" : "33")
    }

    private func wrapped(_ text: String, _ code: String) -> String {
      self == .plain ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
  }

  /// A failed interaction with all that is needed to understand and to repeat it.
  public static func failure(_ result: InteractionResult) -> String {
    text(RunReport.Entry(result))
  }

  /// An entry with all that is known of it.
  public static func text(_ entry: RunReport.Entry, style: Style = .plain) -> String {
    let times = entry.count > 1 ? "  (\(entry.count) times)" : ""
    let mark = style.verdict(entry.mark, entry.outcome, fails: entry.fails)
    var lines = ["\(mark) \(style.bold(entry.title))\(times)"]
    func add(_ label: String, _ text: String) {
      lines.append("    \(style.faint(label.padded(to: 8)))  \(text)")
    }
    if entry.subject == .interaction {
      if let place = entry.place { add("at", place.description) }
      for state in entry.providerStates { add("state", state.summary) }
      if let request = entry.request { add("request", request.start) }
      if let expected = entry.expected { add("expected", summary(expected)) }
      if let actual = entry.actual { add("got", summary(actual)) }
    }
    for note in entry.notes { add("note", note) }
    if entry.isPending { lines.append("    pending: this fails no run") }
    for reason in entry.reasons {
      lines += reason.sentence.split(separator: "\n").map { "    \(VisibleText.line($0))" }
    }
    let cross = style.verdict("✗", entry.outcome, fails: entry.fails)
    lines += entry.differences.map { "    \(cross) \($0.words)" }
    for near in entry.nearMisses {
      lines.append("    near: \(near.title)" + (near.place.map { "  (\($0))" } ?? ""))
      lines += near.differences.map { "        \($0.words)" }
    }
    if let line = entry.repeatLine { add("repeat", line) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Status, type and the beginning of the body.
  public static func summary(_ response: HTTPResponse) -> String {
    summary(RunReport.Message(response))
  }

  static func summary(_ message: RunReport.Message) -> String {
    let type = message.fields[.contentType].map { ", \($0)" } ?? ""
    // A character is some bytes, but never so many that the beginning would be too short.
    let text = String(
      String(decoding: message.body.prefix(4_000), as: UTF8.self)
        .map { $0.isNewline ? " " : $0 })
    let shown = text.count > 200 ? text.prefix(200) + "…" : text[...]
    return "\(message.start)\(type)\(shown.isEmpty ? "" : ": ")\(VisibleText.line(shown))"
  }

  /// The last line of a run.
  public static func tally(_ results: [InteractionResult]) -> String {
    tally(RunReport(verifying: results).totals)
  }

  /// The last line of a run: failures of the provider's states and of the network beside the others,
  /// since they say nothing of the contract.
  public static func tally(_ totals: RunReport.Totals, style: Style = .plain) -> String {
    let special = [
      (totals.failures(.stateFailed), "by their provider state"),
      (totals.failures(.noAnswer), "without an answer"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let failed = totals.failed
    let others = totals.all - totals.passed - failed
    return style.verdict("\(totals.passed) passed", .passed) + ", "
      + style.verdict("\(failed) failed", failed == 0 ? .passed : .failed)
      + (special.isEmpty ? "" : " (\(special.joined(separator: ", ")))")
      + (others > 0 ? ", \(others) pending or not played" : "")
  }
}

extension RunReport.Entry {
  /// The most important thing about it, in one line; empty when there is nothing to say.
  var gist: String {
    if let reason = reasons.first {
      return reason.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    if let difference = differences.first { return difference.words }
    guard let near = nearMisses.first, let difference = near.differences.first else { return "" }
    return "\(difference.words) (near: \(near.title))"
  }

  /// Whether it would fail the run if the contract did not call it pending.
  var isPending: Bool { outcome == .pending || outcome.fails && !fails }

  /// The outcome for people, to whom a pending one is pending whatever it came to.
  var shownOutcome: RunReport.Outcome { isPending ? .pending : outcome }

  /// What its outcome is, in one character.
  var mark: String {
    if fails { return "✗" }
    return outcome == .passed ? "✓" : "!"
  }
}

extension ProviderStateCall {
  /// The name with the parameters.
  var summary: String {
    name
      + (params.isEmpty
        ? "" : " " + params.members.map { "\($0.key)=\($0.value)" }.joined(separator: ", "))
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
