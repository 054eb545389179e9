import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `The life cycle of a record` {
  /// A collection whose records begin as NEW, by a client or in the seed as thing 1.
  private static func world(
    _ rules: String, clock: ManualClock, more: String = ""
  ) throws -> World<CollectionService> {
    let things = """
      { "id": "${counter}", "create": { "set": { "state": "NEW" } }, \(more)
        "life_cycle": [\(rules)] }
      """
    return try OwnService.world(
      OwnService.files(things: things, records: ["things": #"[{"id": 1, "state": "NEW"}]"#]),
      clock: clock)
  }

  private static func state(_ world: World<CollectionService>, _ id: Int = 1) -> String {
    let value = try? JSONReader.value(of: world.ask("GET", "/things/\(id)").body)
    return value?["state"]?.string ?? "gone"
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let rules: String
    /// Seconds to pass before each look.
    let waits: [Int]
    let states: [String]
    var testDescription: String { rules }

    init(_ rules: String, _ waits: [Int], _ states: [String]) {
      self.rules = rules
      self.waits = waits
      self.states = states
    }
  }

  @Test(arguments: [
    Case(
      #"{"when": {"state": "NEW"}, "after": "2s", "set": {"state": "OLD"}}"#, [0, 1, 1, 9],
      ["NEW", "NEW", "OLD", "OLD"]),
    Case(
      #"{"when": {"state": "NEW"}, "reads": 2, "set": {"state": "OLD"}}"#, [0, 0, 0, 0],
      ["NEW", "NEW", "OLD", "OLD"]),
    Case(
      #"{"when": {"state": "NEW"}, "after": "2s", "reads": 1, "set": {"state": "OLD"}}"#,
      [0, 5, 0],
      ["NEW", "OLD", "OLD"]),
    Case(
      #"{"when": {"state": "NEW"}, "after": "2s", "reads": 3, "set": {"state": "OLD"}}"#,
      [0, 5, 0, 0], ["NEW", "NEW", "NEW", "OLD"]),
    Case(
      #"{"when": {"state": "NEW"}, "after": "0s", "set": {"state": "OLD"}}"#, [0, 0],
      ["OLD", "OLD"]),
    Case(
      """
      {"when": {"state": "NEW"}, "after": "2s", "set": {"state": "MID"}},
      {"when": {"state": "MID"}, "after": "3s", "set": {"state": "OLD"}},
      {"when": {"state": "OLD"}, "after": "1m", "remove": true}
      """, [0, 4, 1, 59, 1], ["NEW", "MID", "OLD", "OLD", "gone"]),
    Case(
      """
      {"when": {"state": "NEW"}, "after": "1s", "set": {"state": "RED"}},
      {"when": {"state": "RED"}, "after": "1s", "set": {"state": "GREEN"}},
      {"when": {"state": "GREEN"}, "after": "1s", "set": {"state": "RED"}}
      """, [0, 1, 1, 1, 1000], ["NEW", "RED", "GREEN", "RED", "RED"]),
  ])
  func `goes on by time and by reads`(example: Case) throws {
    let clock = ManualClock()
    let world = try Self.world(example.rules, clock: clock)
    var states: [String] = []
    for seconds in example.waits {
      clock.advance(seconds: seconds)
      states.append(Self.state(world))
    }
    #expect(states == example.states)
  }

  private static let aging = #"{"when": {"state": "NEW"}, "after": "2s", "set": {"state": "OLD"}}"#

  @Test func `begins when a client makes it`() throws {
    let clock = ManualClock()
    let world = try Self.world(Self.aging, clock: clock)
    #expect(Self.state(world) == "NEW")
    clock.advance(seconds: 1)
    #expect(world.answer("POST", "/things", "{}") == #"201 {"id":2,"state":"NEW"}"#)
    clock.advance(seconds: 1)
    #expect([Self.state(world, 1), Self.state(world, 2)] == ["OLD", "NEW"])
    clock.advance(seconds: 1)
    #expect(Self.state(world, 2) == "OLD")
  }

  @Test func `of seed records begins with the first request, and anew on reset`() throws {
    let clock = ManualClock()
    let world = try Self.world(Self.aging, clock: clock)
    clock.advance(seconds: 100)
    #expect(Self.state(world) == "NEW")
    clock.advance(seconds: 2)
    #expect(Self.state(world) == "OLD")
    world.reset()
    #expect(Self.state(world) == "NEW")
    clock.advance(seconds: 2)
    #expect(Self.state(world) == "OLD")
  }

  @Test func `does not begin anew when a client changes something else`() throws {
    let clock = ManualClock()
    let world = try Self.world(Self.aging, clock: clock)
    #expect(Self.state(world) == "NEW")
    clock.advance(seconds: 1)
    #expect(
      world.answer("PATCH", "/things/1", #"{"a": 1}"#) == #"200 {"id":1,"state":"NEW","a":1}"#)
    clock.advance(seconds: 1)
    #expect(Self.state(world) == "OLD")
  }

  @Test func `follows what a client makes of the record`() throws {
    let clock = ManualClock()
    let world = try Self.world(Self.aging, clock: clock, more: #""update": {"fixed": []},"#)
    _ = world.ask("PATCH", "/things/1", #"{"state": "ODD"}"#)
    clock.advance(seconds: 9)
    #expect(Self.state(world) == "ODD")
    _ = world.ask("PATCH", "/things/1", #"{"state": "NEW"}"#)
    clock.advance(seconds: 1)
    #expect(Self.state(world) == "NEW")
    clock.advance(seconds: 1)
    #expect(Self.state(world) == "OLD")
  }

  @Test func `takes away what was deleted`() throws {
    let clock = ManualClock()
    let world = try Self.world(
      #"{"when": {"state": "GOING"}, "after": "5s", "remove": true}"#, clock: clock,
      more: #""delete": {"status": 202, "set": {"state": "GOING"}},"#)
    #expect(world.answer("DELETE", "/things/1") == "202")
    clock.advance(seconds: 4)
    #expect(Self.state(world) == "GOING")
    clock.advance(seconds: 1)
    #expect(Self.state(world) == "gone")
    #expect(world.answer("GET", "/things") == "200 []")
  }

  @Test func `counts a list as a read of all that it shows`() throws {
    let world = try Self.world(
      #"{"when": {"state": "NEW"}, "reads": 2, "set": {"state": "OLD"}}"#, clock: ManualClock(),
      more: #""list": {"paging": {"by": "offset", "size": 1}},"#)
    _ = world.ask("POST", "/things", "{}")
    #expect(world.listed("/things", "state") == "NEW")
    #expect(world.listed("/things", "state") == "NEW")
    #expect(world.listed("/things", "state") == "OLD")
    #expect(world.listed("/things?offset=1", "state") == "NEW")
  }

  @Test func `sets the time at which something happened, not that of the look`() throws {
    let clock = ManualClock("2026-01-31T12:00:00")
    let world = try Self.world(
      #"{"when": {"state": "NEW"}, "after": "2s", "set": {"state": "OLD", "at": "${now}"}}"#,
      clock: clock)
    #expect(Self.state(world) == "NEW")
    clock.advance(seconds: 3600)
    #expect(
      world.answer("GET", "/things/1")
        == #"200 {"id":1,"state":"OLD","at":"2026-01-31T12:00:02Z"}"#)
  }

  @Test func `in a circle does not hold a request whose clock was put far on`() throws {
    let clock = ManualClock()
    let world = try Self.world(
      """
      {"when": {"state": "NEW"}, "after": "1ms", "set": {"state": "OLD"}},
      {"when": {"state": "OLD"}, "after": "1ms", "set": {"state": "NEW"}}
      """, clock: clock)
    #expect(Self.state(world) == "NEW")
    clock.advance(seconds: 1_000_000_000)
    #expect(Self.state(world) != "gone")
  }
}
