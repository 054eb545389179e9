import ContractRunner
import Contracts
import JSON
import HTTPClient
import HTTPMessage

/// `understudy verify`: holds a provider to contracts.
enum VerifyCommand: Command {
  static let specification = CommandSpecification(
    name: "verify",
    summary: "Replay a contract's interactions against a provider and report every mismatch.",
    operands: "CONTRACT…",
    options: [
      .init("--provider", "URL", "Where the provider is (required)."),
      .init("--states", "URL", "Set provider states there, in the official Pact verifier's form."),
      .init("--messages", "URL", "Ask for messages there, in the official Pact verifier's form."),
      .init("--filter", "REGEX", "Only interactions whose description holds this."),
      .init(
        "--header", "NAME:VALUE", "Send this with every request, instead of the contract's line."),
      .init("--timeout", "SECONDS", "For each answer; 10 by default."),
      ReportFiles.option,
    ],
    examples: [
      (
        "understudy verify contracts/workqueue.json --provider http://127.0.0.1:5446 --states http://127.0.0.1:5446/__admin/provider-states",
        "The mock against its contract."
      ),
      (
        "understudy verify contracts/workqueue.json --provider http://server.example:5446 --filter reference --header 'X-Token: TOKEN'",
        "A real server, as far as it can be asked without provider states."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let verifier = try Verifier(arguments)
    let reports = try ReportFiles(arguments)
    let filter = try DescriptionFilter(arguments.value("--filter"))
    let contracts = try ContractFiles.read(arguments.operands)
    var results: [InteractionResult] = []
    for contract in contracts {
      let total = contract.interactions.count { filter.lets($0) }
      let progress = Progress(total: total, name: contract.name)
      results += verifier.verify(contract, filter: filter.lets) { result in
        progress.step()
        if !result.outcome.isPassed {
          progress.clear()
          Terminal.print(TextReport.text(RunReport.Entry(result), style: Terminal.textStyle))
        }
      }
      progress.clear()
    }
    if results.isEmpty {
      throw CommandFailure(.badInput, "no interaction was played: --filter lets none through")
    }
    let report = report(results, of: contracts, by: verifier, arguments)
    try reports.write(report)
    for warning in report.warnings { Terminal.note("note: \(warning)") }
    Terminal.print(TextReport.tally(report.totals, style: Terminal.textStyle))
    if results.contains(where: \.isUnanswered) { return .environment }
    return results.contains(where: \.isBreach) ? .brokenContract : .fine
  }
}

extension VerifyCommand {
  private static func report(
    _ results: [InteractionResult], of contracts: [Contract], by verifier: Verifier,
    _ arguments: Arguments
  ) -> RunReport {
    var report = RunReport(
      facts: [
        RunReport.Fact("Provider", verifier.provider.description),
        RunReport.Fact("States", verifier.states?.description ?? "as the provider was"),
        RunReport.Fact("Command", arguments.commandLine(of: specification, hiding: ["--header"])),
      ], verifying: results, hiding: verifier.fields)
    for (place, section) in report.sections.enumerated() {
      report.sections[place].about =
        contracts.first { $0.name == section.name }?.parties ?? ""
    }
    if verifier.states == nil,
      contracts.flatMap(\.interactions).contains(where: { !$0.providerStates.isEmpty })
    {
      report.warnings.append("without --states the provider states of the contract were not set")
    }
    return report
  }
}

extension Verifier {
  init(_ arguments: Arguments) throws(CommandFailure) {
    guard let text = arguments.value("--provider") else {
      throw CommandFailure(
        .badInput, "--provider URL is needed: where is the server to be verified?")
    }
    var fields = HTTPFields()
    for line in arguments.all("--header") {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw CommandFailure(.badInput, "--header takes NAME:VALUE, not \"\(line)\"")
      }
      fields.append(HTTPFieldName(String(parts[0])), String(parts[1].drop { $0 == " " }))
    }
    self.init(
      provider: try ServerURL.read(text, option: "--provider"),
      states: try Self.url(arguments, "--states"), fields: fields,
      timeout: try arguments.timeout(default: 10_000),
      messages: try Self.url(arguments, "--messages"))
  }

  private static func url(
    _ arguments: Arguments, _ option: String
  ) throws(CommandFailure) -> HTTPURL? {
    guard let text = arguments.value(option) else { return nil }
    return try ServerURL.read(text, option: option)
  }
}

/// Which interactions take part.
struct DescriptionFilter {
  private let regex: Regex<AnyRegexOutput>?

  init(_ pattern: String?) throws(CommandFailure) {
    guard let pattern else {
      regex = nil
      return
    }
    do {
      regex = try Regex(pattern)
    } catch {
      throw CommandFailure(.badInput, "--filter \"\(pattern)\" is no regular expression: \(error)")
    }
  }

  func lets(_ interaction: Interaction) -> Bool {
    guard let regex else { return true }
    return interaction.description.firstMatch(of: regex) != nil
  }
}

/// A line that counts on a terminal, and nothing elsewhere.
final class Progress {
  private let total: Int
  private let name: String
  private var count = 0

  init(total: Int, name: String) {
    self.total = total
    self.name = name
  }

  func step() {
    count += 1
    if Terminal.isInteractive { Terminal.write("\r\(name): \(count)/\(total)") }
  }

  func clear() {
    if Terminal.isInteractive { Terminal.write("\r\u{1B}[K") }
  }
}
