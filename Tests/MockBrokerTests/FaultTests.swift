import JSON
import MockBroker
import MockSupport
import Synchronization
import Testing

/// Faults that strike a number of times.
private final class Armed: BrokerFaultSource {
  private let faults: Mutex<[(fault: BrokerFault, left: Int)]>

  init(_ fault: BrokerFault, times: Int = 1) { faults = Mutex([(fault, times)]) }

  func take(_ event: BrokerFault.Event, where concerns: (BrokerFault) -> Bool) -> BrokerFault? {
    faults.withLock { faults in
      for place in faults.indices where faults[place].left > 0 && faults[place].fault.event == event
      {
        guard concerns(faults[place].fault) else { continue }
        faults[place].left -= 1
        return faults[place].fault
      }
      return nil
    }
  }
}

@Suite struct FaultTests {
  private func bench(_ object: JSONObject, event: String = "publish") throws -> BrokerBench {
    let bench = try BrokerBench(faults: Armed(BrokerFault(event: event, object)))
    bench.connect()
    bench.send([[1, "confirm.select", ["no-wait": true]]])
    return bench
  }

  private func publish(_ bench: BrokerBench, _ key: JSONValue) -> [JSONValue] {
    bench.send([
      [1, "basic.publish", ["exchange": "main", "routing-key": key], ["body": "x"]]
    ])
    return bench.take()
  }

  private func ack(_ tag: Int) -> JSONValue {
    [1, "basic.ack", ["delivery-tag": .number(JSONNumber(tag)), "multiple": false]]
  }

  private func ready(_ bench: BrokerBench) -> JSONValue? {
    bench.broker.topology()["vhosts"]?[0]?["queues"]?.array?
      .first { $0["name"] == "kept" }?["messages_ready"]
  }

  @Test func `a message is refused, and only the one that is meant`() throws {
    let bench = try bench(["fault": "nack", "exchange": "main", "routing_key": "kept.#"])
    #expect(publish(bench, "drained.a") == [ack(1)])
    let nack: JSONValue = ["delivery-tag": 2, "multiple": false, "requeue": true]
    #expect(publish(bench, "kept.a") == [[1, "basic.nack", nack]])
    #expect(ready(bench) == 0)
    #expect(publish(bench, "kept.a") == [ack(3)])
    #expect(ready(bench) == 1)
  }

  @Test func `a message comes back although it leads somewhere`() throws {
    let bench = try bench(["fault": "return"])
    let answers = publish(bench, "kept.a")
    #expect(answers.first?[1] == "basic.return")
    #expect(answers.last == ack(1))
    #expect(ready(bench) == 0)
  }

  @Test func `a channel is closed with a code and a text`() throws {
    let bench = try bench(["fault": "close-channel", "code": 404, "text": "gone"])
    let close: JSONValue = [
      "reply-code": 404, "reply-text": "NOT_FOUND - gone", "class-id": 60, "method-id": 40,
    ]
    #expect(publish(bench, "kept.a") == [[1, "channel.close", close]])
  }

  @Test func `a connection is closed with a code and a text`() throws {
    let bench = try bench(["fault": "close-connection", "code": 320, "text": "shutdown"])
    let close: JSONValue = [
      "reply-code": 320, "reply-text": "CONNECTION_FORCED - shutdown", "class-id": 0,
      "method-id": 0,
    ]
    #expect(publish(bench, "kept.a") == [[0, "connection.close", close], "closed"])
  }

  @Test func `a connection is cut`() throws {
    let bench = try bench(["fault": "cut"])
    #expect(publish(bench, "kept.a") == ["closed"])
    #expect(ready(bench) == 0)
  }

  @Test func `a connection stays and says nothing more`() throws {
    let bench = try bench(["fault": "stall"])
    #expect(publish(bench, "kept.a") == [])
    #expect(publish(bench, "kept.a") == [])
    #expect(ready(bench) == 0)
  }

  @Test func `a confirm comes late, and those behind it do not wait`() throws {
    let bench = try bench(["fault": "delay-confirms", "delay": "2s"])
    #expect(publish(bench, "kept.a") == [])
    #expect(ready(bench) == 1)
    bench.send([
      [1, "basic.publish", ["exchange": "main", "routing-key": "kept"], ["body": "x"]],
      [1, "basic.publish", ["exchange": "main", "routing-key": "kept"], ["body": "x"]],
    ])
    #expect(bench.take() == [ack(2), ack(3)])
    bench.now = 1_999
    bench.collect()
    #expect(bench.take() == [])
    bench.now = 2_000
    bench.collect()
    #expect(bench.take() == [ack(1)])
  }

  @Test func `nobody gets in`() throws {
    let fault = try BrokerFault(
      event: "open", ["fault": "close-connection", "code": 320, "text": "x"])
    let bench = try BrokerBench(faults: Armed(fault))
    bench.connect(channels: nil)
    bench.send(bench.greeting)
    let answers = bench.take()
    #expect(answers.count == 4)
    #expect(answers[2][1] == "connection.close")
    #expect(answers[2][2]?["reply-text"] == "CONNECTION_FORCED - x")
  }

  @Test(
    arguments: [
      ("publish", ["fault": "nac"], "\"nac\" is no fault of \"publish\"; did you mean \"nack\"?"),
      ("open", ["fault": "nack"], "\"nack\" is no fault of \"open\""),
      ("close", ["fault": "nack"], "there is no event \"close\""),
      ("publish", ["fault": "close-channel"], "\"code\" must be a reply code, for example 320"),
      ("publish", ["fault": "close-channel", "code": 99], "\"code\" must be a reply code"),
      ("publish", ["fault": "nack", "exchange": 1], "\"exchange\" must be a string, not number"),
      ("publish", ["fault": "delay-confirms"], "\"delay\" must be a length of time"),
      ("publish", ["fault": "delay-confirms", "delay": "soon"], "\"delay\" must be a length of"),
    ] as [(String, JSONObject, String)])
  func `a fault that makes no sense is refused`(
    _ event: String, _ object: JSONObject, _ words: String
  ) {
    let error = #expect(throws: BrokerFaultError.self) {
      try BrokerFault(event: event, object)
    }
    #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "")")
  }
}
