import ClientSupport
import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

@Suite(ServedInteraction.needed) struct `The Trove client at the official mock server` {
  static let all = ServedInteraction.all(of: "trove")

  @Test(arguments: all)
  func `gets the contract's answer`(served: ServedInteraction) async throws {
    switch await Plan(served) {
    case .leftOut(let reason): served.leftOut(reason)
    case .call(let route, let parts, let token):
      let network = ListeningTransport()
      let asked = Exchange(served.recorded(), group: "")
      let client = asked.client(
        token: token, over: network, endpoint: served.url + asked.endpointPath)
      let outcome = await Route.Outcome { () async throws(TroveError) in
        try await route.call(client, parts)
      }
      let (request, answer) = try #require(network.exchanges.first, "\(outcome)")
      try Exchange(served.recorded(answer), group: "")
        .judge(outcome, of: "\(request.method.name) \(request.url)")
    }
  }

  @Test(.enabled(if: !all.isEmpty)) func `makes every call that it has`() async {
    var names: Set<String> = []
    for served in Self.all {
      if case .call(let route, _, _) = await Plan(served) { names.insert(route.name) }
    }
    #expect(names == Set(Route.all.map(\.name)))
  }
}

/// What the client does about an interaction.
private enum Plan {
  case call(Route, Route.Parts, token: String)
  /// It can't make the contract's request, for this reason.
  case leftOut(String)

  init(_ served: ServedInteraction) async {
    let exchange = Exchange(served.recorded(), group: "")
    guard let (route, parts) = Route.of(exchange) else {
      self = .leftOut("no call of the client asks for this")
      return
    }
    let (stub, client) = exchange.player()
    _ = try? await route.call(client, parts)
    self =
      served.objection(to: stub.calls.first).map { .leftOut($0) }
      ?? .call(route, parts, token: exchange.token ?? "none")
  }
}

extension Exchange {
  /// A client that is signed in with a token, so that it asks only for what its calls say.
  fileprivate func client(
    token: String, over network: any HTTPTransport, endpoint: String
  ) -> TroveClient {
    let stub = StubTransport(
      identity: { _, request in StubTransport.signedIn(request, token: token, endpoint: endpoint) },
      answer: { _ in .failure(.cannotConnect("no call goes there")) })
    return TroveClient(
      username: "testuser", password: "PASSWORD", projectID: project ?? "test_project",
      authURL: "http://stub:5000/\(project == nil ? "v3" : "v2.0")",
      transport: PartlyStubbed(stub: stub, network: network))
  }
}
