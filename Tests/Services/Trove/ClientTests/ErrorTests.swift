import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

@Suite struct `An error of the Trove client` {
  static let refusal = Refusal(
    status: 404, message: "Not here.", requestID: "req-1", call: "GET /x")

  struct Text: Sendable, CustomTestStringConvertible {
    let error: TroveError
    let text: String
    var testDescription: String { text }
  }

  @Test(arguments: [
    Text(error: .notFound(refusal), text: "GET /x: refused with 404: Not here. [req-1]"),
    Text(
      error: .server(Refusal(status: 500, message: nil, call: "GET /x")),
      text: "GET /x: refused with 500, without a word why"),
    Text(
      error: .overLimit(
        Refusal(status: 413, message: "Too fast.", details: "Only 2.", call: "GET /x"),
        retryAfter: .seconds(30)),
      text: "GET /x: refused with 413: Too fast. (Only 2.); try again after 30.0 seconds"),
    Text(
      error: .timedOut(after: .seconds(60), call: "GET /x"),
      text: "GET /x: no complete answer within 60.0 seconds"),
    Text(
      error: .transport(.cannotConnect("refused"), call: "GET /x"),
      text: "GET /x: cannot connect: refused"),
    Text(
      error: .decoding(path: JSONPointer(), reason: "empty", call: "GET /x"),
      text: "GET /x: the answer can't be read: empty"),
    Text(
      error: .decoding(
        path: JSONPointer([.element(0), .member("id")]), reason: "odd", call: "GET /x"),
      text: "GET /x: the answer can't be read at /0/id: odd"),
    Text(
      error: .endpointNotFound(region: "WEST", available: []),
      text: "the catalogue has no fitting database service in region WEST and none elsewhere; "
        + "was a project given?"),
    Text(
      error: .badAuthURL("http://h:5000"),
      text:
        "\"http://h:5000\" is no address to sign in at: its last path segment must be v2.0 or v3"
    ),
  ])
  func `explains itself`(example: Text) {
    #expect(example.error.description == example.text)
  }

  @Test(
    arguments: [
      (
        "NORTH",
        "the catalogue has no fitting database service in region NORTH; it has trove in EAST at "
          + "http://e, trove in WEST at http://w"
      ),
      (
        nil,
        "the catalogue has 2 fitting database services: trove in EAST at http://e, trove in WEST at "
          + "http://w; choose one by region or service name"
      ),
    ] as [(String?, String)])
  func `names the endpoints that there are`(region: String?, text: String) async {
    let answer =
      #"{"access":{"token":{"id":"t"},"serviceCatalog":[{"type":"database","#
      + #""name":"trove","endpoints":[{"region":"EAST","publicURL":"http://e"},"#
      + #"{"region":"WEST","publicURL":"http://w"}]}]}}"#
    let stub = StubTransport(
      identity: { _, _ in .text(json: answer) }, answer: { _ in .success(.text(json: "{}")) })
    let client = TroveClient(
      username: "a", password: "b", projectID: "c", regionName: region,
      authURL: "http://stub/v2.0", transport: stub)
    let error = await #expect(throws: TroveError.self) { try await client.limits.list() }
    #expect(error?.description == text)
  }

  @Test(arguments: [
    TransportError.cannotConnect("refused"), .broken("reset"), .notHTTP("x"), .cancelled,
    .unsendable("x"),
  ])
  func `carries the transport's`(error: TransportError) async {
    let client = StubTransport(answer: { _ in .failure(error) }).client()
    let call = "GET \(StubTransport.endpoint)/limits"
    await #expect(throws: TroveError.transport(error, call: call)) {
      try await client.limits.list()
    }
  }

  @Test func `tells a time-out from other trouble`() async {
    let client = StubTransport(answer: { _ in .failure(.timedOut(after: .seconds(3))) }).client()
    let call = "GET \(StubTransport.endpoint)/limits"
    await #expect(throws: TroveError.timedOut(after: .seconds(3), call: call)) {
      try await client.limits.list()
    }
  }

  struct Unreadable: Sendable, CustomTestStringConvertible {
    let answer: String
    let path: String
    let reason: String
    var testDescription: String { String(answer.prefix(70)) }
  }

  @Test(arguments: [
    Unreadable(answer: "", path: "", reason: "the body is empty"),
    Unreadable(answer: "{,}", path: "", reason: "not JSON at 1:2: "),
    Unreadable(answer: "[]", path: "", reason: "expected object, found array"),
    Unreadable(answer: "{}", path: "", reason: #"there is no member "instances""#),
    Unreadable(
      answer: #"{"instances":{}}"#, path: "/instances", reason: "expected array, found object"),
    Unreadable(
      answer: #"{"instances":[7]}"#, path: "/instances/0", reason: "expected object, found number"),
    Unreadable(
      answer:
        #"{"instances":[{"id":"1","name":"n","status":"S","flavor":{"id":[]},"datastore":{"type":"m"}}]}"#,
      path: "/instances/0/flavor/id", reason: "expected text or integer, found array"),
    Unreadable(
      answer: #"{"instances":[{"id":"1","name":"n","status":7}]}"#,
      path: "/instances/0/status", reason: "expected string, found number"),
    Unreadable(
      answer:
        #"{"instances":[{"id":"1","name":"n","status":"S","flavor":{"id":"1"},"datastore":{"type":"m"},"volume":{"size":1.5}}]}"#,
      path: "/instances/0/volume/size", reason: "1.5 is no integer of 64 bits"),
    Unreadable(
      answer: #"{"instances":[],"links":[{"rel":"next"}]}"#,
      path: "/links/0", reason: #"there is no member "href""#),
  ])
  func `says where an answer can't be read`(example: Unreadable) async {
    let stub = StubTransport(json: example.answer)
    let error = await #expect(throws: TroveError.self) { try await stub.client().instances.list() }
    guard case .decoding(let path, let reason, let call) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path.description == example.path)
    #expect(reason.hasPrefix(example.reason), "\(reason)")
    #expect(call == "GET \(StubTransport.endpoint)/instances?include_clustered=False")
  }

  @Test(arguments: ["", ".", ".."])
  func `keeps a call from becoming another one`(name: String) async {
    let stub = StubTransport(json: "{}")
    let tc = stub.client()
    let error = await #expect(throws: TroveError.self) { try await tc.instances.delete(name) }
    #expect(
      error?.description
        == "DELETE /instances/\(name): the request can't be sent: "
        + "\"\(name)\" names nothing; it can't be part of a path")
    await #expect(throws: TroveError.self) { try await tc.databases.delete("i", name) }
    await #expect(throws: TroveError.self) { try await tc.users.delete(name, "ann") }
    #expect(stub.calls.isEmpty)
  }

  @Test func `can't come from a name: it is encoded`() async throws {
    let stub = StubTransport(json: "{}")
    try await stub.client().databases.delete("i", "a/b?c#d %é..")
    #expect(
      stub.calls.map(\.url) == [
        "\(StubTransport.endpoint)/instances/i/databases/a%2Fb%3Fc%23d%20%25%C3%A9.."
      ])
  }
}
