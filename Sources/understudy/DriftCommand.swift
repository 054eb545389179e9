import HTTPClient
import ContractRunner
import Contracts

/// `understudy drift`: what a live service changed since a contract was written.
enum DriftCommand: Command {
  static let specification = CommandSpecification(
    name: "drift",
    summary: "Ask a live service what a contract asks, and print what changed, additions included.",
    operands: "CONTRACT…",
    options: [
      .init("--provider", "URL", "Where the service is (required)."),
      .init(
        "--states", "URL",
        "Set provider states there, as verify does; then all interactions are asked."),
      .init(
        "--all", nil,
        "Also make requests that may change the service; without it only GET, HEAD and OPTIONS."),
      .init("--filter", "REGEX", "Only interactions whose description holds this."),
      .init(
        "--header", "NAME:VALUE", "Send this with every request, instead of the contract's line."),
      .init("--timeout", "SECONDS", "For each answer; 10 by default."),
      ReportFiles.option,
    ],
    examples: [
      (
        "understudy drift contracts/trove.json --provider http://trove.example:8779 --header 'X-Auth-Token: TOKEN'",
        "A real service, asked only for what changes nothing. Exit code 1 when something changed."
      ),
      (
        "understudy drift contracts/trove.json --provider http://127.0.0.1:8779 --states http://127.0.0.1:8779/__admin/provider-states",
        "A service for tests, with everything that the contract has."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let verifier = try Verifier(arguments)
    let survey = DriftSurvey(
      verifier, rules: try Bundle.recordingRules(), asksAll: arguments.has("--all"))
    let reports = try ReportFiles(arguments)
    let filter = try DescriptionFilter(arguments.value("--filter"))
    let contracts = try ContractFiles.read(arguments.operands)
    var findings: [DriftSurvey.Finding] = []
    for contract in contracts {
      let progress = Progress(
        total: contract.interactions.count { filter.lets($0) }, name: contract.name)
      findings += survey.survey(contract, filter: filter.lets, progress: progress.step)
      progress.clear()
    }
    try reports.write(
      RunReport(
        "understudy drift",
        facts: [
          RunReport.Fact("Provider", verifier.provider.description),
          RunReport.Fact("Command", arguments.commandLine(of: specification, hiding: ["--header"])),
        ], verifying: findings.map(\.result), hiding: verifier.fields))
    guard !findings.isEmpty else {
      throw CommandFailure(.badInput, "no interaction was asked: --filter lets none through")
    }
    Terminal.print(DriftReport.text(findings))
    if findings.contains(where: \.result.isUnanswered) { return .environment }
    if DriftReport.isDrift(findings) { return .brokenContract }
    guard DriftReport.hasCompared(findings) else {
      throw CommandFailure(.environment, "nothing could be compared, so nothing is known of drift")
    }
    return .fine
  }
}
