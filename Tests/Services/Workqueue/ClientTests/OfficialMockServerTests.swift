import ClientSupport
import JSON
import Testing
import WorkqueueClient

@Suite(ServedInteraction.needed) struct `The workqueue client at the official mock server` {
  static let all = ServedInteraction.all(of: "workqueue")

  @Test(arguments: all)
  func `gets the contract's answer`(served: ServedInteraction) async throws {
    switch await Plan(served) {
    case .leftOut(let reason): served.leftOut(reason)
    case .call(let call, let token):
      let network = ListeningTransport()
      let client = WorkqueueClient(server: served.url, token: token, transport: network)
      let outcome = await call.outcome(from: client)
      let answer = try #require(network.exchanges.first, "\(outcome)").response
      try Exchange(served, served.recorded(answer)).judge(outcome, of: call, at: served.url)
    }
  }

  @Test(.enabled(if: !all.isEmpty)) func `makes every call that it has`() async {
    var names: Set<String> = []
    for served in Self.all {
      if case .call(let call, _) = await Plan(served) { names.insert(call.name) }
    }
    #expect(names == Set(RecordedCall.names))
  }
}

/// What the client does about an interaction.
private enum Plan {
  case call(RecordedCall, token: String?)
  /// It can't make the contract's request, for this reason.
  case leftOut(String)

  init(_ served: ServedInteraction) async {
    let exchange = Exchange(served, served.recorded())
    guard let call = RecordedCall(exchange) else {
      self = .leftOut("no call of the client asks for this")
      return
    }
    let rehearsal = StubTransport(exchange.response)
    _ = await call.outcome(from: rehearsal.client(token: exchange.token))
    self =
      served.objection(to: rehearsal.requests.first).map { .leftOut($0) }
      ?? .call(call, token: exchange.token)
  }
}

extension Exchange {
  fileprivate init(_ served: ServedInteraction, _ recorded: JSONValue) {
    self.init(recorded, check: served.description, number: 0)
  }
}
