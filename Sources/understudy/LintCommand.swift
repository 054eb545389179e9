import Contracts
import MockServer

/// `understudy lint`: checks fixtures as `serve` would, and all of them.
enum LintCommand: Command {
  static let specification = CommandSpecification(
    name: "lint",
    summary: "Check fixtures (every file, profile and provider state) and contract files.",
    operands: "[DIR|FOLDER|CONTRACT…]",
    options: [],
    examples: [
      ("understudy lint", "The built-in fixtures."),
      ("understudy lint fixtures", "The folders below fixtures/, one per service."),
      ("understudy lint ./my-service", "A service of your own: a folder with a service.json."),
      (
        "understudy lint contracts/workqueue.json",
        "A contract: errors, examples that break their own rules, rules that never matter or fail."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    var problems = 0
    let contracts = arguments.operands.filter { $0.hasSuffix(".json") }
    let folders = arguments.operands.filter { !$0.hasSuffix(".json") }
    for path in contracts { problems += try lint(contract: path) }
    let services = folders.filter(OwnService.holdsService)
    for path in services { problems += lint(folder: path) }
    if !arguments.operands.isEmpty, contracts.count + services.count == arguments.operands.count {
      return problems == 0 ? .fine : .badInput
    }
    let sources = folders.filter { !services.contains($0) }.map {
      ($0, FixtureSource(directory: $0))
    }
    for (name, source) in sources.isEmpty ? [("the built-in fixtures", Bundle.fixtures)] : sources {
      guard !source.services.isEmpty else {
        throw CommandFailure(
          .badInput,
          "\(name) holds no fixtures: a service.json, or a folder per service with one, is expected"
        )
      }
      for service in source.services { problems += lint(service, source) }
    }
    return problems == 0 ? .fine : .badInput
  }

  /// Reads a contract and looks for what never matters or can't be kept; warnings fail nothing.
  private static func lint(contract path: String) throws(CommandFailure) -> Int {
    do throws(CommandFailure) {
      var problems = 0
      for contract in try ContractFiles.read([path]) {
        let findings = contract.findings
        for finding in findings { Terminal.print("\(finding.severity.rawValue): \(finding)") }
        let errors = findings.count { $0.severity == .error }
        problems += errors
        let counted = "\(contract.interactions.count) interactions"
        Terminal.print(
          errors == 0
            ? "ok \(path): \(counted)\(contract.isCanonical ? "" : ", not in canonical form")"
            : "FAIL \(path): \(counted), \(errors) of its examples break their own rules")
      }
      return problems
    } catch {
      guard error.code == .badInput else { throw error }
      Terminal.print("FAIL \(error.message)")
      return 1
    }
  }

  private static func lint(_ service: String, _ source: FixtureSource) -> Int {
    lint(service) { profile throws(CommandFailure) in
      try ServiceCatalogue.blueprint(service, from: source, profile: profile)
    }
  }

  /// Somebody's own service, or one of the folders that the built-in ones are read from.
  private static func lint(folder path: String) -> Int {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    if let name = parts.last.map(String.init), ServiceCatalogue.names.contains(name) {
      let parent = (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
      return lint(name, FixtureSource(directory: parent.isEmpty ? "." : parent))
    }
    return lint(path) { profile throws(CommandFailure) in
      try OwnService.blueprint(path, profile: profile)
    }
  }

  /// Loads a service with each of its profiles; which checks the seed and the states.
  private static func lint(
    _ name: String, _ load: (String?) throws(CommandFailure) -> any ServiceBlueprint
  ) -> Int {
    do throws(CommandFailure) {
      let usual = try load(nil)
      for profile in usual.description.profiles { _ = try load(profile) }
      let profiles = usual.description.profiles.joined(separator: ", ")
      Terminal.print(
        "ok \(name): profiles \(profiles); \(usual.providerStates.count) provider states")
      return 0
    } catch {
      Terminal.print("FAIL \(name): \(error.message)")
      return 1
    }
  }
}
