import Contracts
import MockServer

/// `understudy lint`: checks fixtures as `serve` would, and all of them.
enum LintCommand: Command {
  static let specification = CommandSpecification(
    name: "lint",
    summary: "Check fixtures (every file, profile and provider state) and contract files.",
    operands: "[DIR|CONTRACT…]",
    options: [],
    examples: [
      ("understudy lint", "The built-in fixtures."),
      ("understudy lint fixtures", "The folders below fixtures/, one per service."),
      (
        "understudy lint contracts/workqueue.json",
        "A contract: errors, and patterns that can explode."
      ),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    var problems = 0
    let contracts = arguments.operands.filter { $0.hasSuffix(".json") }
    let folders = arguments.operands.filter { !$0.hasSuffix(".json") }
    for path in contracts { problems += try lint(contract: path) }
    if folders.isEmpty, !contracts.isEmpty { return problems == 0 ? .fine : .badInput }
    let sources = folders.map { ($0, FixtureSource(directory: $0)) }
    for (name, source) in sources.isEmpty ? [("the built-in fixtures", Bundle.fixtures)] : sources {
      guard !source.services.isEmpty else {
        throw CommandFailure(
          .badInput,
          "\(name) holds no fixtures: a folder per service with a service.json is expected")
      }
      for service in source.services { problems += lint(service, source) }
    }
    return problems == 0 ? .fine : .badInput
  }

  /// Reads a contract; warnings are shown but fail nothing.
  private static func lint(contract path: String) throws(CommandFailure) -> Int {
    do throws(CommandFailure) {
      for contract in try ContractFiles.read([path]) {
        for warning in contract.warnings { Terminal.print("warning: \(warning)") }
        Terminal.print("ok \(path): \(contract.interactions.count) interactions")
      }
      return 0
    } catch {
      guard error.code == .badInput else { throw error }
      Terminal.print("FAIL \(error.message)")
      return 1
    }
  }

  /// Loads a service with each of its profiles; which checks the seed and the states.
  private static func lint(_ service: String, _ source: FixtureSource) -> Int {
    do throws(CommandFailure) {
      let usual = try ServiceCatalogue.blueprint(service, from: source)
      for profile in usual.description.profiles {
        _ = try ServiceCatalogue.blueprint(service, from: source, profile: profile)
      }
      let profiles = usual.description.profiles.joined(separator: ", ")
      Terminal.print(
        "ok \(service): profiles \(profiles); \(usual.providerStates.count) provider states")
      return 0
    } catch {
      Terminal.print("FAIL \(service): \(error.message)")
      return 1
    }
  }
}
