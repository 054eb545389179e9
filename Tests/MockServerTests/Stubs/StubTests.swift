import MockSupport
import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `A stub` {
  @Test func `answers before the service does, and only what it means`() throws {
    let bench = try StubBench()
    try bench.stub(["request": ["url": "/notes"], "response": ["body": "stubbed"]])
    #expect(bench.text("/notes") == "stubbed")
    #expect(bench.text("/notes?x") == #"["first","second"]"#)
    _ = try bench.call("DELETE", "/mappings")
    #expect(bench.text("/notes") == #"["first","second"]"#)
  }

  @Test func `wins by its priority, then by its age`() throws {
    let bench = try StubBench()
    for (priority, body) in [(5, "old"), (5, "new"), (6, "low")] {
      try bench.stub([
        "request": ["urlPath": "/a"], "priority": .number(JSONNumber(priority)),
        "response": ["body": .string(body)],
      ])
    }
    #expect(bench.text("/a") == "new")
    // One of another kind of address takes part in the same order.
    try bench.stub([
      "request": ["urlPathPattern": "/.*"], "priority": 1, "response": ["body": "first"],
    ])
    #expect(bench.text("/a") == "first")
  }

  @Test func `keeps its age when it is changed`() throws {
    let bench = try StubBench()
    let id = try bench.stub(["request": ["url": "/a"], "response": ["body": "1"]])
    try bench.stub(["request": ["url": "/a"], "response": ["body": "2"]])
    _ = try bench.call(
      "PUT", "/mappings/\(id)", ["request": ["url": "/a"], "response": ["body": "3"]])
    #expect(bench.text("/a") == "2")
  }

  @Test func `gives a sequence of answers, of which the last stays`() throws {
    let bench = try StubBench()
    let answers: JSONValue = [["status": 500], ["status": 503], ["body": "fine"]]
    try bench.stub(["request": ["url": "/a"], "sequence": answers])
    #expect((0..<4).map { _ in bench.ask("/a").status.code } == [500, 503, 200, 200])
    try bench.stub(["request": ["url": "/b"], "sequence": answers, "cycles": true])
    #expect((0..<5).map { _ in bench.ask("/b").status.code } == [500, 503, 200, 500, 503])
  }

  @Test func `ends after its uses`() throws {
    let bench = try StubBench()
    let id = try bench.stub([
      "request": ["url": "/notes"], "response": ["body": "x"], "expiresAfter": ["uses": 2],
    ])
    #expect((0..<3).map { _ in bench.text("/notes") } == ["x", "x", #"["first","second"]"#])
    #expect(bench.send("GET", "/mappings/\(id)").status == .notFound)
    #expect(!bench.world.stubs.hasStubs)
  }

  @Test func `ends after its time by the world's clock`() throws {
    let bench = try StubBench()
    try bench.stub([
      "request": ["url": "/notes"], "response": ["body": "x"], "expiresAfter": ["time": "10s"],
    ])
    bench.clock.advance(seconds: 9)
    #expect(bench.text("/notes") == "x")
    bench.clock.advance(seconds: 1)
    #expect(bench.text("/notes") == #"["first","second"]"#)
    #expect(try bench.call("GET", "/mappings")["meta"]?["total"] == 0)
  }

  @Test func `has the delay of the settings when it names none`() throws {
    let bench = try StubBench()
    try bench.stub(["request": ["url": "/a"]])
    try bench.stub(["request": ["url": "/b"], "response": ["fixedDelayMilliseconds": 5]])
    #expect(bench.ask("/a").delivery == nil)
    _ = try bench.call("POST", "/settings", ["fixedDelay": 70])
    #expect(bench.ask("/a").delivery?.delay == 70)
    #expect(bench.ask("/b").delivery?.delay == 5)
    let timing = try bench.call("GET", "/requests")["requests"]?[1]?["timing"]
    #expect(timing?["addedDelay"] == 70)
    #expect(try #require(timing?["totalTime"]?.int) >= 70)
    #expect(try bench.call("GET", "/settings") == ["settings": ["fixedDelay": 70]])
    _ = try bench.call("POST", "/settings", ["fixedDelay": 0])
    #expect(bench.ask("/a").delivery == nil)
  }

  @Test(arguments: [
    ("EMPTY_RESPONSE", HTTPDelivery.Manner.closeBeforeHead),
    ("MALFORMED_RESPONSE_CHUNK", .malformedBody), ("RANDOM_DATA_THEN_CLOSE", .garbage),
    ("CONNECTION_RESET_BY_PEER", .reset),
  ])
  func `has faults and dribbles by WireMock's names`(
    name: String, manner: HTTPDelivery.Manner
  ) throws {
    let bench = try StubBench()
    try bench.stub(["request": ["url": "/a"], "response": ["fault": .string(name)]])
    try bench.stub([
      "request": ["url": "/b"],
      "response": ["chunkedDribbleDelay": ["numberOfChunks": 4, "totalDuration": 900]],
    ])
    #expect(bench.ask("/a").delivery?.manner == manner)
    #expect(bench.ask("/b").delivery?.manner == .dribble(pieces: 4, over: 900))
    #expect(try bench.call("GET", "/requests")["meta"]?["total"] == 2)
  }

  @Test func `passes nothing on to a server that nobody has named`() throws {
    let bench = try StubBench()
    try bench.stub([
      "request": ["url": "/a"], "response": ["proxyBaseUrl": "http://127.0.0.1:9"],
    ])
    let answer = bench.ask("/a")
    #expect(answer.status.code == 502)
    #expect(String(decoding: answer.body, as: UTF8.self).contains("--proxy-to http://127.0.0.1:9"))
  }

  @Test func `is told in the journal`() throws {
    let bench = try StubBench()
    let id = try bench.stub(["request": ["url": "/a"], "response": ["status": 201]])
    _ = bench.ask("/a")
    _ = bench.ask("/notes")
    let events = try bench.call("GET", "/requests?matchingStub=\(id)")["requests"]?.array ?? []
    #expect(events.count == 1)
    #expect(events.first?["stubMapping"]?["id"]?.string == id)
    #expect(events.first?["wasMatched"] == true)
    #expect(events.first?["responseDefinition"]?["status"] == 201)
    #expect(try bench.call("GET", "/mappings/unmatched")["meta"]?["total"] == 0)
    _ = try bench.call("DELETE", "/requests")
    #expect(try bench.call("GET", "/mappings/unmatched")["meta"]?["total"] == 1)
  }
}

