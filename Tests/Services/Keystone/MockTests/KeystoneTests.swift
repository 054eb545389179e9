import HTTPMessage
import JSON
import KeystoneMock
import MockServer
import MockSupport
import Testing

/// A world of Keystone alone.
private func keystone(clock: ManualClock = ManualClock()) throws -> World<KeystoneMock> {
  let world = try World(KeystoneMock.self, "keystone", clock: clock)
  world.group.publish("http://127.0.0.1:5000", of: "keystone")
  return world
}

extension World<KeystoneMock> {
  fileprivate func ask(
    _ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:], _ body: JSONValue? = nil
  ) -> (status: Int, fields: HTTPFields, body: JSONValue) {
    var fields = fields
    fields.append(.host, "127.0.0.1:5000")
    let response = respond(
      to: HTTPRequest(
        method: method, target: target, fields: fields, body: body.map(JSONWriter.compact) ?? []),
      from: nil)
    return (
      response.status.code, response.fields, (try? JSONReader.value(of: response.body)) ?? .null
    )
  }

  /// Signs in as a user of the fixtures.
  fileprivate func token(
    _ user: String = "testuser", _ password: String = "PASSWORD",
    _ project: String = "test_project"
  ) throws -> String {
    let answer = ask(
      .post, "/v2.0/tokens", [:],
      [
        "auth": [
          "tenantName": .string(project),
          "passwordCredentials": ["username": .string(user), "password": .string(password)],
        ]
      ])
    return try #require(answer.body["access"]?["token"]?["id"]?.string)
  }

  fileprivate func validate(_ subject: String, by token: String) -> (status: Int, body: JSONValue) {
    let answer = ask(
      .get, "/v3/auth/tokens", ["X-Auth-Token": token, "X-Subject-Token": subject])
    return (answer.status, answer.body)
  }
}

@Suite struct `A token of Keystone` {
  @Test func `stands for the user and project that it was given to`() throws {
    let world = try keystone()
    let token = try world.token()
    let (status, body) = world.validate(token, by: token)
    #expect(status == 200)
    #expect(body["token"]?["user"]?["name"]?.string == "testuser")
    #expect(body["token"]?["project"]?["name"]?.string == "test_project")
  }

  @Test func `looks like one of the real service`() throws {
    let token = try keystone().token()
    #expect(token.hasPrefix("gAAAAA") && (180...255).contains(token.utf8.count))
    #expect(token.utf8.allSatisfy { $0 != UInt8(ascii: "=") && $0 > 0x20 && $0 < 0x7F })
  }

  @Test func `expires by the world's clock`() throws {
    let clock = ManualClock()
    let world = try keystone(clock: clock)
    let token = try world.token()
    clock.advance(seconds: 3_599)
    #expect(world.validate(token, by: token).status == 200)
    clock.advance(seconds: 2)
    #expect(world.validate(token, by: token).status == 401)
  }

  @Test func `of a token expires with it`() throws {
    let clock = ManualClock()
    let world = try keystone(clock: clock)
    let first = try world.token()
    clock.advance(seconds: 1_800)
    let answer = world.ask(
      .post, "/v3/auth/tokens", [:],
      [
        "auth": [
          "identity": ["methods": ["token"], "token": ["id": .string(first)]],
          "scope": ["project": ["name": "test_project", "domain": ["id": "default"]]],
        ]
      ])
    let second = try #require(answer.fields["X-Subject-Token"])
    #expect(answer.body["token"]?["methods"] == ["token", "password"])
    #expect(second != first)
    clock.advance(seconds: 1_801)
    #expect(world.validate(second, by: try world.token()).status == 404)
  }

  @Test func `that was given back is refused`() throws {
    let world = try keystone()
    let token = try world.token()
    let other = try world.token()
    let fields: HTTPFields = ["X-Auth-Token": other, "X-Subject-Token": token]
    #expect(world.ask(.delete, "/v3/auth/tokens", fields).status == 204)
    #expect(world.validate(token, by: other).status == 404)
    #expect(world.validate(other, by: other).status == 200)
  }

