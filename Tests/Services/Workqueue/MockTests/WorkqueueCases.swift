import MockServer
import MockSupport
import Testing
import WorkqueueMock

/// A fresh world whose time stands still and whose identifiers count up.
func workqueue(
  profile: String? = nil, source: FixtureSource = Repository.fixtures,
  clock: ManualClock = ManualClock()
) throws -> World<WorkqueueMock> {
  let mock = try WorkqueueMock(
    fixtures: try ServiceFixtures("workqueue", from: source, profile: profile))
  return try World(mock, clock: clock, identifiers: CountingIdentifiers())
}

@Suite struct `The workqueue mock` {
  @Test(arguments: CaseFile.all(in: "Tests/Services/Workqueue/MockTests/Cases"))
  func `answers as its cases say`(story: CaseFile) throws {
    let differences = story.differences(from: try workqueue(profile: story.profile))
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }
}
