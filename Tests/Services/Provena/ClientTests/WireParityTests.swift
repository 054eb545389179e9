import HTTPMessage
import HTTPTransport
import JSON
import ProvenaClient
import Testing

@Suite struct `The request of the Provena client` {
  @Test(arguments: Exchange.calls)
  func `is the one that was recorded`(exchange: Exchange) async throws {
    let stub = StubTransport(exchange.response)
    let call = try RecordedCall.of(exchange)
    do {
      _ = try await call.result(exchange, from: stub.client(token: exchange.token))
    } catch is ProvenaError {
      // What the answer means is another test's business.
    }
    let request = try #require(stub.requests.first)
    #expect(stub.requests.count == 1)
    let target = HTTPTarget(request.url)
    #expect(request.method.name == exchange.method)
    #expect(String(decoding: target.path, as: UTF8.self) == exchange.path)
    #expect(request.fields["Authorization"] == exchange.fields["Authorization"])
    #expect(request.url.hasPrefix("http://stub/"))
    let same: [String: Bool] = [
      "query": String(decoding: target.query ?? [], as: UTF8.self) == exchange.query,
      "body": try request.body.map { try JSONReader.value(of: $0) } == exchange.body,
      "type": request.fields[.contentType] == exchange.fields[.contentType],
    ]
    let different = same.filter { !$0.value }.keys.sorted()
    #expect(different == (Difference.of(exchange)?.parts ?? []).sorted())
  }

  @Test(arguments: Difference.all.map(\.exchange))
  func `differs in exchanges that exist`(name: String) {
    #expect(Exchange.calls.contains { $0.name == name })
  }

  @Test(arguments: RecordedCall.all)
  func `was recorded for every call`(call: RecordedCall) {
    #expect(!call.exchanges.isEmpty)
    for name in call.exchanges { #expect(Exchange.calls.contains { $0.name == name }, "\(name)") }
  }

  @Test func `is known for every call, and no other`() {
    #expect(Set(Calls.all.keys) == Set(RecordedCall.all.map(\.name)))
  }

  @Test func `waits as long as it is told, and half a minute otherwise`() async throws {
    let stub = StubTransport(try Exchange.named("health").response)
    let patient = DatastoreClient(
      auth: FixedToken("t"), config: StubTransport.config, timeout: .seconds(99), transport: stub)
    try await stub.client().getHealthCheck()
    try await patient.getHealthCheck()
    #expect(stub.timeouts == [.seconds(30), .seconds(99)])
  }

  @Test(arguments: [true, false])
  func `for the configuration says what to leave out only when it is told`(only: Bool) async throws
  {
    let stub = StubTransport(try Exchange.named("config").response)
    _ = try await stub.client().getAdminConfig(requiredOnly: only)
    #expect(stub.requests.map(\.url) == ["http://stub/admin/config?required_only=\(only)"])
  }
}

@Suite struct `The endpoints of the data store` {
  @Test func `are those of the documentation`() {
    let documented = RecordedCall.all.map { "\($0.endpoint) \($0.method) \($0.path)" }
    let known = DatastoreEndpoint.allCases.map { "\(Self.name($0)) \($0.method) \($0.path)" }
    #expect(known.count == 23)
    #expect(Set(known) == Set(documented))
  }

  /// The documented spelling of a case's name.
  private static func name(_ endpoint: DatastoreEndpoint) -> String {
    "\(endpoint)".map { $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
  }
}
