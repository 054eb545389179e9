import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `An admin call for worlds` {
  private static let id = "00000000-0000-4000-8000-000000000001"

  private static func notes(
    _ world: FreshWorld, profile: String = "usual", expires: String = "2026-01-31T12:10:00Z"
  ) -> JSONValue {
    [
      "id": .string(world.id), "service": "notes", "profile": .string(profile),
      "services": ["notes": ["url": .string(world.running.group.url(of: "notes") ?? "")]],
      "environment": [:], "created": "2026-01-31T12:00:00Z", "expires": .string(expires),
    ]
  }

  @Test(arguments: [
    (#"{"service": "notes"}"#, "usual"), (#"{"service": "notes", "profile": null}"#, "usual"),
    (#"{"profile": "loud", "service": "notes"}"#, "loud"),
  ])
  func `starts one and tells where it is`(body: String, profile: String) throws {
    let bench = try WorldBench()
    let answer = bench.call("POST", "/worlds", body: body)
    let world = try #require(bench.worlds.all.first)
    #expect(answer.status == .created)
    #expect(answer.fields["Location"] == "/__admin/worlds/\(Self.id)")
    #expect(world.id == Self.id)
    #expect(try answer.json() == Self.notes(world, profile: profile))
    #expect(try world.ask(.get, "/notes").status == .ok)
  }

  @Test func `tells of companions, and of the variables that point a client there`() throws {
    let bench = try WorldBench()
    let answer = try bench.call("POST", "/worlds", body: #"{"service": "trove"}"#).json()
    let urls = try #require(bench.worlds.all.first).running.group.urls
    let (trove, keystone) = (try #require(urls["trove"]), try #require(urls["keystone"]))
    #expect(
      answer["services"] == [
        "trove": ["url": .string(trove), "auth_url": .string(keystone + "/v2.0")],
        "keystone": ["url": .string(keystone)],
      ])
    #expect(
      answer["environment"] == [
        "UNDERSTUDY_TROVE_URL": .string(trove),
        "UNDERSTUDY_TROVE_AUTH_URL": .string(keystone + "/v2.0"),
        "UNDERSTUDY_KEYSTONE_URL": .string(keystone),
      ])
  }

  @Test func `lists them, shows one, and ends it`() throws {
    let bench = try WorldBench()
    #expect(try bench.call("GET", "/worlds").json() == ["worlds": []])
    let (one, other) = (try bench.worlds.start("notes"), try bench.worlds.start("notes"))
    #expect(
      try bench.call("GET", "/worlds").json() == ["worlds": [Self.notes(one), Self.notes(other)]])
    #expect(try bench.call("GET", "/worlds/\(other.id)").json() == Self.notes(other))
    #expect(try bench.call("DELETE", "/worlds/\(one.id)").json() == [:])
    #expect(try bench.call("GET", "/worlds").json() == ["worlds": [Self.notes(other)]])
    #expect(bench.call("DELETE", "/worlds/\(one.id)").status == .notFound)
    #expect(bench.call("GET", "/worlds/\(one.id)").status == .notFound)
  }

  @Test func `tells how long one stays when nobody asks it`() throws {
    let bench = try WorldBench()
    let world = try bench.worlds.start("notes")
    bench.pass(seconds: 60)
    #expect(try bench.call("GET", "/worlds/\(world.id)").json() == Self.notes(world))
    #expect(try world.ask(.get, "/__admin/version").status == .ok)
    #expect(
      try bench.call("GET", "/worlds/\(world.id)").json()
        == Self.notes(world, expires: "2026-01-31T12:11:00Z"))
  }

  @Test(arguments: [
    AdminRefusal(
      "POST", "/worlds", 400, "the body is not JSON",
      detail: "1:1: expected a value, found the end of the text"),
    AdminRefusal("POST", "/worlds", body: "[]", 400, "the body must be an object, not array"),
    AdminRefusal("POST", "/worlds", body: "{}", 400, "\"service\" must name the service"),
    AdminRefusal(
      "POST", "/worlds", body: #"{"service": 1}"#, 400, "\"service\" must name the service"),
    AdminRefusal(
      "POST", "/worlds", body: #"{"sevice": "notes"}"#, 400,
      "this call takes no member \"sevice\"; did you mean \"service\"?"),
    AdminRefusal(
      "POST", "/worlds", body: #"{"service": "note"}"#, 404,
      "there is no service \"note\"; did you mean \"notes\"?"),
    AdminRefusal(
      "POST", "/worlds", body: #"{"service": "other"}"#, 404,
      "there is no service \"other\"; known: keystone, notes, trove"),
    AdminRefusal(
      "POST", "/worlds", body: #"{"service": "notes", "profile": "lout"}"#, 422,
      "notes has no profile \"lout\"; did you mean \"loud\"?"),
    AdminRefusal(
      "POST", "/worlds", body: #"{"service": "notes", "profile": 1}"#, 400,
      "\"profile\" must be a name, not 1"),
    AdminRefusal(
      "POST", "/worlds?service=notes", body: "{}", 400, "this call has no parameter \"service\""),
    AdminRefusal("PUT", "/worlds", 405, "this call takes GET, HEAD, POST"),
    AdminRefusal("POST", "/worlds/x", 405, "this call takes GET, HEAD, DELETE"),
    AdminRefusal(
      "GET", "/worlds/x", 404, "there is no world \"x\"", detail: "it may have ended by itself"),
    AdminRefusal(
      "DELETE", "/worlds/x%20y", 404, "there is no world \"x y\"",
      detail: "it may have ended by itself"),
  ])
  func `that makes no sense is refused with the reason`(example: AdminRefusal) throws {
    let bench = try WorldBench()
    let response = bench.call(example.method, example.call, body: example.body)
    #expect(response.status.code == example.status)
    #expect(try response.json() == example.answer)
    #expect(bench.worlds.all.isEmpty)
  }

  @Test func `is told what to do when there are too many`() throws {
    let bench = try WorldBench(most: 1)
    _ = try bench.worlds.start("notes")
    let response = bench.call("POST", "/worlds", body: #"{"service": "notes"}"#)
    #expect(response.status == .serviceUnavailable)
    #expect(
      try response.json() == [
        "errors": [
          [
            "code": 503, "title": "as many worlds are there as there may be: 1",
            "detail":
              "end one with DELETE /__admin/worlds/ID, or start with: understudy serve --worlds N",
          ]
        ]
      ])
  }

  @Test(arguments: ["GET /worlds", "POST /worlds", "GET /worlds/x", "DELETE /worlds/x"])
  func `is for the control port`(call: String) throws {
    let words = call.split(separator: " ").map(String.init)
    let response = try AdminBench().send(words[0], words[1], body: "{}")
    #expect(response.status == .notFound)
    #expect(
      try response.json()["errors"]?[0]?["title"]
        == "worlds are started and ended on the control port")
  }
}
