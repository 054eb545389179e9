import HTTPMessage
import JSON
import Testing
import WorkqueueClient

@Suite struct `A recorded answer` {
  @Test(arguments: Exchange.all + Exchange.documented)
  func `is read without loss, or becomes an error with the service's words`(
    exchange: Exchange
  ) async throws {
    let call = try #require(RecordedCall(exchange))
    let outcome = await call.outcome(from: StubTransport(exchange.response).client())
    try exchange.judge(outcome, of: call, at: "http://stub")
  }

  @Test func `is there for every documented call`() {
    let names = Set(Exchange.documented.compactMap { RecordedCall($0)?.name })
    let undocumented = ["login", "pull", "returnOutput", "returnMonitoring"]
    #expect(names == Set(RecordedCall.names).subtracting(undocumented))
  }
}
