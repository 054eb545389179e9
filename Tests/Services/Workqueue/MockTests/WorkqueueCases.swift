import MockServer
import MockSupport
import Testing
import WorkqueueMock

/// A fresh world whose time stands still and whose identifiers count up.
func workqueue(
  profile: String? = nil, source: FixtureSource = Repository.fixtures,
  clock: ManualClock = ManualClock()
) throws -> World<WorkqueueMock> {
  try World(WorkqueueMock.self, "workqueue", profile: profile, source: source, clock: clock)
}

@Suite struct `The workqueue mock` {
  @Test(arguments: CaseFile.all(in: "Tests/Services/Workqueue/MockTests/Cases"))
  func `answers as its cases say`(story: CaseFile) throws {
    let differences = story.differences(from: try workqueue(profile: story.profile))
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }
}
