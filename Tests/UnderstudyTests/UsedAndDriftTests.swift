import JSON
import MockServer
import Testing

@testable import understudy

/// `check --write` and `drift` as a person runs them.
@Suite(.timeLimit(.minutes(3))) struct `Writing what was used, and looking for drift` {
  private static let contract = "contracts/workqueue.json"
  /// Two calls of which the contract has one, in any order, at once.
  private static let client = """
    curl -s -o /dev/null "$UNDERSTUDY_WORKQUEUE_URL/workqueue/api/v1.0/jobs" &
    curl -s -o /dev/null "$UNDERSTUDY_WORKQUEUE_URL/elsewhere?x=1" -H 'Authorization: Bearer abcdefabcdef' &
    wait
    """

  private static func check(_ words: [String], _ script: String) throws -> UnderstudyProcess.Outcome
  {
    try UnderstudyProcess.run(
      ["check", contract] + words + ["--", "/bin/sh", "-c", "PATH=/usr/bin:/bin; \(script)"])
  }

  @Test func `writes the same bytes in every run, and they verify`() throws {
    let folder = try TemporaryFolder()
    let paths = ["one.json", "two.json"].map { folder.file($0) }
    for path in paths {
      let outcome = try Self.check(["--write", path, "--consumer", "ann"], Self.client)
      #expect(outcome.output.contains("\(path): "), "\(outcome.output)\(outcome.errors)")
    }
    let text = try #require(FixtureSource.read(paths[0]))
    #expect(FixtureSource.read(paths[1]) == text)
    let json = try JSONReader.value(of: text)
    #expect(json["consumer"]?["name"] == "ann")
    #expect((json["interactions"]?.array ?? []).count >= 2)
    #expect(!String(decoding: text, as: UTF8.self).contains("abcdefabcdef"))
    let mocks = try RunningMocks()
    let outcome = try UnderstudyProcess.run([
      "verify", paths[0], "--provider", mocks.workqueue, "--states",
      mocks.workqueue + "/__admin/provider-states",
    ])
    #expect(outcome.code == 0, "\(outcome.output)")
  }

  @Test(arguments: [["/nowhere/command"], ["/bin/sh", "-c", "kill -9 $$"]])
  func `writes nothing when the command did not run to its end`(command: [String]) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("used.json")
    let outcome = try UnderstudyProcess.run(
      ["check", Self.contract, "--write", path, "--"] + command)
    #expect(outcome.code == 3)
    #expect(!TemporaryFolder.exists(path))
  }

  @Test func `wants a folder for several contracts`() throws {
    let outcome = try UnderstudyProcess.run([
      "check", Self.contract, "contracts/keystone.json", "--write", "x.json", "--", "true",
    ])
    #expect(outcome.code == 2)
    #expect(
      outcome.errors
        == "understudy: 2 contracts come to as many files: --write needs a folder that exists, not \"x.json\"\n"
    )
  }

  @Test func `finds no drift in what was recorded, and finds what was changed`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("used.json")
    _ = try Self.check(["--write", path], Self.client)
    let mocks = try RunningMocks()
    let same = try UnderstudyProcess.run([
      "drift", path, "--provider", mocks.workqueue, "--filter", "elsewhere",
    ])
    #expect(same.code == 0, "\(same.output)")
    let text = String(decoding: try #require(FixtureSource.read(path)), as: UTF8.self)
    let changed = try folder.write(
      "changed.json", Array(text.replacing("\"status\": 404", with: "\"status\": 410").utf8))
    let report = folder.file("report.json")
    let other = try UnderstudyProcess.run([
      "drift", changed, "--provider", mocks.workqueue, "--filter", "elsewhere", "--report",
      "json=\(report)",
    ])
    #expect(other.code == 1)
    #expect(other.output.contains("GET /elsewhere\n  status        410 → 404\n"))
    let json = try JSONReader.value(of: try #require(FixtureSource.read(report)))
    #expect(json["summary"]?["failed"] == 1)
  }

  @Test func `ends with 3 where nothing listens`() throws {
    let outcome = try UnderstudyProcess.run([
      "drift", Self.contract, "--provider", "http://127.0.0.1:1",
    ])
    #expect(outcome.code == 3)
    #expect(outcome.output.contains("cannot connect to http://127.0.0.1:1: Connection refused"))
  }
}
