import Contracts
public import JSON

/// Results for other programs.
public enum FileReports {
  /// A verification's results as JSON.
  public static func json(_ results: [InteractionResult]) -> JSONValue {
    json(RunReport(verifying: results))
  }

  /// An object with a summary, every interaction, and, where calls were judged, those that are worth
  /// telling.
  public static func json(_ report: RunReport) -> JSONValue {
    let totals = report.totals
    var outcomes = JSONObject()
    for (outcome, count) in totals.outcomes { outcomes[outcome.rawValue] = number(count) }
    var object = JSONObject([
      .init(key: "command", value: .string(report.title)),
      .init(
        key: "summary",
        value: [
          "passed": number(totals.passed), "failed": number(totals.failed),
          "outcomes": .object(outcomes),
        ]),
    ])
    for subject in [RunReport.Entry.Subject.interaction, .exchange] {
      let entries = report.sections.flatMap { section in
        section.entries.filter { $0.subject == subject }.map { json($0, in: section) }
      }
      if subject == .interaction || !entries.isEmpty {
        object["\(subject.rawValue)s"] = .array(entries)
      }
    }
    object["warnings"] = .array(report.warnings.map(JSONValue.string))
    object["details"] = report.details
    return .object(object)
  }

  private static func json(
    _ entry: RunReport.Entry, in section: RunReport.Section
  ) -> JSONValue {
    var object = JSONObject([.init(key: "contract", value: .string(section.name))])
    if let place = entry.place { object["line"] = number(place.line) }
    object[entry.subject == .interaction ? "description" : "request"] = .string(entry.title)
    object["result"] = .string(entry.outcome.rawValue)
    if entry.fails != entry.outcome.fails { object["fails"] = .bool(entry.fails) }
    if entry.count > 1 { object["count"] = number(entry.count) }
    if entry.outcome == .failed || entry.outcome == .pending, entry.nearMisses.isEmpty {
      object["mismatches"] = .array(entry.differences.map(\.json))
    }
    if !entry.reasons.isEmpty {
      object["reason"] = .string(entry.reasons.map(\.text).joined(separator: "\n"))
    }
    if !entry.notes.isEmpty { object["notes"] = .array(entry.notes.map(JSONValue.string)) }
    if !entry.unexercised.isEmpty {
      object["unexercised"] = .array(entry.unexercised.map(\.json))
    }
    if !entry.nearMisses.isEmpty { object["near"] = .array(entry.nearMisses.map(json)) }
    if let line = entry.repeatLine { object["repeat"] = .string(line) }
    return .object(object)
  }

  private static func json(_ near: RunReport.NearMiss) -> JSONValue {
    var object = JSONObject([.init(key: "description", value: .string(near.title))])
    if let place = near.place {
      object["contract"] = .string(place.file)
      object["line"] = number(place.line)
    }
    object["mismatches"] = .array(near.differences.map(\.json))
    return .object(object)
  }

  private static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}

extension RunReport.Difference {
  fileprivate var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "path": .string(path), "rule": .string(rule),
      "expected": .string(expected), "actual": .string(actual), "words": .string(words),
    ]
  }
}
