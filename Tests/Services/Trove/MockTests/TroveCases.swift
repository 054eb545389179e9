import MockSupport
import Testing

@Suite struct `The Trove mock` {
  @Test(arguments: CaseFile.all(in: "Tests/Services/Trove/MockTests/Cases"))
  func `answers as its cases say`(story: CaseFile) throws {
    let world = try TroveTestWorld(profile: story.profile)
    let differences = story.differences(from: world.trove, parameters: world.parameters)
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }
}
