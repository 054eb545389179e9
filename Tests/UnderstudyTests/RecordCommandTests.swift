import EventLoop
import Glibc
import HTTPClient
import HTTPMessage
import HTTPServer
import JSON
import MockServer
import Testing

@testable import understudy

/// `record` as a person runs it, in front of the workqueue's mock.
@Suite(.timeLimit(.minutes(3))) struct `The record command` {
  private let folder: TemporaryFolder
  private let mocks: RunningMocks

  init() throws {
    folder = try TemporaryFolder()
    mocks = try RunningMocks()
  }

  private func start(_ words: String...) throws -> Recording {
    try Recording(upstream: mocks.workqueue, out: folder.file("recorded.json"), words)
  }

  @Test func `records what verifies again, without secrets`() throws {
    let recording = try start("--consumer", "ann")
    let fields: HTTPFields = ["X-Token": "tok-of-mine-12345"]
    let first = try recording.ask("/workqueue/api/v1.0/jobs", fields: fields)
    _ = try recording.ask("/workqueue/api/v1.0/jobs", fields: fields)
    _ = try recording.ask("/nowhere")
    let outcome = recording.stop()
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "GET /workqueue/api/v1.0/jobs  \(first.status.code)  recorded")
    #expect(lines.dropFirst().first == "GET /workqueue/api/v1.0/jobs  \(first.status.code)  known")
    #expect(lines.last == "3 requests, 2 new interactions in \(recording.out)")
    let text = String(decoding: FixtureSource.read(recording.out) ?? [], as: UTF8.self)
    #expect(text.contains("\"ann\"") && text.contains("\"workqueue\""))
    #expect(!text.contains("tok-of-mine"))
    let verified = try UnderstudyProcess.run([
      "verify", recording.out, "--provider", mocks.workqueue, "--header",
      "X-Token: tok-of-mine-12345",
    ])
    #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
  }

  @Test func `loses nothing that was answered when it is killed, and goes on afterwards`() throws {
    let recording = try start()
    for number in 0..<30 { _ = try recording.ask("/\(number)") }
    recording.process.send(SIGKILL)
    #expect(recording.process.outcome().code == -SIGKILL)
    _ = folder.file(".recorded.json.next")
    #expect(try Self.count(recording.out) == 30)
    let next = try start()
    #expect(try next.ask("/0").status == .notFound)
    _ = try next.ask("/more")
    let outcome = next.stop()
    #expect(outcome.errors.contains("has 30 interactions already; new ones are added"))
    #expect(outcome.output.hasSuffix("2 requests, 1 new interactions in \(next.out)\n"))
    #expect(try Self.count(next.out) == 31)
    #expect(!TemporaryFolder.exists(folder.path + "/.recorded.json.next"))
  }

  @Test func `says that a recording was cut off and keeps what is whole`() throws {
    let recording = try start()
    for number in 0..<3 { _ = try recording.ask("/\(number)") }
    _ = recording.stop()
    let whole = try #require(FixtureSource.read(recording.out))
    try folder.write("recorded.json", Array(whole[..<(whole.count - 400)]))
    let verified = try UnderstudyProcess.run([
      "verify", recording.out, "--provider", mocks.workqueue,
    ])
    #expect(verified.code == 2)
    #expect(verified.errors.contains("The file was cut off; its first 2 interactions are whole"))
    let next = try start()
    let outcome = next.stop()
    #expect(outcome.errors.contains("The file was cut off: its 2 whole interactions are kept"))
    #expect(try Self.count(next.out) == 2)
  }

  private static func count(_ path: String) throws -> Int {
    let text = try #require(FixtureSource.read(path))
    return try #require(JSONReader.value(of: text)["interactions"]?.array).count
  }

  @Test(arguments: [
    (["record"], "one service is needed: understudy record SERVICE --upstream URL --out FILE"),
    (["record", "shop", "--out", "x"], "--upstream URL is needed: where is the real server?"),
    (
      ["record", "shop", "--upstream", "http://127.0.0.1:1"],
      "--out FILE is needed: where shall the contract be written?"
    ),
    (
      ["record", "shop", "--upstream", "https://api.example/v1", "--out", "x"],
      """
      https://api.example/v1: Understudy speaks no TLS itself. Let another program do it, for example:
        socat TCP-LISTEN:8443,bind=127.0.0.1,reuseaddr,fork OPENSSL:api.example:443,snihost=api.example
      and then: --upstream http://127.0.0.1:8443/v1 --host-header api.example
      """
    ),
    (
      [
        "record", "shop", "--upstream", "http://localhost:9", "--out", "x", "--port", "9", "--host",
        "localhost",
      ],
      "--upstream http://localhost:9 is where the proxy itself is to listen; add --port 0 for another place"
    ),
    (
      ["record", "shop", "--upstream", "http://127.0.0.1:1", "--out", "x", "--port", "no"],
      "--port takes a number up to 65535, not \"no\""
    ),
  ])
  func `refuses what makes no sense`(words: [String], message: String) throws {
    let outcome = try UnderstudyProcess.run(words)
    #expect(outcome.code == 2)
    #expect(outcome.errors == "understudy: \(message)\n")
  }

  @Test func `shows no secret on the terminal`() throws {
    let recording = try start()
    _ = try recording.ask("/a?access_token=tok-of-mine-12345&page=2")
    let outcome = recording.stop()
    #expect(outcome.output.hasPrefix("GET /a?access_token=REDACTED&page=2  404  recorded\n"))
  }

  @Test func `leaves no file behind when it can't listen`() throws {
    let busy = try #require(HTTPURL(mocks.workqueue))
    let path = folder.file("never.json")
    let outcome = try UnderstudyProcess.run([
      "record", "shop", "--upstream", "http://127.0.0.1:1", "--out", path, "--port",
      String(busy.port),
    ])
    #expect(outcome.code == 3)
    #expect(outcome.errors.hasSuffix("This takes a free one: --port 0\n"))
    #expect(!TemporaryFolder.exists(path))
  }

  @Test func `does not touch a file that is no recording of these two`() throws {
    let path = try folder.write("mine.json", Array("[1]".utf8))
    let words = [
      "record", "shop", "--upstream", "http://127.0.0.1:1", "--port", "0", "--out", path,
    ]
    let outcome = try UnderstudyProcess.run(words)
    #expect(outcome.code == 2)
    #expect(outcome.errors.hasPrefix("understudy: \(path):1:1: "))
    #expect(FixtureSource.read(path) == Array("[1]".utf8))
  }
}

/// A proxy that listens.
private struct Recording {
  let process: UnderstudyProcess
  let out: String
  private let url: HTTPURL

  init(upstream: String, out: String, _ words: [String]) throws {
    self.out = out
    process = try UnderstudyProcess(
      ["record", "workqueue", "--upstream", upstream, "--out", out, "--port", "0"] + words)
    guard let line = process.nextLine(), let word = line.split(separator: " ").first,
      let url = HTTPURL(String(word))
    else { throw RunningMocks.NotStarted(description: process.outcome().errors) }
    self.url = url
  }

  func ask(_ target: String, fields: HTTPFields = [:]) throws -> HTTPResponse {
    try HTTPClient(url).send(.get, target, fields: fields)
  }

  func stop() -> UnderstudyProcess.Outcome {
    process.send(SIGTERM)
    return process.outcome()
  }
}
