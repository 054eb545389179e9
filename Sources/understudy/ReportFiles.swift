import ContractRunner
import Glibc
import JSON

/// The files that `--report FORM=FILE` asks for.
struct ReportFiles {
  private let wanted: [(form: String, path: String)]

  static let option = CommandSpecification.Option(
    "--report", "FORM=FILE", "Write a report, too: junit=FILE or json=FILE.")

  init(_ arguments: Arguments) throws(CommandFailure) {
    var wanted: [(form: String, path: String)] = []
    for text in arguments.all("--report") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, ["junit", "json"].contains(parts[0]) else {
        throw CommandFailure(.badInput, "--report takes junit=FILE or json=FILE, not \"\(text)\"")
      }
      wanted.append((parts[0], parts[1]))
    }
    self.wanted = wanted
  }

  func write(_ results: [InteractionResult]) throws(CommandFailure) {
    for report in wanted {
      let text =
        report.form == "junit"
        ? Array(FileReports.junit(results).utf8) : JSONWriter.pretty(FileReports.json(results))
      try write(text, report.path)
    }
  }

  /// An inquest has no test cases, so there is no JUnit form of it.
  func write(_ inquest: Inquest) throws(CommandFailure) {
    for report in wanted {
      guard report.form == "json" else {
        throw CommandFailure(.badInput, "judge writes json=FILE, not \(report.form)")
      }
      try write(JSONWriter.pretty(InquestReport.json(inquest)), report.path)
    }
  }

  private func write(_ text: [UInt8], _ path: String) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0, Glibc.write(descriptor, text, text.count) == text.count,
      close(descriptor) == 0
    else {
      throw CommandFailure(
        .environment,
        "cannot write the report \(path): \(String(cString: strerror(errno)))")
    }
  }
}
