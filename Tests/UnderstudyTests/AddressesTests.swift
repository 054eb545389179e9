import EventLoop
import HTTPServer
import JSON
import MockServer
import Testing

@testable import understudy

@Suite struct `The addresses` {
  /// Starts the workqueue on free ports.
  private static func withAddresses(_ body: (Addresses, RunningServers) throws -> Void) throws {
    let blueprint = try ServiceCatalogue.blueprint("workqueue", from: Bundle.fixtures)
    let arguments = try Arguments(["workqueue", "--port", "0"], ServeCommand.specification)
    let running = try RunningServers([[blueprint]], try ServeOptions(arguments))
    defer { running.stop() }
    try body(Addresses(running), running)
  }

  @Test func `are told as one line of JSON`() throws {
    try Self.withAddresses { addresses, running in
      let service = try #require(running.services.first).server.address
      #expect(service.port != 0 && running.control.address.port != 0)
      #expect(
        addresses.line
          == #"{"services":{"workqueue":{"url":"http://\#(service)"}},"control":{"url":"http://\#(running.control.address)"}}"#
      )
    }
  }

  @Test func `are told to a person as a table`() throws {
    try Self.withAddresses { addresses, running in
      let service = try #require(running.services.first)
      let rows = addresses.table.split(separator: "\n").map { $0.split(separator: " ") }
      #expect(
        rows.contains(
          ["workqueue", "http://\(service.server.address)/workqueue/api/v1.0", "PDM", "workqueue"]))
      #expect(
        rows.contains {
          $0.starts(with: ["control", "http://\(running.control.address)"])
        })
      #expect(addresses.table.hasPrefix("Understudy \(Understudy.version), profile documented\n\n"))
      #expect(addresses.table.hasSuffix("Ctrl-C stops.\n"))
    }
  }

  @Test func `are written to a file as a whole`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("ready.json", Array("what was there before, and longer".utf8))
    try Self.withAddresses { addresses, _ in
      try addresses.write(to: path)
      #expect(FixtureSource.read(path) == Array((addresses.line + "\n").utf8))
    }
  }

  @Test func `that can't be written are a failure of the environment`() throws {
    let folder = try TemporaryFolder()
    try Self.withAddresses { addresses, _ in
      let failure = try #require(throws: CommandFailure.self) {
        try addresses.write(to: "\(folder.path)/nowhere/ready.json")
      }
      #expect(failure.code == .environment)
      #expect(
        failure.message
          == "cannot write the ready file \(folder.path)/nowhere/ready.json: No such file or directory"
      )
    }
  }

  @Test func `are read from the file again`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("ready.json")
    try Self.withAddresses { addresses, running in
      try addresses.write(to: path)
      let ready = try ReadyFile(path)
      #expect(ready.control == "http://\(running.control.address)")
      let service = try #require(running.services.first)
      #expect(try ready.url(of: "workqueue") == "http://\(service.server.address)")
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let text: String?
    let code: ExitCode
    let message: String
    var testDescription: String { text ?? "no file" }

    init(_ text: String?, _ code: ExitCode, _ message: String) {
      self.text = text
      self.code = code
      self.message = message
    }
  }

  /// In messages `FILE` stands for the path.
  @Test(arguments: [
    Case(nil, .environment, "cannot read FILE; serve writes it once everything listens"),
    Case("", .badInput, "FILE:1:1: expected a value, found the end of the text"),
    Case("{}", .badInput, "FILE is no ready file: \"services\" and \"control\" are expected"),
    Case(
      #"{"control":{"url":7},"services":{}}"#, .badInput,
      "FILE is no ready file: \"services\" and \"control\" are expected"),
    Case(
      #"{"control":{"url":"http://h"},"services":{"other":{}}}"#, .badInput,
      "FILE names no service \"workqueue\""),
  ])
  func `are not read from another file`(example: Case) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("ready.json")
    if let text = example.text { try folder.write("ready.json", Array(text.utf8)) }
    let failure = try #require(throws: CommandFailure.self) {
      _ = try ReadyFile(path).url(of: "workqueue")
    }
    #expect(failure.code == example.code)
    #expect(failure.message == example.message.replacing("FILE", with: path))
  }
}
