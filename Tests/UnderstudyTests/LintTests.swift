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

  /// A contract whose example is `value`, under a rule for integers.
  private static func contract(_ value: String) -> [UInt8] {
    Array(
      """
      {"interactions": [{"type": "Synchronous/HTTP", "description": "d",
      "request": {"method": "GET", "path": "/"}, "response": {"body": {"content": {"a": \(value)}},
      "matchingRules": {"body": {"$.a": {"matchers": [{"match": "integer"}]},
      "$.b": {"matchers": [{"match": "type"}]}}}}}],
      "metadata": {"pactSpecification": {"version": "4.0"}}}
      """.utf8)
  }

  @Test func `fails a contract whose example breaks its own rule`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("broken.json", Self.contract("\"x\""))
    let outcome = try UnderstudyProcess.run(["lint", path])
    #expect(outcome.code == 2)
    #expect(outcome.output.hasPrefix("error: \(path):3:28: $.a: the example breaks its own rule"))
    #expect(
      outcome.output.hasSuffix(
        "FAIL \(path): 1 interactions, 1 of its examples break their own rules\n"))
  }

  @Test func `warns of rules in a contract that never matter`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("odd.json", Self.contract("1"))
    #expect(
      try UnderstudyProcess.run(["lint", path])
        == .init(
          code: 0,
          output: """
            warning: \(path):4:1: $.b: never matters: $.b leads to nothing in the example: $ has a
            ok \(path): 1 interactions, not in canonical form

            """, errors: ""))
  }

  @Test func `goes through all folders`() throws {
    let (good, bad) = (try Self.folder(), try Self.folder("workqueue/states.json", "{}}"))
    let outcome = try UnderstudyProcess.run(["lint", bad.path, good.path])
    #expect(outcome.code == 2)
    #expect(outcome.output.split(separator: "\n").map { $0.prefix(4) } == ["FAIL", "ok w"])
  }
}
