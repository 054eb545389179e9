import MockServer
import ServiceCatalogue
import Threads

/// The services that this binary has, and those that folders describe.
enum ServiceCatalogue {
  static var names: [String] { BuiltInServices.names }

  /// Reads a service's fixtures. One that the binary does not have may be described by them alone.
  static func blueprint(
    _ name: String, from source: FixtureSource, profile: String? = nil
  ) throws(CommandFailure) -> any ServiceBlueprint {
    do throws(FixtureError) {
      if let found = try BuiltInServices.blueprint(name, from: source, profile: profile) {
        return found
      }
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
    throw unknown(name)
  }

  /// Refuses a name that no service has.
  static func checkName(_ name: String, _ arguments: Arguments) throws(CommandFailure) {
    if names.contains(name) { return }
    guard try source(arguments, for: name).services.contains(name) else { throw unknown(name) }
  }

  private static func unknown(_ name: String) -> CommandFailure {
    CommandFailure(
      .badInput, "there is no service \"\(name)\"" + Suggestion.hint(for: name, among: names))
  }

  /// Services with their companions, those that need each other together.
  ///
  /// - Parameter own: services that were read from folders and contracts already.
  static func groups(
    _ names: [String], _ arguments: Arguments, own: [any ServiceBlueprint] = []
  ) throws(CommandFailure) -> [[any ServiceBlueprint]] {
    let blueprints = try Parallel.map(names) { name throws(CommandFailure) in
      try blueprint(name, arguments, own)
    }
    var groups: [[any ServiceBlueprint]] = []
    for blueprint in blueprints {
      let (name, companions) = (blueprint.description.name, blueprint.description.companions)
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

  /// Reads a service's fixtures from where the options of a command say, if that is not done yet.
  private static func blueprint(
    _ name: String, _ arguments: Arguments, _ own: [any ServiceBlueprint]
  ) throws(CommandFailure) -> any ServiceBlueprint {
    if let read = own.first(where: { $0.description.name == name }) { return read }
    return try blueprint(
      name, from: source(arguments, for: name), profile: arguments.value("--profile"))
  }

  /// Services with all that they need beside them, in the order of the catalogue. Fixtures that
  /// can't be read add nothing: whoever makes worlds of them says what is wrong.
  static func withCompanions(_ services: [String], _ arguments: Arguments) -> [String] {
    var wanted = services
    var next = 0
    while next < wanted.count {
      let source = try? Self.source(arguments, for: wanted[next])
      for companion in source?.companions(of: wanted[next]) ?? [] where !wanted.contains(companion)
      {
        wanted.append(companion)
      }
      next += 1
    }
    return names.filter(wanted.contains) + wanted.filter { !names.contains($0) }
  }

  /// The names of all listeners of services, as `--port` takes them.
  static func listeners(
    _ services: [String], _ own: [any ServiceBlueprint], _ arguments: Arguments
  ) -> [String] {
    services.flatMap { name -> [String] in
      if let read = own.first(where: { $0.description.name == name }) {
        return read.description.listeners.map(\.name)
      }
      let names = (try? source(arguments, for: name))?.listeners(of: name) ?? []
      return names.isEmpty ? [name] : names
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
