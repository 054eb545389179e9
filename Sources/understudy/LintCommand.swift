import MockServer

/// `understudy lint`: checks fixtures as `serve` would, and all of them.
enum LintCommand: Command {
  static let specification = CommandSpecification(
    name: "lint",
    summary: "Check fixtures: every file, every profile, every provider state.",
    operands: "[DIR…]",
    options: [],
    examples: [
      ("understudy lint", "The built-in fixtures."),
      ("understudy lint fixtures", "The folders below fixtures/, one per service."),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    var problems = 0
    let sources = arguments.operands.map { ($0, FixtureSource(directory: $0)) }
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

  /// Loads a service with each of its profiles; the worlds check the seed and the states.
  private static func lint(_ service: String, _ source: FixtureSource) -> Int {
    do throws(CommandFailure) {
      let usual = try ServiceCatalogue.world(service, from: source)
      for profile in usual.description.profiles {
        _ = try ServiceCatalogue.world(service, from: source, profile: profile)
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
