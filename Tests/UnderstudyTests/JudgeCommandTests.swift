import JSON
import MockServer
import Testing

@testable import understudy

/// `judge` as a person runs it, with the contract that the binary carries.
@Suite struct `The judge command` {
  private static let contract = "contracts/workqueue.json"

  /// What the mock's contract says of an unknown job, in a recording.
  private static func exchange(_ path: String, _ status: Int) -> String {
    """
    {"request": {"method": "GET", "path": "\(path)", "headers": {"X-Token": "t"}},
     "response": {"status": \(status), "headers": {"Content-Type": "application/json"},
     "body": {"jobid": 12, "status": "DONE"}}}
    """
  }

  private static let good = exchange("/workqueue/api/v1.0/jobs/7/status", 200)
  private static let bad = exchange("/workqueue/api/v1.0/jobs/7/status", 418)
  private static let stray = exchange("/elsewhere", 200)

  private static func run(
    _ files: [(String, String)], _ options: [String] = []
  ) throws -> (outcome: UnderstudyProcess.Outcome, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, Array(text.utf8)) }
    let outcome = try UnderstudyProcess.run(
      ["judge", contract, "--transcripts", folder.path] + options)
    return (outcome, folder)
  }

  @Test func `finds nothing in recordings that are as the contract says`() throws {
    let (outcome, _) = try Self.run([("a.json", Self.good), ("more/b.har", "[\(Self.good)]")])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("GET /workqueue/api/v1.0/jobs/{id}/status"))
    #expect(
      outcome.output.hasSuffix("2 exchanges judged: 2 accepted, 0 broken, 0 not covered\n"))
  }

  @Test func `ends with 1 for an answer that the contract does not have, and reports it`() throws {
    let report = try TemporaryFolder()
    let file = report.file("report.json")
    let (outcome, folder) = try Self.run([("a.json", Self.bad)], ["--report", "json=\(file)"])
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("✗ GET /workqueue/api/v1.0/jobs/7/status → 418"))
    #expect(outcome.output.contains("at    \(folder.path)/a.json:1:1\n"))
    let json = try JSONReader.value(of: try #require(FixtureSource.read(file)))
    #expect(json["summary"]?["failed"] == 1)
    #expect(json["details"]?["summary"]?["broken"] == 1)
  }

  @Test(arguments: [([], 0), (["--strict"], 1)] as [([String], Int32)])
  func `minds what no interaction covers only when strict`(options: [String], code: Int32) throws {
    let (outcome, _) = try Self.run([("a.json", Self.stray)], options)
    #expect(outcome.code == code)
    #expect(outcome.output.contains("no interaction covers it"))
  }

  @Test func `judges a recording that was cut off up to the cut`() throws {
    let (outcome, folder) = try Self.run([("a.json", "[\(Self.good),\n\(Self.bad.prefix(60))")])
    #expect(outcome.code == 0)
    #expect(outcome.errors.hasPrefix("warning: \(folder.path)/a.json:4:"))
    #expect(
      outcome.errors.hasSuffix(
        ": the recording is cut off here; judged are the 1 exchanges before\n"))
    #expect(outcome.output.hasSuffix("1 exchanges judged: 1 accepted, 0 broken, 0 not covered\n"))
  }

  @Test func `names the place of what is wrong in a recording`() throws {
    let (outcome, folder) = try Self.run([("a.jsonl", "\(Self.good)\n{\"a\": 1}\n")])
    #expect(outcome.code == 2)
    #expect(
      outcome.errors.hasPrefix("understudy: \(folder.path)/a.jsonl:4:1: expected a recorded "))
  }

  @Test(arguments: [
    ([("a.json", "[]")], "there is no exchange over HTTP and no message in "),
    ([("a.txt", "[]")], " holds no recording: files that end in .json, .jsonl, .ndjson, .har"),
  ])
  func `ends with 2 when there is nothing to judge`(files: [(String, String)], words: String)
    throws
  {
    let (outcome, _) = try Self.run(files)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words))
  }

  @Test func `ends with 2 for a report in a form that there is not`() throws {
    let folder = try TemporaryFolder()
    let (outcome, _) = try Self.run(
      [("a.json", Self.good)], ["--report", "pdf=\(folder.file("x.pdf"))"])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("there is no format \"pdf\""))
  }
}
