import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

@Suite struct `Signing in` {
  /// A recorded sign-in, and the constructor's arguments that lead to it.
  struct Case: Sendable, CustomTestStringConvertible {
    let recording: String
    var password = "PASSWORD"
    var projectID: String? = "test_project"
    var tenantID: String?
    var regionName = "EAST"
    var version = "v2.0"
    var testDescription: String { recording }

    func client(_ stub: StubTransport) -> TroveClient {
      TroveClient(
        username: "testuser", password: password, projectID: projectID, tenantID: tenantID,
        regionName: regionName, authURL: "http://stub:5000/\(version)", transport: stub)
    }
  }

  static let cases = [
    Case(recording: "auth-v2-password"),
    Case(
      recording: "auth-v2-tenant-id", projectID: nil, tenantID: "2c724e791040441ea9adfe7463aecaf7"),
    Case(recording: "auth-v2-unscoped", projectID: nil),
    Case(recording: "auth-v2-bad-password", password: "WRONG"),
    Case(recording: "auth-v2-bad-project", projectID: "nope"),
    Case(recording: "auth-v2-bad-region", regionName: "WEST"),
    Case(recording: "auth-v3-session-construct", version: "v3"),
    Case(recording: "auth-v3-bad-password", password: "NO", version: "v3"),
  ]

