import CBundle
import ESGFPIDMock
import KeystoneMock
public import MockServer
import OaioMock
import ProvenaMock
import TroveMock
import WorkqueueMock

/// The services that come along, with their fixtures.
public enum BuiltInServices {
  private typealias MakeBlueprint =
    @Sendable (ServiceFixtures) throws(FixtureError) -> any ServiceBlueprint

  private static let makers: [(name: String, make: MakeBlueprint)] = [
    ("workqueue", { fixtures throws(FixtureError) in try Blueprint(WorkqueueMock.self, fixtures) }),
    ("keystone", { fixtures throws(FixtureError) in try Blueprint(KeystoneMock.self, fixtures) }),
    ("trove", { fixtures throws(FixtureError) in try Blueprint(TroveMock.self, fixtures) }),
    ("provena", { fixtures throws(FixtureError) in try Blueprint(ProvenaMock.self, fixtures) }),
    ("oaio", { fixtures throws(FixtureError) in try Blueprint(OaioMock.self, fixtures) }),
    ("esgfpid", { fixtures throws(FixtureError) in try Blueprint(ESGFPIDMock.self, fixtures) }),
  ]

  public static var names: [String] { makers.map(\.name) }

  /// Reads a service's fixtures. One that does not come along may be described by them alone; nil when
  /// it is not.
  ///
  /// - Throws: ``FixtureError`` for the first thing that is wrong in them.
  public static func blueprint(
    _ name: String, from source: FixtureSource, profile: String? = nil
  ) throws(FixtureError) -> (any ServiceBlueprint)? {
    if let maker = makers.first(where: { $0.name == name }) {
      let fixtures = try ServiceFixtures(name, from: source, profile: profile)
      if fixtures.isServedByData { throw clash(fixtures) }
      return try maker.make(fixtures)
    }
    guard try ServiceFixtures.areServedByData(name, from: source) else { return nil }
    return try Blueprint(
      CollectionService.self, try ServiceFixtures(name, from: source, profile: profile))
  }

  /// Reads somebody's own service from its folder, whatever that is called.
  ///
  /// - Throws: ``FixtureError`` for the first thing that is wrong.
  public static func blueprint(
    ofFolder path: String, profile: String? = nil
  ) throws(FixtureError) -> any ServiceBlueprint {
    let fixtures = try ServiceFixtures(folder: path, profile: profile)
    guard !names.contains(fixtures.description.name) else { throw clash(fixtures) }
    return try Blueprint(CollectionService.self, fixtures)
  }

  /// The error of a folder that describes a service under a name that is taken.
  public static func clash(_ fixtures: ServiceFixtures) -> FixtureError {
    fixtures.error(
      at: "name",
      "\"\(fixtures.description.name)\" is a name that Understudy has itself; to change that service's fixtures use --fixtures"
    )
  }

  // MARK: Files

  /// The fixtures that come along.
  public static let fixtures = FixtureSource(
    files: files(below: "fixtures/"), prefix: "fixtures", isTested: true)

  /// The files that come along, as `fixtures/workqueue/jobs.json`, by name without the folder.
  public static func files(below folder: String) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for file in UnsafeBufferPointer(start: cbundle_files(), count: cbundle_file_count) {
      let name = String(cString: file.name)
      guard name.hasPrefix(folder) else { continue }
      files[String(name.dropFirst(folder.count))] = Array(
        UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return files
  }
}
