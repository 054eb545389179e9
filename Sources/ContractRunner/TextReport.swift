import JSON
import HTTPClient
import Contracts
public import HTTPMessage

/// Results as a person reads them.
public enum TextReport {
  /// A failed interaction with all that is needed to understand and to repeat it.
  public static func failure(_ result: InteractionResult) -> String {
    var lines = ["✗ \(result.interaction.description)", "    at        \(result.place)"]
    for state in result.interaction.providerStates {
      let parameters =
        state.params.isEmpty
        ? "" : " \(state.params.members.map { "\($0.key)=\($0.value)" }.joined(separator: ", "))"
      lines.append("    state     \(state.name)\(parameters)")
    }
    if let request = result.request {
      lines.append("    request   \(request.method) \(request.target.pathAndQuery)")
    }
    if case .http(_, let expected) = result.interaction.exchange {
      lines.append("    expected  \(summary(expected.example))")
    }
    for shortfall in result.shortfalls { lines.append("    note      \(shortfall)") }
    if let response = result.response { lines.append("    got       \(summary(response))") }
    switch result.outcome {
    case .passed: break
    case .failed(let mismatches): lines += mismatches.map { "    ✗ \($0.words)" }
    case .stateFailed(let reason):
      lines.append("    the provider state could not be changed: \(reason)")
    case .noAnswer(let error): lines.append("    \(error)")
    case .notPlayed(let reason): lines.append("    not played: \(reason)")
    }
    if let request = result.request, let url = result.url {
      lines.append("    repeat    \(CurlLine.text(request, to: url))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Status, type and the beginning of the body.
  public static func summary(_ response: HTTPResponse) -> String {
    let type = response.fields[.contentType].map { ", \($0)" } ?? ""
    let text = String(
      String(decoding: response.body, as: UTF8.self).map { $0.isNewline ? " " : $0 })
    let shown = text.count > 200 ? text.prefix(200) + "…" : text[...]
    return "\(response.status)\(type)\(shown.isEmpty ? "" : ": ")\(shown)"
  }

  /// The last line of a run.
  public static func tally(_ results: [InteractionResult]) -> String {
    let passed = results.count { $0.outcome.isPassed }
    let failed = results.count { $0.isBreach || $0.isUnanswered }
    let others = results.count - passed - failed
    return "\(passed) passed, \(failed) failed"
      + (others > 0 ? ", \(others) pending or not played" : "")
  }
}
