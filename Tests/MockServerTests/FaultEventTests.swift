import JSON
import MockServer
import Testing

/// Faults for what a service does beside answering requests.
@Suite struct `A fault for an event` {
  private let board = FaultBoard(events: [
    FaultEvent(name: "publish") { form in
      form["fault"]?.string == "nack" ? nil : "\"fault\" must be \"nack\""
    },
    FaultEvent(name: "open"),
  ])

  @Test func `is handed out as it was given, as often as it is told to`() throws {
    try board.arm(["on": "publish", "fault": "nack", "times": 2, "code": 312])
    for _ in 0..<2 { #expect(board.take(event: "publish")?["code"] == 312) }
    #expect(board.take(event: "publish") == nil)
    #expect(!board.isArmed)
  }

  @Test func `is for its event alone`() throws {
    try board.arm(["on": "open", "times": 1])
    #expect(board.take(event: "publish") == nil)
    #expect(board.take(event: "open") != nil)
  }

  @Test func `is for what its members say`() throws {
    try board.arm(["on": "publish", "fault": "nack", "key": "a", "times": 1])
    #expect(board.take(event: "publish") { $0["key"] == "b" } == nil)
    #expect(board.take(event: "publish") { $0["key"] == "a" } != nil)
  }

  @Test func `hits by a seeded percentage`() throws {
    try board.arm(["on": "publish", "fault": "nack", "percentage": 20, "seed": 3])
    let hits = (0..<1_000).count { _ in board.take(event: "publish") != nil }
    #expect((150...250).contains(hits))
  }

  struct Case: Sendable {
    let form: JSONObject
    let message: String
  }

  @Test(arguments: [
    Case(form: ["on": "publish", "fault": "reset"], message: "\"fault\" must be \"nack\""),
    Case(
      form: ["on": "publsh", "fault": "nack"],
      message:
        "a path begins with \"/\", as in \"GET /publsh\"; did you mean \"publish\"? at /on"),
    Case(
      form: ["on": "publish", "fault": "nack", "times": "2"],
      message: "expected an integer, found string at /times"),
  ])
  func `that is wrong is refused`(example: Case) {
    #expect {
      try board.arm(example.form)
    } throws: {
      ($0 as? FixtureError)?.message == example.message
    }
    #expect(!board.isArmed)
  }
}
