import JSON
import Testing

@testable import understudy

@Suite struct `The clock command` {
  /// What a run prints; its one line is about the workqueue.
  private static func line(_ mocks: RunningMocks, _ words: String) throws -> String {
    let outcome = try UnderstudyProcess.run(
      ["clock"] + words.split(separator: " ").map(String.init) + ["--control", mocks.control])
    #expect(outcome.errors == "")
    #expect(outcome.code == 0)
    #expect(outcome.output.hasPrefix("workqueue: 2"))
    return String(outcome.output.dropLast())
  }

  @Test func `shows the time and changes it`() throws {
    let mocks = try RunningMocks()
    #expect(try Self.line(mocks, "").hasSuffix("Z"))
    #expect(try Self.line(mocks, "advance 1h30m").hasSuffix("Z, 1h30m ahead"))
    #expect(try Self.line(mocks, "advance -2h --service workqueue").hasSuffix("Z, 30m behind"))
    #expect(try Self.line(mocks, "freeze").hasSuffix(" behind, stopped"))
    let set = try Self.line(mocks, "set 2026-01-31T12:00:00Z --service workqueue")
    #expect(set.hasPrefix("workqueue: 2026-01-31T12:00:00Z, "))
    #expect(set.hasSuffix(", stopped"))
    #expect(try Self.line(mocks, "advance 1s").hasPrefix("workqueue: 2026-01-31T12:00:01Z, "))
    #expect(try !Self.line(mocks, "resume").contains("stopped"))
    #expect(try Self.line(mocks, "reset").hasSuffix("Z"))
  }

  @Test(arguments: [
    (
      ["advance", "soon"],
      "\"advance\" must be a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\", not \"soon\""
    ),
    (["set", "today"], "\"now\" must be a UTC time as \"2026-01-31T12:00:00Z\", not \"today\""),
  ])
  func `says what is wrong with a time`(words: [String], message: String) throws {
    let mocks = try RunningMocks()
    let outcome = try UnderstudyProcess.run(["clock"] + words + ["--control", mocks.control])
    #expect(outcome.code == 2)
    #expect(outcome.errors == "understudy: \(mocks.control) says 400: \(message)\n")
  }

  @Test(arguments: [
    ("0s", false, ""), ("1h", false, ", 1h ahead"), ("-2d", false, ", 2d behind"),
    ("0s", true, ", stopped"), ("-1s", true, ", 1s behind, stopped"),
  ])
  func `tells a clock in a line`(offset: String, isFrozen: Bool, words: String) {
    let line = ClockCommand.line([
      "services": ["keystone", "trove"], "now": "2026-01-31T12:00:00Z",
      "offset": .string(offset), "frozen": .bool(isFrozen),
    ])
    #expect(line == "keystone, trove: 2026-01-31T12:00:00Z" + words)
  }
}
