import MockServer
import MockSupport
import ProvenaMock
import Testing

/// A fresh world whose time stands still and whose identifiers count up.
func provena(
  profile: String? = nil, source: FixtureSource = Repository.fixtures,
  clock: ManualClock = ManualClock()
) throws -> World<ProvenaMock> {
  try World(ProvenaMock.self, "provena", profile: profile, source: source, clock: clock)
}

@Suite struct `The Provena mock` {
  /// Read once: to read the fixtures takes far longer than to play a story.
  private static let blueprint = Result {
    try Blueprint(ProvenaMock.self, try ServiceFixtures("provena", from: Repository.fixtures))
  }

  @Test(arguments: CaseFile.all(in: "Tests/Services/Provena/MockTests/Cases"))
  func `answers as its cases say`(story: CaseFile) throws {
    let group = WorldGroup(clock: AdjustableClock(base: ManualClock()))
    let world = try Self.blueprint.get().inProfile(story.profile).makeWorld(
      in: group, observer: nil)
    let differences = story.differences(
      from: world, parameters: world.description.parameters(urls: [:]))
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }
}
