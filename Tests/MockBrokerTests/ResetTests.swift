import JSON
import MockBroker
import MockServer
import Testing

@Suite struct ResetTests {
  private func names(_ bench: BrokerBench, _ kind: String) -> [JSONValue] {
    bench.broker.topology()["vhosts"]?[0]?[kind]?.array?.map { $0["name"] ?? .null } ?? []
  }

  @Test func `a reset puts everything back to the design, and clients stay`() throws {
    let bench = try BrokerBench()
    bench.connect()
    let before = bench.broker.topology()["vhosts"]
    bench.send([
      [1, "exchange.declare", ["exchange": "mine", "type": "fanout"]],
      [1, "exchange.delete", ["exchange": "main"]],
      [1, "queue.declare", ["queue": "mine"]],
      [1, "basic.consume", ["queue": "mine", "consumer-tag": "c"]],
      [1, "basic.publish", ["routing-key": "kept"], ["body": "x"]],
      [1, "basic.get", ["queue": "kept"]],
      [1, "basic.publish", ["routing-key": "kept"], ["body": "y"]],
    ])
    _ = bench.take()
    #expect(names(bench, "queues").contains("mine"))
    bench.broker.reset()
    bench.collect()
    #expect(bench.take().map { $0[1] } == ["basic.cancel"])
    #expect(bench.broker.messages(MessageQuery()).total == 0)
    bench.send([[1, "basic.ack", ["delivery-tag": 1]]])
    #expect(bench.broker.topology()["vhosts"] == before)
    #expect(bench.broker.topology()["memory"]?["bytes"] == 0)
    bench.send([[1, "queue.declare", ["queue": "kept", "passive": true]]])
    #expect(bench.take().first?[2]?["message-count"] == 0)
  }

  @Test func `connections are shown while they are there`() throws {
    let bench = try BrokerBench()
    bench.connect("here", channels: [1, 7])
    let shown = bench.broker.topology()["connections"]?[0]
    #expect(shown?["peer"] == "here")
    #expect(shown?["state"] == "running")
    #expect(shown?["channels"] == [1, 7])
    bench.leave("here")
    #expect(bench.broker.topology()["connections"] == [])
  }
}
