import EventLoop
import HTTPClient
import HTTPMessage
import HTTPServer
import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `A scenario` {
  private static func step(
    _ bench: StubBench, _ needed: String, _ next: String?, _ body: String, url: String = "/s"
  ) throws {
    var stub = JSONObject([
      .init(key: "scenarioName", value: "s"),
      .init(key: "requiredScenarioState", value: .string(needed)),
      .init(key: "request", value: ["url": .string(url)]),
      .init(key: "response", value: ["body": .string(body)]),
    ])
    stub["newScenarioState"] = next.map { .string($0) }
    try bench.stub(.object(stub))
  }

  @Test func `goes on with each request that its stubs serve`() throws {
    let bench = try StubBench()
    try Self.step(bench, "Started", "two", "first")
    try Self.step(bench, "two", "three", "second")
    try Self.step(bench, "three", nil, "third")
    #expect((0..<4).map { _ in bench.text("/s") } == ["first", "second", "third", "third"])
    let scenarios = try bench.call("GET", "/scenarios")["scenarios"]
    #expect(scenarios?[0]?["state"] == "three")
    #expect(scenarios?[0]?["possibleStates"] == ["Started", "two", "three"])
    _ = try bench.call("PUT", "/scenarios/s/state", ["state": "two"])
    #expect(bench.text("/s") == "second")
    _ = try bench.call("PUT", "/scenarios/s/state")
    #expect(bench.text("/s") == "first")
  }

  @Test func `that is unknown, and a state that is, are refused`() throws {
    let bench = try StubBench()
    try Self.step(bench, "Started", "two", "first")
    let other = bench.send("PUT", "/scenarios/t/state", ["state": "two"])
    #expect(other.status == .notFound)
    let state = bench.send("PUT", "/scenarios/s/state", ["state": "tow"])
    #expect(state.status == .unprocessable)
    #expect(
      try state.json()["errors"]?[0]?["title"]
        == "scenario \"s\" has no state \"tow\"; did you mean \"two\"?")
  }

  /// As many connections as a load test has, all asking before the first is answered.
  @Test func `serves every transition exactly once to 64 connections`() throws {
    let bench = try StubBench(isAlone: true)
    let (connections, rounds) = (64, 10)
    let steps = connections * rounds - 40
    for number in 0..<steps {
      try Self.step(
        bench, number == 0 ? "Started" : "\(number)", "\(number + 1)", "\(number)")
    }
    try Self.step(bench, "\(steps)", nil, "done")
    let group = try EventLoopGroup(count: 2)
    defer { group.shutdown() }
    let server = try HTTPServer(
      on: try SocketAddress(host: "127.0.0.1", port: 0), group: group,
      handler: ServicePort(world: bench.world))
    let url = HTTPURL(host: "127.0.0.1", port: server.address.port)
    let clients = (0..<connections).map { _ in HTTPClientConnection(url) }
    var answers: [String] = []
    for _ in 0..<rounds {
      let begun = try clients.map { client in
        (client, try client.begin(HTTPRequest("GET", "/s")))
      }
      for (client, begun) in begun {
        answers.append(String(decoding: try client.finish(begun).body, as: UTF8.self))
      }
    }
    #expect(answers.compactMap { Int($0) }.sorted() == Array(0..<steps))
    #expect(answers.count { $0 == "done" } == 40)
  }

  /// Every transition happens once, however many ask at once.
  @Test func `serves every transition exactly once to 64 who ask at once`() async throws {
    let bench = try StubBench(isAlone: true)
    let steps = 400
    for number in 0..<steps {
      try Self.step(
        bench, number == 0 ? "Started" : "\(number)", "\(number + 1)", "\(number)")
    }
    try Self.step(bench, "\(steps)", nil, "done")
    let world = bench.world
    let answers = await withTaskGroup(of: [String].self) { group in
      for _ in 0..<64 {
        group.addTask {
          (0..<12).map { _ in
            let answer = world.respond(to: HTTPRequest(method: .get, target: "/s"), from: nil)
            return String(decoding: answer.body, as: UTF8.self)
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    let served = answers.compactMap { Int($0) }.sorted()
    #expect(served == Array(0..<steps))
    #expect(answers.count { $0 == "done" } == 64 * 12 - steps)
  }
}
