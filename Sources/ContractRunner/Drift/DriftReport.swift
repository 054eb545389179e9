import Contracts

/// What a survey found, as a person reads it: by operation, each change once.
public enum DriftReport {
  public static func text(_ findings: [DriftSurvey.Finding]) -> String {
    var text = ""
    for operation in Operation.all(in: findings) { text += operation.text }
    text += left(findings)
    return text + tally(findings) + "\n"
  }

  /// Whether an interaction that is not pending was answered otherwise than before.
  public static func isDrift(_ findings: [DriftSurvey.Finding]) -> Bool {
    findings.contains { finding in
      guard case .compared(let changes) = finding.outcome else { return false }
      return !changes.isEmpty && !finding.result.interaction.pending
    }
  }

  /// Whether anything could be compared at all.
  public static func hasCompared(_ findings: [DriftSurvey.Finding]) -> Bool {
    findings.contains { if case .compared = $0.outcome { true } else { false } }
  }

  private static func tally(_ findings: [DriftSurvey.Finding]) -> String {
    var (same, changed, left, unanswered) = (0, 0, 0, 0)
    for finding in findings {
      switch finding.outcome {
      case .compared(let changes): if changes.isEmpty { same += 1 } else { changed += 1 }
      case .left: left += 1
      case .unanswered: unanswered += 1
      }
    }
    return "\(same) as before, \(changed) changed"
      + (left > 0 ? ", \(left) not asked or not comparable" : "")
      + (unanswered > 0 ? ", \(unanswered) unanswered" : "")
  }

  private static let shownEach = 5

  /// What was not compared, by reason.
  private static func left(_ findings: [DriftSurvey.Finding]) -> String {
    var reasons: [(reason: String, operations: [String])] = []
    for finding in findings {
      let reason: String
      switch finding.outcome {
      case .compared: continue
      case .left(let text), .unanswered(let text): reason = text
      }
      let place = reasons.firstIndex { $0.reason == reason } ?? reasons.count
      if place == reasons.count { reasons.append((reason, [])) }
      if !reasons[place].operations.contains(finding.operation) {
        reasons[place].operations.append(finding.operation)
      }
    }
    return reasons.map { reason, operations in
      let shown = operations.prefix(shownEach).map { "    \($0)\n" }.joined()
      let more = operations.count - shownEach
      return "not compared, \(reason):\n" + shown + (more > 0 ? "    … and \(more) more\n" : "")
    }.joined()
  }
}

/// One operation with all that changed in it.
private struct Operation {
  let name: String
  var changes: [(change: Change, places: [InteractionResult])] = []

  /// Those that changed, in the order of the contract.
  static func all(in findings: [DriftSurvey.Finding]) -> [Operation] {
    var operations: [Operation] = []
    for finding in findings {
      guard case .compared(let changes) = finding.outcome, !changes.isEmpty else { continue }
      let place = operations.firstIndex { $0.name == finding.operation } ?? operations.count
      if place == operations.count { operations.append(Operation(name: finding.operation)) }
      for change in changes { operations[place].add(change, finding.result) }
    }
    return operations
  }

  private mutating func add(_ change: Change, _ result: InteractionResult) {
    let place = changes.firstIndex { known, _ in
      known.kind == change.kind && known.path == change.path && known.before == change.before
        && (known.kind == .new || known.after == change.after)
    }
    if let place {
      changes[place].places.append(result)
    } else {
      changes.append((change, [result]))
    }
  }

  private static let widestKind = "content type".count

  var text: String {
    var text = "\(name)\n"
    for (change, places) in changes {
      let kind = change.kind.rawValue
      text += "  \(kind)\(String(repeating: " ", count: Self.widestKind - kind.count))  "
      text += (change.path.isEmpty ? "" : "\(change.path): ") + Self.words(change) + "\n"
      if let first = places.first {
        let more = places.count > 1 ? " and \(places.count - 1) more" : ""
        text += "      \(first.interaction.description)  (\(first.place))\(more)\n"
      }
    }
    return text
  }

  private static func words(_ change: Change) -> String {
    switch change.kind {
    case .gone: "was \(change.before)"
    case .new: change.after
    default: "\(change.before) → \(change.after)"
    }
  }
}
