import ClientSupport
import HTTPMessage
import JSON
import ProvenaClient
import Testing

@Suite(ServedInteraction.needed) struct `The Provena client at the official mock server` {
  static let all = ServedInteraction.all(of: "provena")

  @Test(arguments: all)
  func `gets the contract's answer`(served: ServedInteraction) async throws {
    let asked = Exchange(served.recorded(), group: "")
    guard let call = RecordedCall.asking(asked) else {
      return served.leftOut("no call of the client asks for this")
    }
    let stub = StubTransport(asked.response)
    _ = try? await call.result(asked, from: stub.client(token: asked.token))
    if let reason = served.objection(to: stub.requests.first) { return served.leftOut(reason) }
    let network = ListeningTransport()
    let client = DatastoreClient(
      auth: FixedToken(asked.token),
      config: ProvenaConfig(server: served.url, realmName: "provena"),
      transport: network)
    let outcome: Result<JSONValue?, any Error>
    do {
      outcome = .success(try await call.result(asked, from: client))
    } catch {
      outcome = .failure(error)
    }
    let (_, answer) = try #require(network.exchanges.first, "\(outcome)")
    try Exchange(served.recorded(answer), group: "").judge(outcome)
  }

  @Test(.enabled(if: !all.isEmpty)) func `makes every call that it has`() {
    let asked = Self.all.compactMap {
      RecordedCall.asking(Exchange($0.recorded(), group: ""))?.name
    }
    #expect(Set(asked) == Set(RecordedCall.all.map(\.name)))
  }
}

extension RecordedCall {
  /// The call that makes requests of this method and path.
  fileprivate static func asking(_ exchange: Exchange) -> RecordedCall? {
    all.first { $0.method == exchange.method && $0.path == exchange.path }
  }
}

extension Exchange {
  /// Whether a call made of this answer what it says: its content, or the error of its status.
  fileprivate func judge(_ outcome: Result<JSONValue?, any Error>) throws {
    let status = answer?["status"] ?? answer
    if response.status == .ok, status?["success"] != false {
      let isText = response.fields[.contentType]?.hasPrefix("text/") == true
      let text = String(decoding: response.body, as: UTF8.self)
      #expect(try outcome.get() == (isText ? .string(text) : answer?.usual))
      return
    }
    let error = try #require(throws: ProvenaError.self) { _ = try outcome.get() }
    guard response.status == .ok else {
      #expect(error.status == response.status.code)
      return
    }
    #expect(error.message == status?["details"]?.string)
  }
}
