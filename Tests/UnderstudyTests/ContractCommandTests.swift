import JSON
import MockServer
import Testing

@testable import understudy

/// `verify` and `check` as a person runs them. The contract is the one that the binary carries.
@Suite struct `The contract commands` {
  private static let contract = "contracts/workqueue.json"

  private static func run(_ words: [String]) throws -> UnderstudyProcess.Outcome {
    try UnderstudyProcess.run(words)
  }

  @Test(arguments: [["--profile", "documented"], ["--profile", "reference"]])
  func `find nothing to object to in the mock`(profile: [String]) throws {
    let mocks = try RunningMocks(profile[0], profile[1])
    let states = mocks.workqueue + "/__admin/provider-states"
    let outcome = try Self.run(
      ["verify", Self.contract, "--provider", mocks.workqueue, "--states", states])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasSuffix(" passed, 0 failed\n"))
  }

  @Test func `write reports and end with 1 when the contract is broken`() throws {
    let mocks = try RunningMocks()
    let folder = try TemporaryFolder()
    let report = folder.file("report.json")
    let junit = folder.file("report.xml")
    // Without provider states, what another profile would answer is a mismatch.
    let outcome = try Self.run([
      "verify", Self.contract, "--provider", mocks.workqueue, "--filter", "reference",
      "--report", "json=\(report)", "--report", "junit=\(junit)",
    ])
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("repeat    curl -i "))
    let json = try JSONReader.value(of: try #require(FixtureSource.read(report)))
    #expect((json["summary"]?["failed"]?.int ?? 0) > 0)
    #expect(FixtureSource.read(junit)?.starts(with: "<?xml".utf8) == true)
  }

  @Test func `end with 3 where nothing listens`() throws {
    let outcome = try Self.run(["verify", Self.contract, "--provider", "http://127.0.0.1:1"])
    #expect(outcome.code == 3)
    #expect(outcome.output.contains("cannot connect to http://127.0.0.1:1"))
  }

  @Test func `name the place of what is wrong in a contract`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("broken.json", Array("{\n  \"interactions\": 5\n}".utf8))
    let outcome = try Self.run(["verify", path, "--provider", "http://127.0.0.1:1"])
    #expect(outcome.code == 2)
    #expect(outcome.errors.hasPrefix("understudy: \(path):2:"))
  }

  struct Judged: Sendable, CustomTestStringConvertible {
    let script: String
    let options: [String]
    let code: Int32
    var testDescription: String { (options + [script]).joined(separator: " ") }
  }

  @Test(arguments: [
    Judged(script: "true", options: [], code: 0),
    Judged(script: "exit 7", options: [], code: 1),
    Judged(script: "kill -9 $$", options: [], code: 3),
    Judged(script: "test -n \"$UNDERSTUDY_WORKQUEUE_URL\"", options: ["--strict"], code: 0),
  ])
  func `end as the command and the contract say`(judged: Judged) throws {
    let words = ["check"] + judged.options + [Self.contract, "--", "/bin/sh", "-c", judged.script]
    let outcome = try Self.run(words)
    #expect(outcome.code == judged.code, "\(outcome.output)\(outcome.errors)")
  }

  @Test func `end with 3 when the command can't be started`() throws {
    let outcome = try Self.run(["check", Self.contract, "--", "/nowhere/command"])
    #expect(outcome.code == 3)
    #expect(
      outcome.errors == "understudy: cannot start /nowhere/command: No such file or directory\n")
  }

  @Test(arguments: [
    (["verify", contract], "--provider URL is needed: where is the server to be verified?"),
    (["check", contract], "a command is needed: understudy check CONTRACT… -- COMMAND…"),
    (
      ["verify", contract, "--provider", "ftp://x"],
      "\"ftp://x\" is no http URL, as http://127.0.0.1:5446"
    ),
    (
      ["verify", "--provider", "http://127.0.0.1:1"],
      "a contract is needed, for example contracts/workqueue.json"
    ),
  ])
  func `refuse what makes no sense`(words: [String], message: String) throws {
    let outcome = try Self.run(words)
    #expect(outcome.code == 2)
    #expect(outcome.errors == "understudy: \(message)\n")
  }
}
