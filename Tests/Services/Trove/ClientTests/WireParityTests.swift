import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

@Suite struct `The request of the Trove client` {
  @Test(arguments: Exchange.calls)
  func `is the one that the Python client sent`(exchange: Exchange) async throws {
    let (stub, client) = exchange.player()
    let (route, parts) = try #require(Route.of(exchange), "no call of the client asks for this")
    _ = try? await route.call(client, parts)
    let request = try #require(stub.calls.first)
    let target = HTTPTarget(request.url)
    let path = String(decoding: target.path, as: UTF8.self)
    let query = String(decoding: target.query ?? [], as: UTF8.self)
    let body = try request.body.map { try JSONReader.value(of: $0) }
    #expect(request.method.name == exchange.method)
    #expect(request.fields["X-Auth-Token"] == exchange.token)
    #expect(request.fields["X-Auth-Project-Id"] == exchange.project)
    #expect(request.fields["Accept"] == "application/json")
    #expect(request.fields[.contentType] == exchange.contentType)
    #expect(path == exchange.path)
    if let reason = Difference.reason(for: exchange) {
      #expect(
        body != exchange.body || query != exchange.query,
        "equal, although a difference is named: \(reason)")
    } else {
      #expect(body == exchange.body)
      #expect(query == exchange.query)
    }
  }

  static let recordedCalls = Set(Exchange.calls.compactMap { Route.of($0)?.route.name })

  @Test(arguments: Route.all.map(\.name))
  func `was recorded`(call: String) {
    #expect(Self.recordedCalls.contains(call))
  }

  @Test(arguments: Difference.all.map(\.recording))
  func `differs in recordings that exist`(recording: String) {
    #expect(Exchange.calls.contains { $0.name == recording })
  }
}

extension Exchange {
  /// A transport that gives this exchange's token and answer, and a client that uses it in the way
  /// the recorded one did.
  func player() -> (StubTransport, TroveClient) {
    let endpoint = "http://stub\(endpointPath)"
    let token = token ?? "none"
    let response = response
    let stub = StubTransport(
      identity: { _, request in
        StubTransport.signedIn(request, token: token, endpoint: endpoint)
      }, answer: { _ in .success(response) })
    return (stub, project.map { stub.client(project: $0) } ?? stub.client(v3: "test_project"))
  }
}
