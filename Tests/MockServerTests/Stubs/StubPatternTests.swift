import MockSupport
import HTTPMessage
import JSON
import MockServer
import Testing

@Suite struct `A request pattern` {
  struct Case: Sendable, CustomTestStringConvertible {
    let value: JSONValue
    var testDescription: String { value["name"]?.string ?? "unreadable" }
    var pattern: JSONValue { value["pattern"] ?? .null }
    var fitting: [JSONValue] { value["fits"]?.array ?? [] }
    var differing: [JSONValue] { value["differs"]?.array ?? [] }
  }

  static let cases = StubBench.cases("patterns").map(Case.init)

  @Test(arguments: cases) func `means those requests that fit`(given: Case) throws {
    #expect(!given.fitting.isEmpty)
    let bench = try StubBench(isAlone: true)
    try bench.stub(["request": given.pattern, "response": ["status": 299]])
    for request in given.fitting {
      #expect(bench.world.respond(to: StubBench.request(request), from: nil).status.code == 299)
    }
    for request in given.differing {
      #expect(bench.world.respond(to: StubBench.request(request), from: nil).status.code == 404)
    }
  }

  @Test(arguments: cases) func `means the same requests in the journal`(given: Case) throws {
    let bench = try StubBench(isAlone: true)
    for request in given.fitting + given.differing {
      _ = bench.world.respond(to: StubBench.request(request), from: nil)
    }
    let count = try bench.call("POST", "/requests/count", given.pattern)["count"]
    #expect(count == .number(JSONNumber(given.fitting.count)))
  }

  /// Every part of the pattern that a request misses is told, never with two equal texts.
  @Test(arguments: cases) func `tells what differs`(given: Case) throws {
    let bench = try StubBench(isAlone: true)
    try bench.stub(["request": given.pattern, "response": ["status": 299]])
    for request in given.differing {
      _ = bench.world.respond(to: StubBench.request(request), from: nil)
      let misses = try bench.call("GET", "/requests/unmatched/near-misses")["nearMisses"]
      let differences = try #require(misses?[0]?["differences"]?.array)
      #expect(!differences.isEmpty)
      for difference in differences { #expect(difference["expected"] != difference["actual"]) }
    }
  }
}

@Suite struct `A broken stub` {
  struct Case: Sendable, CustomTestStringConvertible {
    let value: JSONValue
    var testDescription: String { value["stub"]?.string ?? "unreadable" }
  }

  @Test(arguments: StubBench.cases("refused").map(Case.init))
  func `is refused with its place, and nothing is registered`(given: Case) throws {
    let bench = try StubBench()
    let answer = bench.send("POST", "/mappings", text: given.value["stub"]?.string ?? "")
    #expect(answer.status == .unprocessable)
    let error = try #require(try answer.json()["errors"]?[0])
    #expect(error["source"]?["pointer"]?.string == given.value["at"]?.string)
    let wanted = try #require(given.value["says"]?.string)
    #expect(error["detail"]?.string?.contains(wanted) == true, "\(error)")
    #expect(try bench.call("GET", "/mappings")["meta"]?["total"] == 0)
    #expect(!bench.world.stubs.hasStubs)
  }

  @Test func `among others keeps all of them out`() throws {
    let bench = try StubBench()
    let answer = bench.send(
      "POST", "/mappings/import",
      ["mappings": [["request": ["url": "/a"]], ["request": ["url": 1]]]])
    #expect(answer.status == .unprocessable)
    #expect(try answer.json()["errors"]?[0]?["source"]?["pointer"] == "/mappings/1/request/url")
    #expect(!bench.world.stubs.hasStubs)
  }
}
