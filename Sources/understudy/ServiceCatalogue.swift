import KeystoneMock
import MockServer
import TroveMock
import WorkqueueMock

/// The services that this binary has.
enum ServiceCatalogue {
  typealias MakeBlueprint =
    @Sendable (ServiceFixtures) throws(FixtureError) -> any ServiceBlueprint

  private static let makers: [(name: String, make: MakeBlueprint)] = [
    ("workqueue", { fixtures throws(FixtureError) in try Blueprint(WorkqueueMock.self, fixtures) }),
    ("keystone", { fixtures throws(FixtureError) in try Blueprint(KeystoneMock.self, fixtures) }),
    ("trove", { fixtures throws(FixtureError) in try Blueprint(TroveMock.self, fixtures) }),
  ]

  static var names: [String] { makers.map(\.name) }

  /// The name itself, when a service has it.
  static func known(_ name: String) throws(CommandFailure) -> String {
    guard names.contains(name) else {
      throw CommandFailure(
        .badInput, "there is no service \"\(name)\"" + Suggestion.hint(for: name, among: names))
    }
    return name
  }

  /// Reads a service's fixtures.
  static func blueprint(
    _ name: String, from source: FixtureSource, profile: String? = nil
  ) throws(CommandFailure) -> any ServiceBlueprint {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw CommandFailure(
        .badInput, "there is no service \"\(name)\"" + Suggestion.hint(for: name, among: names))
    }
    do throws(FixtureError) {
      return try maker.make(try ServiceFixtures(name, from: source, profile: profile))
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  /// Services with their companions, those that need each other together.
  static func groups(
    _ names: [String], _ arguments: Arguments
  ) throws(CommandFailure) -> [[any ServiceBlueprint]] {
    var groups: [[any ServiceBlueprint]] = []
    for name in names {
      let source = try source(arguments, for: name)
      let blueprint = try blueprint(name, from: source, profile: arguments.value("--profile"))
      let companions = blueprint.description.companions
      let related = groups.indices.filter { place in
        groups[place].contains {
          companions.contains($0.description.name) || $0.description.companions.contains(name)
        }
      }
      let joined = related.flatMap { groups[$0] } + [blueprint]
      groups = groups.indices.filter { !related.contains($0) }.map { groups[$0] } + [joined]
    }
    return groups
  }

  /// Services with all that they need beside them, in the order of the catalogue. Fixtures that
  /// can't be read add nothing: whoever makes worlds of them says what is wrong.
  static func withCompanions(_ services: [String], _ arguments: Arguments) -> [String] {
    var wanted = services
    var next = 0
    while next < wanted.count {
      let found = try? blueprint(wanted[next], from: source(arguments, for: wanted[next]))
      for companion in found?.description.companions ?? [] where !wanted.contains(companion) {
        wanted.append(companion)
      }
      next += 1
    }
    return names.filter(wanted.contains)
  }

  /// The fixtures that the options of a command name: a folder's, or for services that it lacks, the
  /// built-in ones.
  static func source(_ arguments: Arguments, for service: String) throws(CommandFailure)
    -> FixtureSource
  {
    guard let folder = arguments.value("--fixtures") else { return Bundle.fixtures }
    let source = FixtureSource(directory: folder)
    guard !source.services.isEmpty else {
      throw CommandFailure(
        .badInput,
        "\(folder) holds no fixtures: a folder per service is expected, as \(folder)/workqueue/service.json"
      )
    }
    return source.services.contains(service) ? source : Bundle.fixtures
  }

  static let fixturesOption = CommandSpecification.Option(
    "--fixtures", "DIR", "Read fixtures from DIR/SERVICE/ instead of the built-in ones.")
}
