import ClientSupport
import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

@Suite(ServedInteraction.needed) struct `Signing in at the official mock server` {
  static let all = ServedInteraction.all(of: "keystone")

  @Test(arguments: all)
  func `gets the contract's answer`(served: ServedInteraction) async throws {
    let asked = Exchange(served.recorded(), group: "")
    if let reason = await asked.objection(served) { return served.leftOut(reason) }
    let network = ListeningTransport()
    let stub = StubTransport(json: Exchange.noFlavors)
    let outcome = await asked.signIn(
      at: served.url, over: PartlyStubbed(stub: stub, network: network))
    let (request, answer) = try #require(network.exchanges.first, "\(outcome)")
    guard answer.status.code < 300 else {
      try Exchange(served.recorded(answer), group: "").judge(outcome, of: "POST \(request.url)")
      return
    }
    _ = try outcome.get()
    let body = try JSONReader.value(of: answer.body)
    let token = answer.fields["X-Subject-Token"] ?? body["access"]?["token"]?["id"]?.string
    #expect(stub.calls.first?.fields["X-Auth-Token"] == token)
  }

  @Test(.enabled(if: !all.isEmpty)) func `is done in both versions`() async {
    var paths: Set<String> = []
    for served in Self.all {
      let exchange = Exchange(served.recorded(), group: "")
      if await exchange.objection(served) == nil { paths.insert(exchange.path) }
    }
    #expect(paths == ["/v2.0/tokens", "/v3/auth/tokens"])
  }
}

extension Exchange {
  fileprivate static let noFlavors = #"{"flavors":[]}"#

  /// Why the client can't sign in as this does; nil when it can.
  fileprivate func objection(_ served: ServedInteraction) async -> String? {
    let response = response
    let stub = StubTransport(
      identity: { _, _ in response }, answer: { _ in .success(.text(json: Self.noFlavors)) })
    _ = await signIn(at: "http://stub", over: stub)
    return served.objection(to: stub.signIns.first)
  }

  /// Makes a client of what this signs in with, and a call.
  fileprivate func signIn(
    at server: String, over transport: any HTTPTransport
  ) async -> Route.Outcome {
    let auth = body?["auth"]
    let password = auth?["passwordCredentials"]
    let user = auth?["identity"]?["password"]?["user"]
    let project = auth?["scope"]?["project"]
    let version = path.split(separator: "/").first ?? ""
    let client = TroveClient(
      username: (password?["username"] ?? user?["name"])?.string ?? "",
      password: (password ?? user)?["password"]?.string ?? "",
      projectID: (auth?["tenantName"] ?? project?["name"])?.string,
      tenantID: (auth?["tenantId"] ?? project?["id"])?.string,
      authURL: "\(server)/\(version)", userDomain: Domain(recorded: user?["domain"]),
      projectDomain: Domain(recorded: project?["domain"]),
      bypassURL: StubTransport.endpoint, transport: transport)
    return await Route.Outcome { () async throws(TroveError) in
      try await client.flavors.list().rendered("flavors")
    }
  }
}

extension Domain {
  fileprivate init(recorded value: JSONValue?) {
    self = value?.text("name").map { .name($0) } ?? .id(value?.text("id") ?? "")
  }
}
