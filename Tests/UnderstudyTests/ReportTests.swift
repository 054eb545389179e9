import Glibc
import JSON
import MockServer
import MockSupport
import Testing

/// `--report` as a person gives it.
@Suite struct `Reports on the command line` {
  private static let contract = "contracts/workqueue.json"

  /// Verifies two interactions, one of which fails without provider states.
  private static func verify(
    _ mocks: RunningMocks, _ reports: [String]
  ) throws -> UnderstudyProcess.Outcome {
    try UnderstudyProcess.run(
      ["verify", contract, "--provider", mocks.workqueue, "--filter", "GET jobs/12345"]
        + reports.flatMap { ["--report", $0] })
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try #require(FixtureSource.read(path)), as: UTF8.self)
  }

  /// How each format begins.
  static let formats = [
    ("html", "<!doctype html>\n"), ("json", "{\n  \"command\": \"understudy"),
    ("junit", "<?xml version=\"1.0\""), ("markdown", "## "),
  ]

  @Test func `are written in all formats at once, each whole`() throws {
    let mocks = try RunningMocks()
    let folder = try TemporaryFolder()
    let files = Self.formats.map { folder.file("report.\($0.0)") }
    let outcome = try Self.verify(mocks, zip(Self.formats, files).map { "\($0.0)=\($1)" })
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    for ((format, beginning), file) in zip(Self.formats, files) {
      #expect(try Self.text(file).hasPrefix(beginning), "\(format)")
    }
    #expect(try Self.text(files[0]).contains("<dt>Provider</dt><dd>\(mocks.workqueue)</dd>"))
    #expect(try Self.text(files[3]).contains("- Provider: `\(mocks.workqueue)`"))
    #expect(Repository.entries(of: folder.path).count == Self.formats.count)
  }

  @Test func `are written of a client's trial, too`() throws {
    let folder = try TemporaryFolder()
    let files = Self.formats.map { folder.file("report.\($0.0)") }
    let reports = zip(Self.formats, files).flatMap { ["--report", "\($0.0)=\($1)"] }
    let outcome = try UnderstudyProcess.run(["check", Self.contract] + reports + ["--", "true"])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    for ((format, beginning), file) in zip(Self.formats, files) {
      let text = try Self.text(file)
      #expect(text.hasPrefix(beginning), "\(format)")
    }
    let json = try JSONReader.value(of: Array(try Self.text(files[1]).utf8))
    #expect((json["summary"]?["outcomes"]?["not-exercised"]?.int ?? 0) > 100)
  }

  @Test func `keep the values of given headers to themselves`() throws {
    let mocks = try RunningMocks()
    let folder = try TemporaryFolder()
    let file = folder.file("report.html")
    for given in [["--header", "X-Mine: verysecret"], ["--header=X-Mine: verysecret"]] {
      let outcome = try UnderstudyProcess.run(
        ["verify", Self.contract, "--provider", mocks.workqueue, "--report", "html=\(file)"] + given
      )
      #expect(outcome.code <= 1)
      #expect(try !Self.text(file).contains("verysecret"))
      #expect(try Self.text(file).contains("X-Mine: …"))
    }
  }

  @Test func `go to a pipe as they are`() throws {
    let mocks = try RunningMocks()
    let folder = try TemporaryFolder()
    let path = folder.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    // Both ends, so that nobody waits for the other.
    let pipe = open(path, O_RDWR | O_CLOEXEC)
    try #require(pipe >= 0)
    defer { close(pipe) }
    let outcome = try Self.verify(mocks, ["markdown=\(path)"])
    #expect(outcome.code == 0)
    var bytes = [UInt8](repeating: 0, count: 64 * 1024)
    let count = read(pipe, &bytes, bytes.count)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    #expect(text.hasPrefix("## ✅ understudy verify: "))
    #expect(Repository.entries(of: folder.path) == ["pipe"])
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let reports: [String]
    let code: Int32
    let message: String
    var testDescription: String { reports.joined(separator: " ") }
  }

  @Test(arguments: [
    Refused(
      reports: ["htm=x"], code: 2,
      message: "--report htm=x: there is no format \"htm\"; did you mean \"html\"?"),
    Refused(
      reports: ["pdf=x"], code: 2,
      message:
        "--report pdf=x: there is no format \"pdf\"; known: html, json, junit, markdown"),
    Refused(
      reports: ["html"], code: 2,
      message: "--report takes FORMAT=FILE, for example html=report.html, not \"html\""),
    Refused(
      reports: ["html="], code: 2,
      message: "--report takes FORMAT=FILE, for example html=report.html, not \"html=\""),
    Refused(
      reports: ["html=x", "json=x"], code: 2, message: "--report json=x: another report goes to x"),
    Refused(
      reports: ["html=/nowhere/x"], code: 3,
      message: "cannot write the report /nowhere/x: No such file or directory"),
    Refused(
      reports: ["html=/dev/null/x"], code: 3,
      message: "cannot write the report /dev/null/x: Not a directory"),
    Refused(
      reports: ["html=/tmp"], code: 3, message: "cannot write the report /tmp: Is a directory"),
  ])
  func `are refused before anything runs`(refused: Refused) throws {
    let options = refused.reports.flatMap { ["--report", $0] }
    // Nothing listens there: who ran it would say so.
    let words = [
      ["verify", Self.contract, "--provider", "http://127.0.0.1:1"] + options,
      ["check", Self.contract] + options + ["--", "/nowhere/command"],
    ]
    for words in words {
      let outcome = try UnderstudyProcess.run(words)
      #expect(outcome.code == refused.code)
      #expect(outcome.errors == "understudy: \(refused.message)\n")
      #expect(outcome.output == "")
    }
  }
}
