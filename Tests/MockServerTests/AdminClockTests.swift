import HTTPMessage
import JSON
import KeystoneMock
import MockServer
import MockSupport
import Testing
import TroveMock

@Suite struct `An admin call for time` {
  private static func clock(
    _ service: String, _ now: String, offset: String = "0s", frozen: Bool = false
  ) -> JSONValue {
    [
      "services": [.string(service)], "now": .string(now), "offset": .string(offset),
      "frozen": .bool(frozen),
    ]
  }

  @Test func `tells what time it is, for each clock`() throws {
    let bench = try AdminBench()
    bench.notes.group.clock.advance(microseconds: -5_400_000_000)
    bench.diary.group.clock.freeze()
    bench.clock.advance(seconds: 1)
    let (notes, diary) = (
      Self.clock("notes", "2026-01-31T10:30:01Z", offset: "-1h30m"),
      Self.clock("diary", "2026-01-31T12:00:00Z", offset: "-1s", frozen: true)
    )
    #expect(try bench.call("GET", "/clock") == ["clocks": [notes, diary]])
    #expect(try bench.call("GET", "/clock?service=diary") == ["clocks": [diary]])
  }

  @Test(arguments: [
    (#"{"advance": "1h"}"#, "2026-01-31T13:00:00Z", "1h", false),
    (#"{"advance": "-90s"}"#, "2026-01-31T11:58:30Z", "-1m30s", false),
    (#"{"now": "2026-01-31T12:00:30.5Z"}"#, "2026-01-31T12:00:30.500000Z", "30.5s", false),
    (#"{"now": "2026-02-01T12:00"}"#, "2026-02-01T12:00:00Z", "1d", false),
    (#"{"frozen": true}"#, "2026-01-31T12:00:00Z", "0s", true),
    (#"{"frozen": false}"#, "2026-01-31T12:00:00Z", "0s", false),
    (#"{"reset": true}"#, "2026-01-31T12:00:00Z", "0s", false),
  ])
  func `changes it and tells the new one`(
    body: String, now: String, offset: String, isFrozen: Bool
  ) throws {
    let bench = try AdminBench()
    let notes = Self.clock("notes", now, offset: offset, frozen: isFrozen)
    let diary = Self.clock("diary", now, offset: offset, frozen: isFrozen)
    let same = Self.clock("diary", "2026-01-31T12:00:00Z")
    #expect(
      try bench.call("PUT", "/clock?service=notes", body: body) == ["clocks": [notes]])
    #expect(try bench.call("GET", "/clock") == ["clocks": [notes, same]])
    try bench.call("PUT", "/clock", body: #"{"reset": true}"#)
    #expect(try bench.call("PUT", "/clock", body: body) == ["clocks": [notes, diary]])
  }

  @Test func `stops it, moves it while it stands, and lets it run on`() throws {
    let bench = try AdminBench()
    try bench.call("PUT", "/clock", body: #"{"frozen": true}"#)
    bench.clock.advance(seconds: 60)
    try bench.call("PUT", "/clock", body: #"{"advance": "1s"}"#)
    try bench.call("PUT", "/clock", body: #"{"frozen": false}"#)
    bench.clock.advance(seconds: 1)
    #expect(bench.notes.group.clock.now().iso8601 == "2026-01-31T12:00:02")
    try bench.call("PUT", "/clock", body: #"{"reset": true}"#)
    #expect(bench.notes.group.clock.now() == bench.clock.now())
  }

  @Test func `is answered on a service's port for its clock, in the same form`() throws {
    let bench = try AdminBench()
    let port = ServicePort(world: bench.notes)
    let changed = port.respond(
      to: HTTPRequest("PUT", "/__admin/clock", body: #"{"advance": "1h"}"#), from: nil)
    let expected: JSONValue = [
      "clocks": [Self.clock("notes", "2026-01-31T13:00:00Z", offset: "1h")]
    ]
    #expect(try changed.json() == expected)
    let shown = port.respond(to: HTTPRequest("GET", "/__admin/clock"), from: nil)
    #expect(try shown.json() == expected)
    #expect(bench.diary.group.clock.offset == 0)
  }

  @Test func `changes a clock that several services share once`() throws {
    let machine = ManualClock("2026-01-31T12:00:00")
    let group = WorldGroup(clock: AdjustableClock(base: machine))
    let worlds = try ["notes", "diary"].map { name in
      let source = FixtureSource(files: Notebook.files(name), prefix: "files")
      return try World(
        Blueprint(Notebook.self, ServiceFixtures(name, from: source)), in: group)
    }
    let api = AdminAPI(worlds: worlds, access: .loopback, clock: machine)
    let answer = api.respond(to: HTTPRequest("PUT", "/__admin/clock", body: #"{"advance": "1h"}"#))
    #expect(
      try answer.json() == [
        "clocks": [
          [
            "services": ["diary", "notes"], "now": "2026-01-31T13:00:00Z", "offset": "1h",
            "frozen": false,
          ]
        ]
      ])
  }

  @Test func `that one clock can't follow changes none`() throws {
    let bench = try AdminBench()
    bench.diary.group.clock.set(to: AdjustableClock.range.upperBound)
    let response = bench.send("PUT", "/clock", body: #"{"advance": "1s"}"#)
    #expect(response.status == .unprocessable)
    #expect(bench.notes.group.clock.offset == 0)
  }
}

/// An hour or a second of a service's time, without waiting.
@Suite struct `Time that is moved on` {
  private let machine = ManualClock("2026-11-21T12:00:00")
  private let trove: World<TroveMock>
  private let keystone: World<KeystoneMock>

  init() throws {
    let group = WorldGroup(clock: AdjustableClock(base: machine))
    let source = Repository.fixtures
    keystone = try World(
      Blueprint(KeystoneMock.self, ServiceFixtures("keystone", from: source)), in: group)
    trove = try World(Blueprint(TroveMock.self, ServiceFixtures("trove", from: source)), in: group)
  }

  private func advance(_ length: String) throws {
    let request = HTTPRequest("PUT", "/__admin/clock", body: #"{"advance": "\#(length)"}"#)
    #expect(ServicePort(world: trove).respond(to: request, from: nil).status == .ok)
  }

  /// A fresh token for the project without instances, and the project.
  private func signIn() throws -> (token: String, project: String) {
    let answer = keystone.respond(
      to: HTTPRequest(
        "POST", "/v2.0/tokens",
        body:
          #"{"auth": {"tenantName": "work_project", "passwordCredentials": {"username": "workuser", "password": "WORKPASS"}}}"#
      ), from: nil)
    let token = try #require(try answer.json()["access"]?["token"])
    return (try #require(token["id"]?.string), try #require(token["tenant"]?["id"]?.string))
  }

  private func ask(
    _ method: String, _ path: String, _ caller: (token: String, project: String),
    body: String = ""
  ) -> HTTPResponse {
    trove.respond(
      to: HTTPRequest(
        method, "/v1.0/\(caller.project)\(path)",
        fields: ["X-Auth-Token": caller.token, .contentType: "application/json"], body: body),
      from: nil)
  }

  @Test func `lets tokens expire at the next request`() throws {
    let caller = try signIn()
    #expect(ask("GET", "/instances", caller).status == .ok)
    try advance("59m59s")
    #expect(ask("GET", "/instances", caller).status == .ok)
    try advance("2s")
    #expect(ask("GET", "/instances", caller).status == .unauthorized)
    #expect(ask("GET", "/instances", try signIn()).status == .ok)
  }

  @Test func `lets what is being built be there at the next request`() throws {
    let caller = try signIn()
    let created = ask(
      "POST", "/instances", caller,
      body: #"{"instance": {"name": "a", "flavorRef": 1, "volume": {"size": 2}}}"#)
    let id = try #require(try created.json()["instance"]?["id"]?.string)
    func status() throws -> String? {
      try ask("GET", "/instances/\(id)", caller).json()["instance"]?["status"]?.string
    }
    #expect(try status() == "BUILD")
    try advance("1s")
    #expect(try status() == "ACTIVE")
  }
}
