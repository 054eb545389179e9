import JSON
import MockBroker
import MockServer
import Synchronization
import Testing

@Suite struct MessageJournalTests {
  private func publish(
    _ bench: BrokerBench, _ key: JSONValue, _ body: JSONValue = "x", mandatory: Bool = false,
    on name: String = "a"
  ) {
    let arguments: JSONValue = [
      "exchange": "main", "routing-key": key, "mandatory": .bool(mandatory),
    ]
    let content: JSONValue = ["properties": ["content-type": "text/plain"], "body": body]
    bench.send([[1, "basic.publish", arguments, content]], on: name)
  }

  private func member(_ name: String, _ forms: [JSONValue]) -> [JSONValue] {
    forms.map { $0[name] ?? .null }
  }

  @Test func `a message is told with what became of it`() throws {
    let bench = try BrokerBench()
    bench.connect("1.2.3.4:5")
    publish(bench, "kept.a", "hi", mandatory: true, on: "1.2.3.4:5")
    publish(bench, "nowhere", mandatory: true, on: "1.2.3.4:5")
    publish(bench, "nowhere", on: "1.2.3.4:5")
    for _ in 0..<2 {
      bench.send(
        [[1, "basic.publish", ["routing-key": "short"], ["body": "s"]]], on: "1.2.3.4:5")
    }
    let (forms, total) = bench.broker.messages(MessageQuery())
    #expect(total == 5)
    #expect(member("number", forms) == [4, 3, 2, 1, 0])
    #expect(member("outcome", forms) == ["nacked", "routed", "dropped", "returned", "routed"])
    #expect(member("queues", forms) == [["short"], ["short"], [], [], ["kept"]])
    let expected: JSONValue = [
      "number": 0, "loggedDate": 1_000, "loggedDateString": "1970-01-01T00:00:01Z",
      "peer": "1.2.3.4:5", "user": "esgf-pub", "vhost": "esgf-pid", "exchange": "main",
      "routingKey": "kept.a", "mandatory": true, "properties": ["content-type": "text/plain"],
      "body": "hi", "bodyAsBase64": "aGk=", "outcome": "routed", "queues": ["kept"],
      "wasMatched": true, "mismatches": [],
    ]
    #expect(bench.broker.message(0) == expected)
    #expect(bench.broker.message(5) == nil)
  }

  @Test func `an observer's note is kept, and it hears of a message before that is confirmed`()
    throws
  {
    let heard = Mutex<[String]>([])
    let bench = try BrokerBench { published in
      heard.withLock { $0.append("\(published.message.routingKey) \(published.outcome)") }
      return MessageNote(mismatches: ["wrong"], reason: "why")
    }
    bench.connect()
    publish(bench, "drained.a")
    #expect(heard.withLock { $0 } == ["drained.a routed([\"drained\"])"])
    let form = bench.broker.message(0)
    #expect(form?["mismatches"] == ["wrong"])
    #expect(form?["reason"] == "why")
    #expect(form?["wasMatched"] == false)
    #expect(bench.broker.messages(MessageQuery(isUnmatchedOnly: true)).total == 1)
  }

  @Test func `the oldest messages go when there are too many, or too many bytes`() throws {
    var limits = Journal.Limits()
    limits.entries = 3
    let bench = try BrokerBench(journal: MessageJournal(limits: limits))
    bench.connect()
    for number in 0..<5 { publish(bench, "kept", .string("\(number)")) }
    #expect(member("body", bench.broker.messages(MessageQuery()).forms) == ["4", "3", "2"])
    #expect(bench.broker.droppedMessages == 2)
    #expect(bench.broker.messages(MessageQuery(limit: 1)).forms.count == 1)
    bench.broker.clearMessages()
    #expect(bench.broker.messages(MessageQuery()).total == 0)
    publish(bench, "kept", "new")
    #expect(member("body", bench.broker.messages(MessageQuery()).forms) == ["new"])

    limits.bytes = 2_000
    let small = try BrokerBench(journal: MessageJournal(limits: limits))
    small.connect()
    for _ in 0..<3 { publish(small, "kept", .string(String(repeating: "x", count: 600))) }
    #expect(small.broker.messages(MessageQuery()).total == 1)
  }

  @Test func `of a long body the journal keeps the beginning`() throws {
    var limits = Journal.Limits()
    limits.bodyBytes = 4
    let bench = try BrokerBench(journal: MessageJournal(limits: limits))
    bench.connect()
    publish(bench, "kept", "123456")
    #expect(bench.broker.message(0)?["body"] == "1234")
    #expect(bench.broker.message(0)?["bodyTruncatedFrom"] == 6)
  }
}
