import HTTPClient
import HTTPMessage
import JSON
import Testing

/// A `serve` that has told where it listens.
struct RunningMocks {
  let process: UnderstudyProcess
  /// What it told, as one line of JSON.
  let line: String
  let control: String
  let workqueue: String

  /// Starts the workqueue on free ports.
  init(_ words: String...) throws {
    process = try UnderstudyProcess(["serve", "workqueue", "--port", "0", "--json"] + words)
    guard let line = process.nextLine() else {
      throw NotStarted(description: process.outcome().errors)
    }
    self.line = line
    let addresses = try JSONReader.value(of: Array(line.utf8))
    control = try #require(addresses["control"]?["url"]?.string)
    workqueue = try #require(addresses["services"]?["workqueue"]?["url"]?.string)
  }

  /// Makes a request to the workqueue.
  func ask(
    _ method: HTTPMethod = .get, _ target: String, fields: HTTPFields = [:], body: String = ""
  ) throws -> HTTPResponse {
    try HTTPClient(try #require(HTTPURL(workqueue)))
      .send(method, target, fields: fields, body: Array(body.utf8))
  }

  /// Runs a command against the control port.
  func run(_ words: String...) throws -> UnderstudyProcess.Outcome {
    try UnderstudyProcess.run(words + ["--control", control])
  }

  struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }
}
