import MockSupport
import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `A request that no stub means` {
  @Test func `is told which come nearest, and every field that differs`() throws {
    let bench = try StubBench(isAlone: true)
    try bench.stub([
      "id": "00000000-0000-4000-8000-00000000000a", "name": "the job",
      "request": [
        "method": "POST", "url": "/jobs", "headers": ["X-Need": ["equalTo": "1"]],
        "bodyPatterns": [["equalToJson": ["name": "x", "count": 2]]],
      ],
    ])
    try bench.stub([
      "id": "00000000-0000-4000-8000-00000000000b",
      "request": ["method": "DELETE", "url": "/something/else"],
    ])
    #expect(
      bench.text("POST", "/jobs", body: #"{"name": "y", "count": "2", "more": true}"#) == """
        No stub answers POST /jobs.

        Nearest of 2 stubs: POST /jobs, "the job" (00000000-0000-4000-8000-00000000000a)
          header X-Need: expected "1", got nothing
          body /name: expected "x" (string), got "y"
          body /count: expected 2 (integer), got "2" (string)
          body /more: expected no such member, got true, which is extra

        Next: DELETE /something/else (00000000-0000-4000-8000-00000000000b)
          method: expected DELETE, got POST
          url: expected "/something/else", got "/jobs"

        """)
    let entry = try #require(
      try bench.call("GET", "/requests")["requests"]?[0]?["id"]?.string)
    let event = try bench.call("GET", "/requests/\(entry)")
    #expect(event["wasMatched"] == false)
    #expect(
      event["nearMisses"]?[0]?["differences"]?[0] == [
        "at": "header X-Need", "expected": "\"1\"", "actual": "nothing",
      ])
  }

  @Test func `is told of a scenario's state`() throws {
    let bench = try StubBench(isAlone: true)
    try bench.stub([
      "scenarioName": "s", "requiredScenarioState": "later", "request": ["url": "/a"],
    ])
    #expect(bench.text("/a").contains(#"scenario s: expected state "later", got "Started""#))
  }

  @Test func `is told so again when the stubs have changed`() throws {
    let bench = try StubBench(isAlone: true)
    #expect(bench.text("/a").contains("There is none"))
    try bench.stub(["request": ["url": "/b"]])
    #expect(bench.text("/a").contains("Nearest of 1 stub: ANY /b"))
  }

  @Test func `finds its neighbours among thousands`() throws {
    let bench = try StubBench(isAlone: true)
    let stubs = (0..<3_000).map { number -> JSONValue in
      ["request": ["method": "GET", "urlPath": .string("/items/\(number)")]]
    }
    _ = try bench.call("POST", "/mappings/import", ["mappings": .array(stubs)])
    #expect(bench.text("/items/2999x").contains("Nearest of 3000 stubs: GET /items/2999 "))
    #expect(
      bench.text("POST", "/items/7").contains("method: expected GET, got POST"))
  }

  @Test func `has its own refusal where a service stands below the stubs`() throws {
    let bench = try StubBench()
    try bench.stub(["request": ["url": "/noted"]])
    #expect(bench.text("/note") == "nothing here\n")
    let misses = try bench.call("GET", "/requests/unmatched/near-misses")["nearMisses"]
    #expect(misses?[0]?["stubMapping"]?["request"]?["url"] == "/noted")
  }
}
