import HTTPMessage
import HTTPClient
import Contracts
public import JSON

/// Results for other programs.
public enum FileReports {
  /// An object with a summary and every interaction.
  public static func json(_ results: [InteractionResult]) -> JSONValue {
    [
      "summary": [
        "passed": .number(JSONNumber(results.count { $0.outcome.isPassed })),
        "failed": .number(JSONNumber(results.count { $0.isBreach || $0.isUnanswered })),
      ],
      "interactions": .array(results.map(entry)),
    ]
  }

  private static func entry(_ result: InteractionResult) -> JSONValue {
    var entry = JSONObject([
      .init(key: "contract", value: .string(result.contractName)),
      .init(key: "line", value: .number(JSONNumber(result.interaction.location.line))),
      .init(key: "description", value: .string(result.interaction.description)),
      .init(key: "result", value: .string(result.word)),
    ])
    switch result.outcome {
    case .failed(let mismatches): entry["mismatches"] = .array(mismatches.map(\.json))
    case .stateFailed(let reason), .notPlayed(let reason): entry["reason"] = .string(reason)
    case .noAnswer(let error): entry["reason"] = .string(error.description)
    case .passed: break
    }
    if !result.unexercised.isEmpty {
      entry["unexercised"] = .array(result.unexercised.map(\.json))
    }
    if !result.shortfalls.isEmpty {
      entry["notes"] = .array(result.shortfalls.map { .string($0) })
    }
    if let request = result.request, let url = result.url {
      entry["repeat"] = .string(CurlLine.text(request, to: url))
    }
    return .object(entry)
  }

  /// JUnit's XML, one test suite per contract.
  public static func junit(_ results: [InteractionResult]) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
    var contracts: [String] = []
    for result in results where !contracts.contains(result.contractName) {
      contracts.append(result.contractName)
    }
    for contract in contracts {
      let own = results.filter { $0.contractName == contract }
      let failures = own.count { $0.isBreach }
      let errors = own.count { $0.isUnanswered }
      text +=
        "  <testsuite name=\"\(escaped(contract))\" tests=\"\(own.count)\" failures=\"\(failures)\" errors=\"\(errors)\">\n"
      for result in own { text += testCase(result) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func testCase(_ result: InteractionResult) -> String {
    let head =
      "    <testcase classname=\"\(escaped(result.contractName))\" name=\"\(escaped(result.interaction.description))\""
    let detail = escaped(TextReport.failure(result))
    switch result.outcome {
    case .passed: return head + "/>\n"
    case .failed(let mismatches) where !result.interaction.pending:
      let first = escaped(mismatches.first?.words ?? "")
      return head + ">\n      <failure message=\"\(first)\">\(detail)</failure>\n    </testcase>\n"
    case .stateFailed(let reason) where !result.interaction.pending:
      return head
        + ">\n      <failure type=\"provider state\" message=\"\(escaped(reason))\">\(detail)</failure>\n    </testcase>\n"
    case .noAnswer(let error):
      return head + ">\n      <error message=\"\(escaped(error.description))\"/>\n    </testcase>\n"
    case .failed, .stateFailed, .notPlayed: return head + ">\n      <skipped/>\n    </testcase>\n"
    }
  }

  /// For XML text and attributes; characters that XML can't hold become `?`.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
