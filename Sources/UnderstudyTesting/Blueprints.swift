import EventLoop
import MockServer
import ServiceCatalogue
import Synchronization

/// What worlds are made of: read once for all tests of a run.
enum Blueprints {
  private struct Key: Hashable {
    let service: MockedService.Origin
    let fixtures: String?
    let profile: String?
  }

  private static let read = Mutex<[Key: any ServiceBlueprint]>([:])
  private static let group = Mutex<EventLoopGroup?>(nil)

  /// The loops of all tests.
  static func loops() throws(SocketError) -> EventLoopGroup {
    try group.withLock { group throws(SocketError) in
      if let group { return group }
      let made = try EventLoopGroup()
      group = made
      return made
    }
  }

  /// Services with all that they need, each once.
  static func family(
    of services: [MockedService], fixtures: String?, profile: String?
  ) throws(UnderstudyError) -> [any ServiceBlueprint] {
    var family: [any ServiceBlueprint] = []
    var wanted = services.map(\.origin)
    var next = 0
    while next < wanted.count {
      let blueprint = try blueprint(
        Key(service: wanted[next], fixtures: fixtures, profile: profile))
      next += 1
      let name = blueprint.description.name
      if family.contains(where: { $0.description.name == name }) { continue }
      family.append(blueprint)
      wanted += blueprint.description.companions.map { .named($0) }
    }
    return family
  }

  static func name(ofFolder path: String) throws(UnderstudyError) -> String {
    let known = read.withLock { read in
      read.first { $0.key.service == .folder(path) }?.value.description.name
    }
    if let known { return known }
    return try blueprint(Key(service: .folder(path), fixtures: nil, profile: nil)).description.name
  }

  private static func blueprint(_ key: Key) throws(UnderstudyError) -> any ServiceBlueprint {
    if let found = read.withLock({ $0[key] }) { return found }
    let made: (any ServiceBlueprint)?
    do throws(FixtureError) {
      switch key.service {
      case .folder(let path):
        made = try BuiltInServices.blueprint(ofFolder: path, profile: key.profile)
      case .named(let name):
        made = try BuiltInServices.blueprint(
          name, from: source(key.fixtures, for: name), profile: key.profile)
      }
    } catch {
      throw UnderstudyError(error.description)
    }
    guard let made else {
      guard case .named(let name) = key.service else { throw UnderstudyError("no such service") }
      throw UnderstudyError(
        "there is no service \"\(name)\""
          + Suggestion.hint(for: name, among: BuiltInServices.names))
    }
    read.withLock { $0[key] = made }
    return made
  }

  private static func source(_ folder: String?, for service: String) -> FixtureSource {
    guard let folder else { return BuiltInServices.fixtures }
    let source = FixtureSource(directory: folder)
    return source.services.contains(service) ? source : BuiltInServices.fixtures
  }
}