@Suite struct `Many stubs of one address` {
  /// Looked up by a value of the body, the query or a header, whatever that is.
  @Test(arguments: [
    #"{"bodyPatterns": [{"equalToJson": {"kind": "job", "id": N}}]}"#,
    #"{"bodyPatterns": [{"matchesJsonPath": {"expression": "$.id", "equalTo": "N"}}]}"#,
    #"{"queryParameters": {"id": {"equalTo": "N"}}}"#,
    #"{"headers": {"X-Id": {"equalTo": "N"}}}"#,
    #"{"bodyPatterns": [{"contains": "\"id\": N,"}]}"#,
  ])
  func `each answer what they mean`(pattern: String) throws {
    let bench = try StubBench(isAlone: true)
    for number in 100..<160 {
      let text = pattern.replacing("N", with: "\(number)")
      guard var request = try JSONReader.value(of: Array(text.utf8)).object else { return }
      request["urlPath"] = "/a"
      try bench.stub([
        "request": .object(request), "response": ["body": .string("stub \(number)")],
      ])
    }
    func ask(_ number: Int) -> String {
      let answer = bench.world.respond(
        to: HTTPRequest(
          method: .post, target: "/a?id=\(number)", fields: ["X-Id": "\(number)"],
          body: Array(#"{"id": \#(number), "kind": "job"}"#.utf8)), from: nil)
      return String(decoding: answer.body, as: UTF8.self)
    }
    for number in [100, 101, 130, 159] { #expect(ask(number) == "stub \(number)") }
    #expect(ask(160).hasPrefix("No stub answers"))
    // Those that are taken out answer no more.
    let all = try bench.call("GET", "/mappings")["mappings"]?.array ?? []
    for stub in all.prefix(58) {
      _ = try bench.call("DELETE", "/mappings/\(stub["id"]?.string ?? "")")
    }
    #expect(ask(101) == "stub 101")
    #expect(ask(159).hasPrefix("No stub answers"))
  }

  @Test func `answer in the order of priority and age, looked up or not`() throws {
    let bench = try StubBench(isAlone: true)
    for number in 0..<40 {
      try bench.stub([
        "request": [
          "urlPath": "/a", "queryParameters": ["id": ["equalTo": .string("\(number)")]],
        ], "response": ["body": .string("stub \(number)")],
      ])
    }
    try bench.stub(["request": ["urlPath": "/a"], "response": ["body": "any"]])
    try bench.stub([
      "request": ["urlPath": "/a"], "priority": 9, "response": ["body": "last"],
    ])
    #expect(bench.text("/a?id=7") == "any")
    #expect(bench.text("/a?id=77") == "any")
  }
}
