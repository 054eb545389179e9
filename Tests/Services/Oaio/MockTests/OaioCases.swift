import MockServer
import MockSupport
import OaioMock
import Testing

/// A fresh world whose time stands still and whose identifiers count up.
func oaio(source: FixtureSource = Repository.fixtures) throws -> World<OaioMock> {
  try World(OaioMock.self, "oaio", source: source)
}

@Suite struct `The oaio mock` {
  @Test(arguments: CaseFile.all(in: "Tests/Services/Oaio/MockTests/Cases"))
  func `answers as its cases say`(story: CaseFile) throws {
    let differences = story.differences(from: try oaio())
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }
}
