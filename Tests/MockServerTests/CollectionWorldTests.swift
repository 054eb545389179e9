import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `A service of collections` {
  private static let states = """
    { "no things": { "description": "None.", "clear": ["things"] },
      "a thing": { "description": "One more.", "parameters": { "id": 7 },
        "put": { "things": [{ "id": "${id}" }] } } }
    """

  @Test func `has provider states and can be reset`() throws {
    let world = try OwnService.world(
      OwnService.files(records: ["things": #"[{"id": 1}]"#], states: Self.states))
    _ = try world.setUp(state: "a thing", parameters: JSONObject([.init(key: "id", value: 8)]))
    #expect(world.listed("/things") == "1 8")
    _ = world.ask("DELETE", "/things/1")
    _ = try world.setUp(state: "no things", parameters: JSONObject())
    #expect(world.listed("/things") == "")
    world.reset()
    #expect(world.listed("/things") == "1")
  }

  @Test func `has what a service needs without saying so`() throws {
    let description = try OwnService.load(OwnService.files()).description
    #expect(description.title == "own")
    #expect(description.port == 0)
    #expect(description.basePath == "")
    #expect(description.profiles == ["documented"])
    #expect(
      description.environment == JSONObject([.init(key: "UNDERSTUDY_OWN_URL", value: "${url}")]))
    #expect(description.snippets["text"] == "own: ${base_url}\n")
    #expect(description.snippets["shell"] == "export UNDERSTUDY_OWN_URL='${url}'\n")
  }

  @Test func `stays in its profile where it has but one`() throws {
    let source = FixtureSource(files: OwnService.files(), prefix: "prefix")
    let fixtures = try ServiceFixtures("own", from: source, profile: "reference")
    #expect(fixtures.description.profile == "documented")
  }

  @Test func `stands below its base path`() throws {
    let world = try OwnService.world(
      OwnService.files(
        things: #"{"show": {"add": {"at": "${record_url}"}}}"#, more: #""base_path": "/api/v1","#,
        records: ["things": #"[{"id": 1}]"#]))
    world.expect([
      .init("GET /api/v1/things/1", #"200 {"id":1,"at":"http://shop/api/v1/things/1"}"#),
      .init("GET /things/1", #"404 {"error":"nothing is at this path"}"#),
    ])
  }

  struct Caller: Sendable, CustomTestStringConvertible {
    let rule: String
    let field: HTTPFieldName
    let value: String
    /// Whom it shows; nil when it is refused.
    let name: String?
    let reason: String?
    var testDescription: String { "\(field): \(value)" }

    init(_ rule: String, _ line: String, _ name: String?, _ reason: String? = nil) {
      self.rule = rule
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      field = HTTPFieldName(parts[0])
      value = String(parts[1].drop { $0 == " " })
      self.name = name
      self.reason = reason
    }
  }

  @Test(arguments: [
    Caller(#"{"header": "X-Token"}"#, "x-token: AAA", "alice"),
    Caller(#"{"header": "X-Token"}"#, "X-Token: BBB", "bob"),
    Caller(
      #"{"header": "X-Token"}"#, "X-Token: CCC", nil,
      "X-Token holds no token that is known; those of: alice, bob"),
    Caller(#"{"header": "X-Token"}"#, "Authorization: AAA", nil, "there is no X-Token"),
    Caller(#"{"header": "Authorization", "scheme": "Bearer"}"#, "Authorization: bearer BBB", "bob"),
    Caller(
      #"{"header": "Authorization", "scheme": "Bearer"}"#, "Authorization: BBB", nil,
      "Authorization is not \"Bearer TOKEN\""),
  ])
  func `knows its callers by their tokens`(caller: Caller) throws {
    let files = OwnService.files(
      things: #"{"id": "${counter}", "create": {"set": {"by": "${token_name}"}}}"#,
      more: """
        "tokens": {"alice": "AAA", "bob": "BBB"}, "token": \(caller.rule),
        "errors": {"unauthorized": {"headers": {"WWW-Authenticate": "Token"}, "body": ["${reason}"]}},
        """)
    let world = try OwnService.world(files)
    let response = world.ask("POST", "/things", "{}", fields: [caller.field: caller.value])
    let json = try JSONReader.value(of: response.body)
    #expect(json["by"]?.string == caller.name)
    #expect(response.status == (caller.name == nil ? .unauthorized : .created))
    #expect(response.fields["WWW-Authenticate"] == (caller.name == nil ? "Token" : nil))
    #expect(world.journal.latest?.reason == caller.reason)
    #expect(world.ask("GET", "/nowhere").status == .notFound)
    #expect(world.ask("PUT", "/things").status == .unauthorized)
  }

  /// Ids are made under the world's lock, so none is given twice.
  @Test func `serves many at once`() async throws {
    let world = try OwnService.world(OwnService.files(things: #"{"id": "${counter}"}"#))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<50 { _ = world.ask("POST", "/things", "{}") } }
      }
    }
    let ids = world.listed("/things").split(separator: " ").compactMap { Int($0) }
    #expect(ids == Array(1...400))
  }
}
