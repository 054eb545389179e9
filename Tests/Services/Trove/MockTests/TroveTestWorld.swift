import JSON
import KeystoneMock
import MockServer
import MockSupport
import TroveMock

/// A fresh Trove with the Keystone that knows its callers. Time stands still until a story moves it,
/// and identifiers count up.
struct TroveTestWorld {
  /// Held here, because a group holds nobody.
  private let keystone: World<KeystoneMock>
  let trove: World<TroveMock>
  /// What stories may name: `${token.USER}` of every user with a fixed token, and `${project.NAME}`
  /// for the id of every project.
  let parameters: JSONObject

  init(
    profile: String? = nil, source: FixtureSource = Repository.fixtures,
    clock: ManualClock = ManualClock()
  ) throws {
    let group = WorldGroup(clock: AdjustableClock(base: clock))
    // Fixtures of Trove alone go with the usual Keystone.
    let identity =
      source.services.contains("keystone")
      ? try Self.identity(from: source) : try Self.usualIdentity.get()
    keystone = World(identity, in: group, identifiers: CountingIdentifiers())
    trove = World(
      try Blueprint(TroveMock.self, try ServiceFixtures("trove", from: source, profile: profile)),
      in: group, identifiers: CountingIdentifiers())
    var parameters = JSONObject()
    for token in keystone.description.tokens.members {
      parameters["token.\(token.key)"] = token.value
    }
    let projects = try JSONReader.value(of: Repository.bytes("fixtures/keystone/projects.json"))
    for project in projects.array ?? [] {
      parameters["project.\(project["name"]?.string ?? "")"] = project["id"]
    }
    self.parameters = parameters
  }

  private static let usualIdentity = Result { try identity(from: Repository.fixtures) }

  private static func identity(from source: FixtureSource) throws -> Blueprint<KeystoneMock> {
    try Blueprint(KeystoneMock.self, try ServiceFixtures("keystone", from: source))
  }
}
