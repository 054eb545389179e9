import Contracts
import HTTPMessage
public import JSON

/// What an inquest found, for persons and for programs.
public enum InquestReport {
  // MARK: Text

  /// Findings, coverage and totals.
  public static func text(_ inquest: Inquest, isStrict: Bool) -> String {
    inquest.findings.map { line($0, isStrict: isStrict) }.joined()
      + table(inquest.coverage) + messageTable(inquest)
      + totals(inquest, isStrict: isStrict)
  }

  private static func line(_ finding: Inquest.Finding, isStrict: Bool) -> String {
    let mark = finding.isBreach || isStrict ? "✗" : "!"
    var (answer, blame) = ("", "it is no message of the contract, but resembles some")
    if case .exchange(let exchange) = finding.subject {
      answer = " → \(exchange.response.status)"
      blame = "asked as in an interaction, but answered otherwise"
    }
    let head = "\(mark) \(finding.subject.title)\(answer)\n    at    \(finding.subject.place)\n"
    switch finding.verdict {
    case .accepted: return ""
    case .broken(let misses): return head + "    \(blame)\n" + text(misses)
    case .uncovered(let misses):
      return head + "    no interaction covers it\n" + text(misses)
    }
  }

  private static func text(_ misses: [Inquest.NearMiss]) -> String {
    misses.map { miss in
      "    near  \(miss.interaction.description)  (\(miss.contract):\(miss.interaction.location.line))\n"
        + miss.mismatches.map { "          \($0.words)\n" }.joined()
    }.joined()
  }

  /// One line a message of the contracts: how often it was recorded. Nothing without messages.
  private static func messageTable(_ inquest: Inquest) -> String {
    guard inquest.messages > 0 else { return "" }
    let rows = inquest.coverage.messages
    let width = rows.map(\.description.count).max() ?? 0
    return rows.map { row in
      let gap = String(repeating: " ", count: width - row.description.count)
      return "\(row.description)\(gap)  \(row.seen == 0 ? "-" : "\(row.seen)×")\n"
    }.joined()
  }

  /// One line an operation: which answers are in both, only recorded, only in the contract.
  private static func table(_ coverage: Coverage) -> String {
    let head = ["operation", "recorded and in the contract", "recorded only", "contract only"]
    let lines =
      [head]
      + coverage.rows.map { row in
        [
          "\(row.method) \(row.path)",
          row.both.map { "\($0)×\(row.seen[$0] ?? 0)" }.joined(separator: " "),
          row.seenOnly.map { "\($0)×\(row.seen[$0] ?? 0)" }.joined(separator: " "),
          row.describedOnly.map(String.init).joined(separator: " "),
        ].map { $0.isEmpty ? "-" : $0 }
      }
    let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ").trimmingEnd + "\n"
    }.joined()
  }

  private static func totals(_ inquest: Inquest, isStrict: Bool) -> String {
    let (operations, answers) = (inquest.coverage.operations, inquest.coverage.answers)
    let recorded = inquest.coverage.messages.count { $0.seen > 0 }
    let messages =
      inquest.messages == 0
      ? "" : "messages: \(inquest.coverage.messages.count) in the contract, \(recorded) recorded\n"
    let judged =
      inquest.messages == 0
      ? "\(inquest.exchanges) exchanges"
      : "\(inquest.exchanges) exchanges and \(inquest.messages) messages"
    return messages + """
      operations: \(operations.described) in the contract, \(operations.seen) recorded, \
      \(operations.both) in both
      answers by status: \(answers.described) in the contract, \(answers.seen) recorded, \
      \(answers.both) in both
      \(judged) judged: \(inquest.accepted) accepted, \(inquest.broken) broken, \
      \(inquest.uncovered) not covered\(isStrict && inquest.uncovered > 0 ? " (strict)" : "")

      """
  }

  // MARK: JSON

  /// An object with a summary, every finding and the coverage.
  public static func json(_ inquest: Inquest) -> JSONValue {
    [
      "contracts": .array(inquest.contracts.map { .string($0) }),
      "summary": [
        "exchanges": number(inquest.exchanges), "messages": number(inquest.messages),
        "accepted": number(inquest.accepted),
        "broken": number(inquest.broken), "uncovered": number(inquest.uncovered),
      ],
      "findings": .array(inquest.findings.map(json)),
      "coverage": [
        "operations": json(inquest.coverage.operations),
        "answers": json(inquest.coverage.answers),
        "messages": .array(
          inquest.coverage.messages.map { row in
            ["description": .string(row.description), "recorded": number(row.seen)]
          }),
        "rows": .array(
          inquest.coverage.rows.map { row in
            [
              "method": .string(row.method), "path": .string(row.path),
              "inContract": .array(row.described.sorted().map(number)),
              "recorded": .object(
                JSONObject(
                  row.seen.sorted { $0.key < $1.key }.map {
                    .init(key: String($0.key), value: number($0.value))
                  })),
            ]
          }),
      ],
    ]
  }

  private static func json(_ count: Coverage.Count) -> JSONValue {
    [
      "inContract": number(count.described), "recorded": number(count.seen),
      "inBoth": number(count.both),
    ]
  }

  private static func json(_ finding: Inquest.Finding) -> JSONValue {
    let word: JSONValue
    let misses: [Inquest.NearMiss]
    switch finding.verdict {
    case .accepted: (word, misses) = ("accepted", [])
    case .broken(let near): (word, misses) = ("broken", near)
    case .uncovered(let near): (word, misses) = ("uncovered", near)
    }
    var form: JSONObject = ["at": .string(finding.subject.place)]
    switch finding.subject {
    case .exchange(let exchange):
      form["method"] = .string(exchange.request.method.name)
      form["target"] = .string(exchange.request.target.pathAndQuery)
      form["status"] = number(exchange.response.status.code)
    case .message(let sending): form["metadata"] = .object(sending.message.metadata)
    }
    form["result"] = word
    form["nearMisses"] = .array(
      misses.map { miss in
        [
          "contract": .string(miss.contract),
          "line": number(miss.interaction.location.line),
          "description": .string(miss.interaction.description),
          "mismatches": .array(miss.mismatches.map(\.json)),
        ]
      })
    return .object(form)
  }

  private static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
