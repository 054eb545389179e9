import Glibc
import MockServer

/// Somebody's own service, named on the command line by its folder.
enum ServiceFolder {
  /// Whether a word is a folder's path and no service's name.
  static func isMeant(by word: String) -> Bool {
    if ServiceCatalogue.names.contains(word) { return false }
    return word.contains("/") || word.contains(".") || holdsService(word)
  }

  static func holdsService(_ path: String) -> Bool { access("\(path)/service.json", R_OK) == 0 }

  /// Reads the service.
  ///
  /// - Throws: ``CommandFailure`` when it is wrong, or has the name of another.
  static func blueprint(
    _ path: String, profile: String? = nil
  ) throws(CommandFailure) -> any ServiceBlueprint {
    do throws(FixtureError) {
      let fixtures = try ServiceFixtures(folder: path, profile: profile)
      let name = fixtures.description.name
      guard !ServiceCatalogue.names.contains(name), name != ServeCommand.controlName else {
        throw fixtures.clash()
      }
      return try Blueprint(CollectionService.self, fixtures)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  /// Several of them, whose names must differ.
  static func blueprints(
    _ paths: [String], profile: String?
  ) throws(CommandFailure) -> [any ServiceBlueprint] {
    var blueprints: [any ServiceBlueprint] = []
    for path in paths {
      let blueprint = try blueprint(path, profile: profile)
      let description = blueprint.description
      if let other = blueprints.first(where: { $0.description.name == description.name }) {
        if other.description.folder == path { continue }
        throw CommandFailure(
          .badInput,
          "\(other.description.folder ?? "") and \(path) both hold a service \"\(description.name)\""
        )
      }
      blueprints.append(blueprint)
    }
    return blueprints
  }
}
