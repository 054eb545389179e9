import MockServer
import WorkqueueMock

/// The services that this binary has.
enum ServiceCatalogue {
  typealias MakeWorld =
    @Sendable (ServiceFixtures, ExchangeObserver?) throws(FixtureError) -> any ServiceWorld

  private static let makers: [(name: String, make: MakeWorld)] = [
    (
      "workqueue",
      { fixtures, observer throws(FixtureError) in
        try World(try WorkqueueMock(fixtures: fixtures), observer: observer)
      }
    )
  ]

  static var names: [String] { makers.map(\.name) }

  /// Reads a service's fixtures and makes a world of it.
  static func world(
    _ name: String, from source: FixtureSource, profile: String? = nil,
    observer: ExchangeObserver? = nil
  ) throws(CommandFailure) -> any ServiceWorld {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw CommandFailure(
        .badInput, "there is no service \"\(name)\"" + Suggestion.hint(for: name, among: names))
    }
    do throws(FixtureError) {
      let fixtures = try ServiceFixtures(name, from: source, profile: profile)
      return try maker.make(fixtures, observer)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
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
