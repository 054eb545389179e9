import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing
import TroveMock

/// Seed files that a person might write: a few instances, and what hangs on them.
struct TroveSeed {
  /// Files by their name without ending.
  var files: [String: String] = [
    "instances": """
    [
      {"id": "i1", "name": "one", "project": "p", "flavor": "1", "datastore_version": "\(mysql)",
       "volume": 1, "address": "10.0.0.3", "created": "2026-01-01T00:00:00",
       "configuration": "c1", "databases": [{"name": "my_db"}]},
      {"id": "m1", "name": "member", "project": "p", "flavor": "1", "datastore_version": "\(pxc)",
       "volume": 1, "address": "10.0.0.4", "created": "2026-01-01T00:00:00"}
    ]
    """,
    "configurations": """
    [
      {"id": "c1", "name": "c", "project": "p", "datastore_version": "\(mysql)",
       "values": {"max_connections": 5}, "created": "2026-01-01T00:00:00"},
      {"id": "c2", "name": "c", "project": "p", "datastore_version": "\(pxc)",
       "values": {}, "created": "2026-01-01T00:00:00"}
    ]
    """,
    "backups": """
    [
      {"id": "b1", "name": "b", "instance": "i1", "created": "2026-01-01T00:00:00"},
      {"id": "b2", "name": "b", "instance": "i1", "status": "BUILDING", "parent": "b1",
       "created": "2026-01-02T00:00:00"}
    ]
    """,
    "backup_strategies": """
    [
      {"project": "p", "instance": "", "container": "all"},
      {"project": "p", "instance": "i1", "container": "mine"}
    ]
    """,
    "clusters": """
    [
      {"id": "k1", "name": "cl", "project": "p", "datastore_version": "\(pxc)", "members": ["m1"],
       "created": "2026-01-01T00:00:00"}
    ]
    """,
  ]

  static let mysql = "69a420b6-74a7-4efe-9bf6-834210057d49"
  static let pxc = "d2a5e5b0-6c1b-4d3e-9f63-7a1c0f0e5505"

  /// The checkout's fixtures with these files, the project's name standing for the one that a user
  /// of Keystone's works in.
  func source() -> FixtureSource {
    var all = Repository.fixtureFiles("trove")
    for (name, text) in Repository.fixtureFiles("keystone") { all[name] = text }
    for (name, text) in files {
      let text = text.replacing("\"p\"", with: "\"ba3039e675be4fff8d7c354ec0a58063\"")
      all["trove/\(name).json"] = Array(text.utf8)
    }
    return FixtureSource(files: all, prefix: "seed")
  }
}

/// A change to the seed that makes it wrong, and what is said about it.
struct BrokenSeed: Sendable, CustomTestStringConvertible {
  let file: String
  let text: String
  let replacement: String
  let message: String

  init(_ file: String, _ text: String, _ replacement: String, _ message: String) {
    (self.file, self.text, self.replacement, self.message) = (file, text, replacement, message)
  }

  var testDescription: String { "\(file): \(replacement)" }

  static let all = [
    BrokenSeed(
      "configurations", "\"max_connections\": 5", "\"max_connections\": 0",
      "3:34: The value for the configuration parameter max_connections is less than the minimum allowed: 1"
    ),
    BrokenSeed(
      "configurations", "max_connections", "nope",
      "3:23: The configuration parameter nope is not supported for this datastore: mysql 5.6-104."),
    BrokenSeed("configurations", TroveSeed.mysql, "x", "2:97: \"x\" is not known here"),
    BrokenSeed("instances", "\"c1\"", "\"c9\"", "4:21: \"c9\" is not known here"),
    BrokenSeed(
      "instances", "\"c1\"", "\"c2\"",
      "4:21: configuration \"c2\" is for another datastore version"),
    BrokenSeed(
      "backups", "\"instance\": \"i1\", \"created\"", "\"instance\": \"i9\", \"created\"",
      "2:41: \"i9\" is not known here"),
    BrokenSeed("backups", "\"parent\": \"b1\"", "\"parent\": \"b2\"", "3:79: \"b2\" is not known"),
    BrokenSeed("backups", "BUILDING", "BUILT", "3:57: \"BUILT\" is not known here"),
    BrokenSeed("backups", "\"status\"", "\"state\"", "3:47: unknown key \"state\""),
    BrokenSeed(
      "backup_strategies", "\"i1\"", "\"i9\"", "3:63: \"i9\" is not known here"),
    BrokenSeed("clusters", "[\"m1\"]", "[]", "a cluster needs at least one member"),
    BrokenSeed(
      "clusters", "[\"m1\"]", "[\"i1\"]", "of another project or datastore version"),
    BrokenSeed("clusters", "[\"m1\"]", "[\"m1\", \"m1\"]", "in a cluster already"),
    BrokenSeed(
      "clusters", TroveSeed.pxc, TroveSeed.mysql, "this datastore version has no clusters"),
  ]
}

@Suite struct `Seed records of Trove` {
  @Test func `are served as they stand`() throws {
    let world = try TroveTestWorld(source: TroveSeed().source())
    func get(_ path: String) throws -> JSONValue {
      let response = world.trove.respond(
        to: HTTPRequest(
          method: .get, target: "/v1.0/ba3039e675be4fff8d7c354ec0a58063\(path)",
          fields: ["X-Auth-Token": world.parameters["token.workuser"]?.string ?? ""]), from: nil)
      return try JSONReader.value(of: response.body)
    }
    #expect(try get("/instances/i1")["instance"]?["status"] == "BACKUP")
    #expect(try get("/instances/i1")["instance"]?["configuration"]?["name"] == "c")
    #expect(try get("/configurations/c1")["configuration"]?["instance_count"] == 1)
    let backup = try get("/backups/b1")["backup"]
    #expect(backup?["status"] == "COMPLETED")
    #expect(
      backup?["locationRef"]
        == "http://127.0.0.1:8080/v1/AUTH_x/database_backups/b1.xbstream.gz.enc")
    #expect(try get("/backups/b2")["backup"]?["parent_id"] == "b1")
    #expect(try get("/backups/b2")["backup"]?["size"] == .null)
    #expect(try get("/backup_strategies")["backup_strategies"]?.array?.count == 2)
    #expect(try get("/clusters/k1")["cluster"]?["instances"]?[0]?["id"] == "m1")
    #expect(try get("/instances")["instances"]?.array?.count == 1)
  }

  @Test(arguments: BrokenSeed.all)
  func `that are wrong are shown with their place`(broken: BrokenSeed) throws {
    var seed = TroveSeed()
    let text = try #require(seed.files[broken.file])
    try #require(text.contains(broken.text))
    let place = try #require(text.firstRange(of: broken.text))
    seed.files[broken.file] = text.replacingCharacters(in: place, with: broken.replacement)
    let error = #expect(throws: FixtureError.self) {
      _ = try TroveTestWorld(source: seed.source())
    }
    let description = error?.description ?? ""
    #expect(description.contains("seed/trove/\(broken.file).json:"), "\(description)")
    #expect(description.contains(broken.message), "\(description)")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
