import ContractRunner
import Glibc
import JSON
import MockServer

/// The files that `--report FORMAT=FILE` asks for.
struct ReportFiles {
  private let wanted: [(format: Format, path: String)]

  enum Format: String, CaseIterable {
    case html
    case json
    case junit
    case markdown

    func bytes(_ report: RunReport) -> [UInt8] {
      switch self {
      case .html: FileReports.html(report)
      case .json: JSONWriter.pretty(FileReports.json(report))
      case .junit: Array(FileReports.junit(report).utf8)
      case .markdown: Array(FileReports.markdown(report).utf8)
      }
    }
  }

  static let option = CommandSpecification.Option(
    "--report", "FORMAT=FILE",
    "Write a report, too: html, json, junit or markdown. May be given several times.")

  /// Refuses what can't be written before anything runs.
  init(_ arguments: Arguments) throws(CommandFailure) {
    var wanted: [(format: Format, path: String)] = []
    for text in arguments.all("--report") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw CommandFailure(
          .badInput, "--report takes FORMAT=FILE, for example html=report.html, not \"\(text)\"")
      }
      guard let format = Format(rawValue: parts[0]) else {
        throw CommandFailure(
          .badInput,
          "--report \(text): there is no format \"\(parts[0])\""
            + Suggestion.hint(for: parts[0], among: Format.allCases.map(\.rawValue)))
      }
      guard !wanted.contains(where: { $0.path == parts[1] }) else {
        throw CommandFailure(.badInput, "--report \(text): another report goes to \(parts[1])")
      }
      try WholeFile.check(parts[1], calledA: "the report")
      wanted.append((format, parts[1]))
    }
    self.wanted = wanted
  }

  func write(_ report: RunReport) throws(CommandFailure) {
    for each in wanted {
      try WholeFile.write(each.format.bytes(report), to: each.path, calledA: "the report")
    }
  }
}
