import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@testable import TroveMock

@Suite struct `Seed instances` {
  private static let instance = "1528afeb-a7b2-4b5c-bdf2-43b7961a61a2"
  private static let module = "ef24f6d2-abef-4b35-8f96-7152ee7a72c2"

  /// The checkout's fixtures with a module, and with members added to the first instance.
  private static func source(adding members: JSONObject) throws -> FixtureSource {
    var files = Repository.fixtureFiles("trove").merging(Repository.fixtureFiles("keystone")) { $1 }
    files["trove/modules.json"] = JSONWriter.compact([
      [
        "id": .string(module), "name": "mod1", "type": "ping",
        "contents": "bWVzc2FnZT1oZWxsbw==", "project": .null, "datastore": "mysql",
        "created": "2026-01-01T00:00:00",
      ]
    ])
    let text = try #require(files["trove/instances.json"])
    var instances = try #require(try JSONReader.value(of: text).array)
    var first = try #require(instances.first?.object)
    for member in members.members { first[member.key] = member.value }
    instances[0] = .object(first)
    files["trove/instances.json"] = JSONWriter.compact(.array(instances))
    return FixtureSource(files: files, prefix: "changed")
  }

  @Test(arguments: [
    ("/databases", #"{"databases":[{"name":"a"},{"name":"b"}]}"#),
    ("/users", #"{"users":[{"name":"ann","host":"%","databases":[{"name":"a"}]}]}"#),
    ("/root", #"{"rootEnabled":true}"#),
    ("/modules?include_contents=1", "hello"),
  ])
  func `have what their records say`(path: String, expected: String) throws {
    let members = JSONObject([
      .init(key: "databases", value: [["name": "b"], ["name": "a", "character_set": "utf8"]]),
      .init(
        key: "users", value: [["name": "ann", "password": "p", "databases": ["a"]]]),
      .init(key: "root_enabled", value: ["at": "2026-01-16T00:00:00", "by": "somebody"]),
      .init(key: "modules", value: [.string(Self.module)]),
    ])
    let world = try TroveTestWorld(source: try Self.source(adding: members))
    let response = world.ask("/instances/\(Self.instance)\(path)")
    #expect(response.status == .ok)
    #expect(String(decoding: response.body, as: UTF8.self).contains(expected))
  }

  @Test(arguments: [
    (#"{"modules":["nope"]}"#, "\"nope\" is not known here"),
    (#"{"root_enabled":true}"#, "expected an object, found boolean at /0/root_enabled"),
    (#"{"root_enabled":{"at":"x","by":"y"}}"#, "at /0/root_enabled/at"),
  ])
  func `are refused with their place when they are wrong`(members: String, message: String) throws {
    let members = try #require(try JSONReader.value(of: Array(members.utf8)).object)
    let source = try Self.source(adding: members)
    let error = #expect(throws: FixtureError.self) { _ = try TroveTestWorld(source: source) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}

extension TroveTestWorld {
  /// What `testuser` is answered to a GET below its project.
  fileprivate func ask(_ path: String) -> HTTPResponse {
    let project = parameters["project.test_project"]?.string ?? ""
    return trove.respond(
      to: HTTPRequest(
        method: .get, target: "/v1.0/\(project)\(path)",
        fields: ["X-Auth-Token": parameters["token.testuser"]?.string ?? ""]), from: nil)
  }
}