  @Test(arguments: cases)
  func `sends what the Python client sends`(example: Case) async throws {
    let recording = try Exchange.named(example.recording)
    let stub = StubTransport(
      identity: { _, _ in recording.response },
      answer: { _ in .success(.text(json: #"{"flavors":[]}"#)) })
    _ = try? await example.client(stub).flavors.list()
    let request = try #require(stub.signIns.first)
    #expect(request.url == "http://stub:5000\(recording.path)")
    #expect(request.method.name == recording.method)
    #expect(request.fields["Accept"] == "application/json")
    #expect(request.fields[.contentType] == "application/json")
    #expect(request.fields["X-Auth-Token"] == nil)
    #expect(try request.body.map { try JSONReader.value(of: $0) } == recording.body)
  }

  @Test(arguments: ["auth-v2-password", "auth-v3-session-construct"])
  func `finds token and address in a recorded answer`(name: String) async throws {
    let recording = try Exchange.named(name)
    let example = try #require(Self.cases.first { $0.recording == name })
    let stub = StubTransport(
      identity: { _, _ in recording.response },
      answer: { _ in .success(.text(json: #"{"flavors":[]}"#)) })
    _ = try await example.client(stub).flavors.list()
    let token =
      recording.response.fields["X-Subject-Token"]
      ?? recording.answer?["access"]?["token"]?["id"]?.string
    let call = try #require(stub.calls.first)
    #expect(call.fields["X-Auth-Token"] == token)
    #expect(
      call.url == "http://127.0.0.1:26779/v1.0/2c724e791040441ea9adfe7463aecaf7/flavors")
    #expect(call.fields["X-Auth-Project-Id"] == (example.version == "v2.0" ? "test_project" : nil))
  }

  @Test(arguments: ["auth-v2-bad-password", "auth-v2-bad-project", "auth-v3-bad-password"])
  func `is refused once and for all`(name: String) async throws {
    let recording = try Exchange.named(name)
    let example = try #require(Self.cases.first { $0.recording == name })
    let stub = StubTransport(
      identity: { _, _ in recording.response },
      answer: { _ in .success(.text(json: "{}")) })
    let error = await #expect(throws: TroveError.self) {
      try await example.client(stub).flavors.list()
    }
    guard case .unauthorized(let refusal) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.message == "The request you have made requires authentication.")
    #expect(refusal.call == "POST http://stub:5000\(recording.path)")
    #expect(stub.signIns.count == 1)
    #expect(stub.calls.isEmpty)
  }

  @Test(arguments: ["auth-v2-unscoped", "auth-v2-bad-region"])
  func `ends without an endpoint where the catalogue has none`(name: String) async throws {
    let recording = try Exchange.named(name)
    let example = try #require(Self.cases.first { $0.recording == name })
    let stub = StubTransport(
      identity: { _, _ in recording.response }, answer: { _ in .success(.text(json: "{}")) })
    let error = await #expect(throws: TroveError.self) {
      try await example.client(stub).flavors.list()
    }
    guard case .endpointNotFound(let region, let available) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(region == example.regionName)
    #expect(available.map(\.region) == (name == "auth-v2-unscoped" ? [] : ["EAST"]))
    #expect(stub.calls.isEmpty)
  }

  @Test(arguments: ["http://stub:5000", "http://stub:5000/v2", "http://stub:5000/v3/x", ""])
  func `needs an address that tells the version`(url: String) async {
    let stub = StubTransport(json: "{}")
    let client = TroveClient(
      username: "a", password: "b", projectID: "c", authURL: url, transport: stub)
    await #expect(throws: TroveError.badAuthURL(url)) { try await client.flavors.list() }
    #expect(stub.asked.signIns.isEmpty)
  }

  @Test(arguments: ["http://stub:5000/v2.0/", "http://stub:5000/identity/v2.0"])
  func `takes an address with a path and with a slash at the end`(url: String) async throws {
    let stub = StubTransport(json: #"{"flavors":[]}"#)
    let client = TroveClient(
      username: "a", password: "b", projectID: "c", authURL: url, transport: stub)
    #expect(try await client.flavors.list().isEmpty)
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    #expect(stub.signIns.map(\.url) == [base + "/tokens"])
  }

  @Test func `names domains by v3, and a project by its id where that is given`() async throws {
    let stub = StubTransport(json: #"{"flavors":[]}"#)
    let client = TroveClient(
      username: "ann", password: "p", projectID: "shop", authURL: "http://stub/v3",
      userDomain: .name("People"), projectDomain: .id("d1"), transport: stub)
    _ = try await client.flavors.list()
    let other = TroveClient(
      username: "ann", password: "p", projectID: "shop", tenantID: "7f",
      authURL: "http://stub/v3", transport: stub)
    _ = try await other.flavors.list()
    let bodies = try stub.signIns.map { try JSONReader.value(of: $0.body ?? []) }
    #expect(
      bodies.first?["auth"]?["identity"]?["password"]?["user"]?["domain"] == ["name": "People"])
    #expect(
      bodies.map { $0["auth"]?["scope"] } == [
        ["project": ["name": "shop", "domain": ["id": "d1"]]], ["project": ["id": "7f"]],
      ])
  }

  @Test func `happens with an address of one's own, too`() async throws {
    let stub = StubTransport(json: #"{"limits":[]}"#)
    let client = TroveClient(
      username: "a", password: "b", projectID: "c", regionName: "nowhere",
      authURL: "http://stub/v2.0", bypassURL: "http://other:8779/v1.0/T/", transport: stub)
    _ = try await client.limits.list()
    #expect(stub.signIns.count == 1)
    #expect(stub.calls.map(\.url) == ["http://other:8779/v1.0/T/limits"])
  }

  struct Catalogue: Sendable, CustomTestStringConvertible {
    let name: String
    var serviceName: String?
    var regionName: String?
    var endpointType = EndpointType.public
    let outcome: String
    var testDescription: String { name }
  }

  static let catalogue: JSONValue = [
    "access": [
      "token": ["id": "t"],
      "serviceCatalog": [
        [
          "type": "image", "name": "glance",
          "endpoints": [["region": "EAST", "publicURL": "http://i"]],
        ],
        [
          "type": "database", "name": "trove",
          "endpoints": [
            ["region": "EAST", "publicURL": "http://e", "internalURL": "http://e-in"],
            ["region": "WEST", "publicURL": "http://w"],
          ],
        ],
        [
          "type": "database", "name": "other",
          "endpoints": [["region": "EAST", "publicURL": "http://o"]],
        ],
      ],
    ]
  ]

  @Test(arguments: [
    Catalogue(name: "by region", regionName: "WEST", outcome: "http://w"),
    Catalogue(
      name: "by region and name", serviceName: "trove", regionName: "EAST", outcome: "http://e"),
    Catalogue(name: "by name", serviceName: "other", outcome: "http://o"),
    Catalogue(name: "by type of address", endpointType: .internal, outcome: "http://e-in"),
    Catalogue(
      name: "by region alone where there are two", regionName: "EAST", outcome: "2 of many"),
    Catalogue(name: "by nothing", outcome: "3 of many"),
    Catalogue(name: "by an unknown region", regionName: "NORTH", outcome: "none but 3"),
    Catalogue(
      name: "by an unknown name", serviceName: "x", regionName: "EAST", outcome: "none but 3"),
    Catalogue(name: "by a type that isn't there", endpointType: .admin, outcome: "none but 0"),
  ])
  func `chooses an endpoint`(example: Catalogue) async throws {
    let stub = StubTransport(
      identity: { _, _ in .json(JSONWriter.compact(Self.catalogue)) },
      answer: { _ in .success(.text(json: #"{"limits":[]}"#)) })
    let client = TroveClient(
      username: "a", password: "b", projectID: "c", regionName: example.regionName,
      authURL: "http://stub/v2.0", serviceName: example.serviceName,
      endpointType: example.endpointType, transport: stub)
    do throws(TroveError) {
      _ = try await client.limits.list()
      #expect(stub.calls.map(\.url) == [example.outcome + "/limits"])
    } catch {
      switch error {
      case .ambiguousEndpoints(let endpoints):
        #expect("\(endpoints.count) of many" == example.outcome)
      case .endpointNotFound(let region, let available):
        #expect(region == example.regionName)
        #expect("none but \(available.count)" == example.outcome)
      default: Issue.record(error)
      }
    }
  }

  @Test(arguments: [
    ("{}", "", #"there is no member "access""#), ("", "", "the body is empty"),
    (#"{"access":{"token":{}}}"#, "/access/token", #"there is no member "id""#),
    (
      #"{"access":{"token":{"id":"t"},"serviceCatalog":[7]}}"#, "/access/serviceCatalog/0",
      "expected object, found number"
    ),
  ])
  func `tells what is wrong with an answer`(text: String, path: String, reason: String) async {
    let stub = StubTransport(
      identity: { _, _ in .text(json: text) }, answer: { _ in .success(.text(json: "{}")) })
    let error = await #expect(throws: TroveError.self) { try await stub.client().flavors.list() }
    guard case .decoding(let place, let found, let call) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.description == path)
    #expect(found == reason)
    #expect(call == "POST http://stub:5000/v2.0/tokens")
  }

  @Test func `needs the field with the token by v3`() async {
    let stub = StubTransport(
      identity: { _, _ in .text(json: #"{"token":{}}"#, status: 201) },
      answer: { _ in .success(.text(json: "{}")) })
    let error = await #expect(throws: TroveError.self) {
      try await stub.client(v3: "p").flavors.list()
    }
    #expect(error?.description.hasSuffix("there is no field X-Subject-Token") == true)
  }
}
