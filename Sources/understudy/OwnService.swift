import ContractMock
import Contracts
import Glibc
import MockServer
import ServiceCatalogue

/// Somebody's own service, named on the command line by its folder, or by a contract that describes it.
enum OwnService {
  /// Whether a word is a path and no service's name.
  static func isMeant(by word: String) -> Bool {
    if ServiceCatalogue.names.contains(word) { return false }
    return word.contains("/") || word.contains(".") || holdsService(word)
      || StubSet.isFolder(word)
  }

  static func holdsService(_ path: String) -> Bool { access("\(path)/service.json", R_OK) == 0 }

  /// Reads the service.
  ///
  /// - Throws: ``CommandFailure`` when it is wrong, or has the name of another.
  static func blueprint(
    _ path: String, profile: String? = nil
  ) throws(CommandFailure) -> any ServiceBlueprint {
    if path.hasSuffix(".json"), !holdsService(path) { return try contractBlueprint(path) }
    do throws(FixtureError) {
      if StubSet.isFolder(path), !holdsService(path) { return try stubBlueprint(path) }
      let fixtures = try ServiceFixtures(folder: path, profile: profile)
      let name = fixtures.description.name
      guard !ServiceCatalogue.names.contains(name), name != ServeCommand.controlName else {
        throw BuiltInServices.clash(fixtures)
      }
      return try Blueprint(CollectionService.self, fixtures)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  /// A folder of stubs alone: a service of its own, which answers nothing else.
  private static func stubBlueprint(_ path: String) throws(FixtureError) -> any ServiceBlueprint {
    let name = StubService.name(ofFolder: path)
    guard !ServiceCatalogue.names.contains(name), name != ServeCommand.controlName else {
      throw FixtureError(
        source: path,
        message:
          "a folder of stubs gives its name to their service, and \"\(name)\" is taken; to put stubs over that service use --stubs \(name)=\(path)"
      )
    }
    var blueprint = try Blueprint(StubService(named: name, path: path))
    blueprint.stubs = try StubSet(folder: path)
    return blueprint
  }

  /// A contract's name may be that of a service which Understudy has: it stands in for it.
  private static func contractBlueprint(
    _ path: String
  ) throws(CommandFailure) -> any ServiceBlueprint {
    let contract = try ContractFiles.read(path)
    do throws(FixtureError) {
      return try Blueprint(ContractMock(contract))
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.message)")
    }
  }

  /// Several of them, whose names must differ.
  static func blueprints(
    _ paths: [String], profile: String?
  ) throws(CommandFailure) -> [any ServiceBlueprint] {
    var read: [(path: String, blueprint: any ServiceBlueprint)] = []
    for path in paths where !read.contains(where: { $0.path == path }) {
      let blueprint = try blueprint(path, profile: profile)
      let name = blueprint.description.name
      if let other = read.first(where: { $0.blueprint.description.name == name }) {
        throw CommandFailure(
          .badInput, "\(other.path) and \(path) both describe a service \"\(name)\"")
      }
      read.append((path, blueprint))
    }
    return read.map(\.blueprint)
  }
}