  @Test(arguments: ["", "gAAAAA", "gAAAAA.", "not a token", "gAAAAAYWJj"])
  func `that was made up is refused`(made: String) throws {
    #expect(try keystone().validate("x", by: made).status == 401)
  }

  @Test func `is refused when any letter of it was changed`() throws {
    let world = try keystone()
    let token = try world.token()
    for place in token.indices {
      var changed = token
      changed.replaceSubrange(place...place, with: token[place] == "A" ? "B" : "A")
      #expect(world.validate(changed, by: changed).status == 401, "\(changed)")
    }
  }
}

@Suite struct `A sign-in` {
  struct Refused: Sendable, CustomTestStringConvertible {
    let what: String
    let auth: JSONValue
    let reason: String
    var testDescription: String { what }
  }

  private static func version3(_ user: JSONValue, scope: JSONValue? = nil) -> JSONValue {
    var auth = JSONObject([
      .init(key: "identity", value: ["methods": ["password"], "password": ["user": user]])
    ])
    auth["scope"] = scope
    return .object(auth)
  }

  @Test(arguments: [
    Refused(
      what: "of an unknown user",
      auth: version3(["name": "nobody", "password": "PASSWORD", "domain": ["id": "default"]]),
      reason:
        "there is no user \"nobody\"; known: testuser, workuser, adminuser, quotauser"),
    Refused(
      what: "of a user of another domain",
      auth: version3(["name": "testuser", "password": "PASSWORD", "domain": ["id": "other"]]),
      reason:
        "there is no user \"testuser\"; known: testuser, workuser, adminuser, quotauser"),
    Refused(
      what: "to a project without a role",
      auth: version3(
        ["name": "testuser", "password": "PASSWORD", "domain": ["id": "default"]],
        scope: ["project": ["name": "work_project", "domain": ["name": "Default"]]]),
      reason: "testuser has no role on work_project"),
    Refused(
      what: "to the system",
      auth: version3(
        ["name": "testuser", "password": "PASSWORD", "domain": ["id": "default"]],
        scope: ["system": ["all": true]]),
      reason: "testuser has no role on a scope \"system\""),
    Refused(
      what: "by a method that is not there",
      auth: ["identity": ["methods": ["totp"]]],
      reason: "identity.methods is [\"totp\"]; \"password\" and \"token\" are supported here"),
  ])
  func `is refused alike for every reason, which the journal tells`(refused: Refused) throws {
    let world = try keystone()
    let answer = world.ask(.post, "/v3/auth/tokens", [:], ["auth": refused.auth])
    #expect(answer.status == 401)
    #expect(
      answer.body["error"]?["message"]?.string
        == "The request you have made requires authentication.")
    #expect(world.journal.latest?.reason == refused.reason)
  }

  @Test(arguments: [
    JSONValue.null, [], ["auth": 5], ["auth": [:]], ["auth": ["passwordCredentials": [:]]],
    ["auth": ["passwordCredentials": ["password": 1]]], ["auth": ["identity": "x"]],
    ["auth": ["identity": ["methods": ["password"], "password": [:]]]],
  ])
  func `with a body that lacks something is a bad request`(body: JSONValue) throws {
    let world = try keystone()
    #expect(world.ask(.post, "/v2.0/tokens", [:], body).status == 400)
    #expect(world.ask(.post, "/v3/auth/tokens", [:], body).status == 400)
  }
}

@Suite struct `The catalogue` {
  @Test func `holds the addresses where services really listen`() throws {
    let world = try keystone()
    let token = try world.token()
    func urls() -> [String] {
      let catalog = world.ask(.get, "/v3/auth/catalog", ["X-Auth-Token": token]).body["catalog"]
      return (catalog?.array ?? []).compactMap { $0["endpoints"]?[0]?["url"]?.string }
    }
    #expect(urls() == ["http://127.0.0.1:5000/v3"])
    world.group.publish("http://127.0.0.1:4711", of: "trove")
    let project = try Repository.records("keystone", "projects").first?["id"]?.string
    #expect(
      urls() == ["http://127.0.0.1:5000/v3", "http://127.0.0.1:4711/v1.0/\(project ?? "")"])
  }
}
