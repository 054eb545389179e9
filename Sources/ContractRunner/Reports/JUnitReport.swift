extension FileReports {
  /// A verification's results as JUnit's XML.
  public static func junit(_ results: [InteractionResult]) -> String {
    junit(RunReport(verifying: results))
  }

  /// JUnit's XML, one test suite per contract. What fails no run but did not pass is skipped, with the
  /// reason as the message.
  public static func junit(_ report: RunReport) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
    for section in report.sections {
      let errors = section.totals.failures(.noAnswer)
      text +=
        "  <testsuite name=\"\(escaped(section.name))\" tests=\"\(section.entries.count)\" failures=\"\(section.totals.failed - errors)\" errors=\"\(errors)\">\n"
      for entry in section.entries { text += testCase(entry, of: section.name) }
      text += "  </testsuite>\n"
    }
    if !report.warnings.isEmpty {
      text +=
        "  <testsuite name=\"warnings\" tests=\"0\" failures=\"0\" errors=\"0\">\n    <system-out>\(escaped(report.warnings.joined(separator: "\n")))</system-out>\n  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func testCase(_ entry: RunReport.Entry, of contract: String) -> String {
    let head =
      "    <testcase classname=\"\(escaped(contract))\" name=\"\(escaped(entry.title))\""
    guard entry.outcome != .passed else { return head + "/>\n" }
    func element(_ element: String) -> String {
      head + ">\n      \(element)\n    </testcase>\n"
    }
    let message = escaped(entry.gist)
    guard entry.fails else {
      let words = entry.shownOutcome.words
      return element(
        "<skipped message=\"\(words)\(message.isEmpty || message == words ? "" : ": \(message)")\"/>"
      )
    }
    if entry.outcome == .noAnswer { return element("<error message=\"\(message)\"/>") }
    let type = entry.outcome == .stateFailed ? "type=\"provider state\" " : ""
    return element(
      "<failure \(type)message=\"\(message)\">\(escaped(TextReport.text(entry)))</failure>")
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
