import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `What Trove's fixtures decide` {
  /// A world with a file changed, for the project of the seed's instances.
  private func world(
    _ file: String, _ text: String, _ replacement: String
  ) throws -> TroveTestWorld {
    var seed = TroveSeed()
    let known =
      seed.files[file]
      ?? String(
        decoding: Repository.bytes("fixtures/trove/\(file).json"), as: UTF8.self)
    try #require(known.contains(text))
    seed.files[file] = known.replacing(text, with: replacement)
    return try TroveTestWorld(source: seed.source())
  }

  private func ask(
    _ world: TroveTestWorld, _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil
  ) throws -> (status: Int, body: JSONValue) {
    let response = world.trove.respond(
      to: HTTPRequest(
        method: method, target: "/v1.0/ba3039e675be4fff8d7c354ec0a58063\(path)",
        fields: ["X-Auth-Token": world.parameters["token.workuser"]?.string ?? ""],
        body: body.map(JSONWriter.compact) ?? []), from: nil)
    return (response.status.code, try JSONReader.value(of: response.body))
  }

  @Test func `a cluster whose version has root gives it`() throws {
    let world = try world("datastore_versions", "\"root\": false", "\"root\": true")
    #expect(try ask(world, .get, "/clusters/k1/root").body == ["rootEnabled": false])
    let enabled = try ask(world, .post, "/clusters/k1/root")
    #expect(enabled.body == ["user": ["name": "root", "password": "12345"]])
    let chosen = try ask(world, .post, "/clusters/k1/root", ["password": "pw"])
    #expect(chosen.body["user"]?["password"] == "pw")
    #expect(try ask(world, .get, "/clusters/k1/root").body == ["rootEnabled": true])
  }

  @Test func `a backup may be complete once its instance was looked at`() throws {
    let life = "\"backup\": { \"after\": \"1s\" }"
    let world = try world("service", life, "\"backup\": { \"reads\": 2 }")
    let made = try ask(
      world, .post, "/instances",
      ["instance": ["name": "n", "flavorRef": "1", "volume": ["size": 1]]])
    let id = try #require(made.body["instance"]?["id"]?.string)
    world.trove.group.clock.advance(microseconds: 2_000_000)
    _ = try ask(world, .get, "/instances/\(id)")
    #expect(
      try ask(world, .post, "/backups", ["backup": ["name": "b", "instance": .string(id)]]).status
        == 202)
    for expected in ["BACKUP", "BACKUP", "ACTIVE"] {
      let shown = try ask(world, .get, "/instances/\(id)").body
      #expect(shown["instance"]?["status"]?.string == expected)
    }
  }

  @Test(arguments: [("0", 413), ("1", 413), ("2", 413), ("3", 404), ("-1", 404)])
  func `a project has as many backups as its quota says`(limit: String, status: Int) throws {
    let quota = """
      [{"project": "p", "limits": {"instances": 9, "ram": -1, "volumes": 9, "backups": \(limit)}}]
      """
    let known = String(decoding: Repository.bytes("fixtures/trove/quotas.json"), as: UTF8.self)
    let world = try world("quotas", known, quota)
    let wanted: JSONValue = "11111111-2222-3333-4444-555555555555"
    let answer = try ask(world, .post, "/backups", ["backup": ["name": "b", "instance": wanted]])
    #expect(answer.status == status)
    if status == 413 {
      #expect(
        answer.body["overLimit"]?["message"] == "Quota exceeded for resources: ['backups'].")
    }
  }
}
