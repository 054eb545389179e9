import Glibc
import HTTPClient
import HTTPMessage
import JSON
import Testing

@testable import understudy

@Suite struct `The world command` {
  private static func ask(_ url: String, _ target: String) throws -> HTTPResponse {
    try HTTPClient(try #require(HTTPURL(url))).send(.get, target)
  }

  private static func run(_ mocks: RunningMocks, _ words: String...) throws -> String {
    let outcome = try UnderstudyProcess.run(["world"] + words + ["--control", mocks.control])
    #expect(outcome.errors == "")
    #expect(outcome.code == 0)
    return outcome.output
  }

  @Test func `starts one, lists it and ends it`() throws {
    let mocks = try RunningMocks()
    let text = try Self.run(
      mocks, "start", "workqueue", "--profile", "reference", "--json")
    let world = try JSONReader.value(of: Array(text.utf8))
    let id = try #require(world["id"]?.string)
    let url = try #require(world["services"]?["workqueue"]?["url"]?.string)
    #expect(try Self.ask(url, "/workqueue/api/v1.0/jobs").status == .forbidden)
    #expect(try mocks.ask(.get, "/workqueue/api/v1.0/jobs").status == .ok)
    let list = try Self.run(mocks, "list").split(separator: "\n")
    #expect(list.count == 2)
    #expect(list.first?.hasPrefix("world \(id), until 2") == true)
    #expect(list.last ?? "" == "  workqueue  \(url)")
    #expect(try Self.run(mocks, "end", id) == "world \(id) has ended\n")
    #expect(throws: HTTPClientError.self) { try Self.ask(url, "/workqueue/api/v1.0/jobs") }
    #expect(try Self.run(mocks, "list") == "")
    let again = try UnderstudyProcess.run(["world", "end", id, "--control", mocks.control])
    #expect(again.code == 2)
    #expect(
      again.errors == "understudy: \(mocks.control) says 404: there is no world \"\(id)\"\n")
  }

  @Test func `prints what a shell needs`() throws {
    let mocks = try RunningMocks()
    let lines = try Self.run(mocks, "start", "workqueue", "--shell").split(separator: "\n")
    #expect(lines.first?.hasPrefix("export UNDERSTUDY_WORLD='") == true)
    let mark = "export UNDERSTUDY_WORKQUEUE_URL='"
    let url = try #require(lines.first { $0.hasPrefix(mark) }).dropFirst(mark.count).dropLast()
    #expect(try Self.ask(String(url), "/workqueue/api/v1.0/jobs").status == .ok)
  }

  @Test func `starts none beyond the limit of serve`() throws {
    let mocks = try RunningMocks("--worlds", "1")
    _ = try Self.run(mocks, "start", "workqueue")
    let outcome = try UnderstudyProcess.run([
      "world", "start", "workqueue", "--control", mocks.control,
    ])
    #expect(outcome.code == 3)
    #expect(
      outcome.errors
        == "understudy: \(mocks.control) says 503: as many worlds are there as there may be: 1; end one with DELETE /__admin/worlds/ID, or start with: understudy serve --worlds N\n"
    )
  }

  @Test func `leaves no socket open, two hundred times`() throws {
    let mocks = try RunningMocks()
    let control = HTTPClient(try #require(HTTPURL(mocks.control)))
    func worlds() throws -> JSONValue {
      try JSONReader.value(of: try control.send(.get, "/__admin/worlds").body)
    }
    #expect(try worlds()["worlds"] == [])
    let before = mocks.process.descriptors
    for _ in 0..<200 {
      let started = try control.send(
        .post, "/__admin/worlds", body: Array(#"{"service": "workqueue"}"#.utf8))
      let world = try JSONReader.value(of: started.body)
      let url = try #require(world["services"]?["workqueue"]?["url"]?.string)
      #expect(try Self.ask(url, "/workqueue/api/v1.0/jobs").status == .ok)
      let id = try #require(world["id"]?.string)
      #expect(try control.send(.delete, "/__admin/worlds/\(id)").status == .ok)
    }
    #expect(try worlds()["worlds"] == [])
    // Sockets are closed on the loops, just behind the answer.
    for _ in 0..<2_000 where mocks.process.descriptors > before { usleep(1_000) }
    #expect(mocks.process.descriptors <= before)
  }

  @Test func `ends worlds with the mocks, within a second`() throws {
    let mocks = try RunningMocks()
    _ = try Self.run(mocks, "start", "workqueue")
    mocks.process.send(SIGTERM)
    #expect(mocks.process.outcome() == .init(code: 0, output: "", errors: ""))
  }
}
