import ContractRunner
import Contracts
import EventLoop
import JSON
import MockServer

/// `understudy check`: holds a client to contracts while it runs against the mocks.
enum CheckCommand: Command {
  static let specification = CommandSpecification(
    name: "check",
    summary:
      "Run a command against the stateful mocks and let contracts judge every request it makes.",
    operands: "CONTRACT… -- COMMAND…",
    options: [
      .init("--strict", nil, "A call that no interaction covers is a failure, too."),
      .init(
        "--write", "FILE",
        "Write what the command really used as a contract; a folder for several contracts."),
      .init(
        "--consumer", "NAME", "The command's name in what is written; the contract's by default."),
      .init("--profile", "NAME", "documented (default) or reference."),
      ReportFiles.option,
      ServiceCatalogue.fixturesOption,
    ],
    examples: [
      (
        "understudy check contracts/workqueue.json -- python3 my_client_tests.py",
        "UNDERSTUDY_WORKQUEUE_URL tells the command where the mock is."
      ),
      (
        "understudy check contracts/trove.json --write my-client.json --consumer my-client -- ./tests.sh",
        "What the tests asked, as a contract of their own: the same bytes in every run."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    guard let cut = arguments.words.firstIndex(of: "--"), cut + 1 < arguments.words.count else {
      throw CommandFailure(.badInput, "a command is needed: understudy check CONTRACT… -- COMMAND…")
    }
    let command = Array(arguments.words[(cut + 1)...])
    let paths = Array(arguments.operands.dropLast(command.count))
    let reports = try ReportFiles(arguments)
    let contracts = try ContractFiles.read(paths)
    let writing = try UsedContractFiles(contracts, arguments)
    let bench = try CheckBench(contracts, arguments, writing)
    let ending = try ChildProcess.run(command, adding: bench.environment)
    bench.stop()
    let isStrict = arguments.has("--strict")
    let (report, text) = bench.report(isStrict: isStrict, arguments)
    Terminal.print(text)
    try reports.write(report)
    switch ending {
    case .exited(let code):
      try writing?.write(bench.trials)
      if code != 0 { Terminal.note("the command exited with \(code)") }
      return code != 0 || bench.isBroken(isStrict: isStrict)
        ? .brokenContract : .fine
    case .signalled(let number):
      throw CommandFailure(.environment, "the command was ended by signal \(number)")
    }
  }
}

/// The mocks of a check with the judges that watch them.
struct CheckBench {
  let environment: [(String, String)]
  let trials: [Trial]
  private let groups: [RunningGroup]

  init(
    _ contracts: [Contract], _ arguments: Arguments, _ writing: UsedContractFiles?
  ) throws(CommandFailure) {
    var byProvider: [(provider: String, trial: Trial)] = []
    for contract in contracts {
      guard !byProvider.contains(where: { $0.provider == contract.provider }) else {
        throw CommandFailure(
          .badInput,
          "two contracts are for the provider \"\(contract.provider)\"; check one at a time")
      }
      byProvider.append((contract.provider, Trial(contract)))
    }
    let trials = Dictionary(uniqueKeysWithValues: byProvider.map { ($0.provider, $0.trial) })
    let host = WorldHost(
      loops: try RunningServers.loops(),
      observer: { service, request, answer in
        // An answer that a fault has spoilt says nothing of the contract.
        guard answer.fault == nil, let trial = trials[service.name] else { return }
        let verdict = trial.take(request, answer.response)
        writing?.take(request, answer.response, verdict, provider: service.name)
      },
      messageCheck: { service, message, _ in
        trials[service.name]?.take(SentMessage(message)).mismatches ?? []
      })
    let names = ServiceCatalogue.withCompanions(byProvider.map(\.provider), arguments)
    var environment: [(String, String)] = []
    var groups: [RunningGroup] = []
    for blueprints in try ServiceCatalogue.groups(names, arguments) {
      let running: RunningGroup
      do throws(PortProblems) {
        running = try host.start(blueprints)
      } catch {
        throw CommandFailure(
          .environment, error.all.map(\.error.description).joined(separator: "\n"))
      }
      groups.append(running)
      for service in running.services {
        environment += service.world.description.variables(urls: running.group.urls).members.map {
          ($0.key, $0.value.string ?? "")
        }
      }
    }
    self.environment = environment
    self.groups = groups
    self.trials = byProvider.map(\.trial)
  }

  func stop() {
    for group in groups { group.stop() }
  }

  /// What was found, for files and for the terminal.
  func report(isStrict: Bool, _ arguments: Arguments) -> (RunReport, text: String) {
    let sections = trials.map { RunReport.Section($0, isStrict: isStrict) }
    let text = zip(sections, trials).map { section, trial in
      CheckReport.text(
        section, exchanges: trial.exchanges, messages: trial.messages, isStrict: isStrict,
        warnings: VariantWarnings.lines(trial), style: Terminal.textStyle)
    }
    let report = RunReport(
      "understudy check",
      facts: [
        RunReport.Fact("Requests", trials.map { String($0.exchanges) }.joined(separator: ", ")),
        RunReport.Fact("Command", arguments.commandLine(of: CheckCommand.specification)),
      ], sections: sections, warnings: trials.flatMap { VariantWarnings.lines($0) })
    return (report, text.joined(separator: "\n"))
  }

  func isBroken(isStrict: Bool) -> Bool { trials.contains { $0.isBroken(isStrict: isStrict) } }
}
