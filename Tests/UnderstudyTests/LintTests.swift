import MockServer
import MockSupport
import Testing

@testable import understudy

@Suite struct `Linting a folder` {
  /// A copy of the workqueue's fixtures, with one file replaced.
  private static func folder(_ name: String = "", _ text: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (file, bytes) in Repository.fixtureFiles("workqueue") {
      try folder.write(file, file == name ? Array(text.utf8) : bytes)
    }
    return folder
  }

  @Test func `finds it whole`() throws {
    let folder = try Self.folder()
    let states = try ServiceCatalogue.blueprint("workqueue", from: Bundle.fixtures).providerStates
    #expect(
      try UnderstudyProcess.run(["lint", folder.path])
        == .init(
          code: 0,
          output:
            "ok workqueue: profiles documented, reference; \(states.count) provider states\n",
          errors: ""))
  }

  @Test func `finds the place that is wrong`() throws {
    let folder = try Self.folder("workqueue/jobs.json", "[\n  {,}\n]")
    let outcome = try UnderstudyProcess.run(["lint", folder.path])
    #expect(
      outcome
        == .init(
          code: 2,
          output:
            "FAIL workqueue: \(folder.path)/workqueue/jobs.json:2:4: expected a member name in quotes, found ','\n",
          errors: ""))
  }

  @Test func `finds a profile wrong that is not the usual one`() throws {
    let service = String(
      decoding: Repository.bytes("fixtures/workqueue/service.json"), as: UTF8.self)
    let broken = service.replacing("\"relative_paths\": false", with: "\"relative_paths\": 0")
    let folder = try Self.folder("workqueue/service.json", broken)
    let outcome = try UnderstudyProcess.run(["lint", folder.path])
    #expect(outcome.code == 2)
    #expect(
      outcome.output.hasSuffix(
        ": expected true or false, found number at /profiles/reference/relative_paths\n"))
  }

  @Test func `refuses a service that it does not know`() throws {
    let folder = try TemporaryFolder()
    try folder.write("workqueu/service.json", Array("{}".utf8))
    let outcome = try UnderstudyProcess.run(["lint", folder.path])
    #expect(
      outcome
        == .init(
          code: 2,
          output:
            "FAIL workqueu: there is no service \"workqueu\"; did you mean \"workqueue\"?\n",
          errors: ""))
  }

  @Test func `goes through all folders`() throws {
    let (good, bad) = (try Self.folder(), try Self.folder("workqueue/states.json", "{}}"))
    let outcome = try UnderstudyProcess.run(["lint", bad.path, good.path])
    #expect(outcome.code == 2)
    #expect(outcome.output.split(separator: "\n").map { $0.prefix(4) } == ["FAIL", "ok w"])
  }
}
