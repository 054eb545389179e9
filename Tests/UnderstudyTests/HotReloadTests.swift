import Glibc
import HTTPClient
import HTTPMessage
import JSON
import MockServer
import Synchronization
import Testing

@testable import understudy

/// Files that change while `serve` runs.
@Suite(.timeLimit(.minutes(1))) struct `Files that are served` {
  /// What was told, in order.
  private final class Told: Sendable {
    let lines = Mutex<[String]>([])

    func take(_ line: String) { lines.withLock { $0.append(line) } }

    /// Those since the last call.
    func news() -> [String] {
      lines.withLock { lines in
        defer { lines = [] }
        return lines
      }
    }
  }

  /// A source whose content and outcome a test decides.
  private static func source(
    _ folder: String, _ content: @escaping @Sendable () -> String,
    _ reload: @escaping @Sendable () throws(CommandFailure) -> String = { "read" }
  ) -> HotReload.Source {
    HotReload.Source(
      folders: [folder], contents: { ["a": Array(content().utf8)] }, reload: reload)
  }

  @Test func `are read again when they have changed, and only then`() {
    let told = Told()
    let content = Mutex("1")
    let reload = HotReload(
      [
        Self.source("here") { content.withLock { $0 } },
        Self.source("there") { content.withLock { $0 } },
      ], tell: told.take, complain: told.take)
    reload.changed(["here"])
    #expect(told.news() == [])
    content.withLock { $0 = "2" }
    reload.changed(["elsewhere"])
    #expect(told.news() == [])
    reload.changed(["here"])
    #expect(told.news() == ["read"])
    reload.changed(["here", "there"])
    #expect(told.news() == ["read"])
  }

  @Test func `that are broken are told of, each time they change`() {
    let told = Told()
    let content = Mutex(1)
    let reload = HotReload(
      [
        Self.source(
          "here", { "\(content.withLock { $0 })" },
          { () throws(CommandFailure) in throw CommandFailure(.badInput, "a.json:1:2: wrong") })
      ], tell: told.take, complain: told.take)
    for number in 2...3 {
      content.withLock { $0 = number }
      reload.changed(["here"])
      reload.changed(["here"])
      #expect(told.news() == ["a.json:1:2: wrong; what was read before goes on"])
    }
  }

  /// A service of one collection in a folder of its own.
  private static func shop() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "service.json", Array(#"{"name": "shop", "collections": {"things": {}}}"#.utf8))
    try folder.write("things.json", Array(#"[{"id": 1}]"#.utf8))
    return folder
  }

  private static func write(_ text: String, to path: String) throws {
    // As editors do it: written aside, and then given the name.
    let aside = path + ".new"
    let descriptor = open(aside, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0, Glibc.write(descriptor, Array(text.utf8), text.utf8.count) > 0 else {
      throw SystemFailure("write")
    }
    close(descriptor)
    guard rename(aside, path) == 0 else { throw SystemFailure("rename") }
  }

  @Test func `are noticed by serve, and the clients' state outlives it`() throws {
    let folder = try Self.shop()
    let process = try UnderstudyProcess(["serve", folder.path, "--port", "0", "--json"])
    let line = try #require(process.nextLine())
    let addresses = try JSONReader.value(of: Array(line.utf8))
    let url = try #require(addresses["services"]?["shop"]?["url"]?.string.flatMap { HTTPURL($0) })
    let client = HTTPClient(url)
    let things = folder.path + "/things.json"

    try Self.write(#"[{"id": 1}, {"id": 5}]"#, to: things)
    #expect(process.nextErrorLine() == "shop: files read again, with new records")
    #expect(try client.send(.get, "/things/5").status == .ok)

    let answer = try client.send(.post, "/things", body: Array("{}".utf8))
    let made = "/things/" + (try #require(JSONReader.value(of: answer.body)["id"]?.string))
    try Self.write(#"[{"id": 1}, {"id":: 5}]"#, to: things)
    #expect(
      process.nextErrorLine()
        == "understudy: \(things):1:19: expected a value, found ':'; what was read before goes on")
    #expect(try client.send(.get, made).status == .ok)

    try Self.write(#"[{"id": 7}]"#, to: things)
    #expect(
      process.nextErrorLine()
        == "shop: files read again, the state is kept; the new records come with: understudy reset shop"
    )
    #expect(try client.send(.get, made).status == .ok)
    #expect(try client.send(.get, "/things/7").status == .notFound)

    try Self.write(
      #"{"name": "other", "collections": {"things": {}}}"#, to: folder.path + "/service.json")
    #expect(
      process.nextErrorLine()
        == "understudy: \(folder.path) now describes a service \"other\", and a name can't change while it runs; what was read before goes on"
    )
    #expect(try client.send(.get, made).status == .ok)
    process.send(SIGTERM)
    #expect(process.outcome().code == 0)
  }

  @Test func `may be stubs`() throws {
    let folder = try TemporaryFolder()
    func stub(_ status: String) -> String {
      #"{"request": {"urlPath": "/a"}, "response": {"status": \#(status)}}"#
    }
    let file = try folder.write("mappings/a.json", Array(stub("201").utf8))
    let process = try UnderstudyProcess(
      ["serve", "workqueue", "--stubs", folder.path, "--port", "0", "--json"])
    let line = try #require(process.nextLine())
    let addresses = try JSONReader.value(of: Array(line.utf8))
    let url = try #require(
      addresses["services"]?["workqueue"]?["url"]?.string.flatMap { HTTPURL($0) })
    let client = HTTPClient(url)
    #expect(try client.send(.get, "/a").status.code == 201)
    try Self.write(stub("202"), to: file)
    #expect(process.nextErrorLine() == "workqueue: 1 stub read again")
    #expect(try client.send(.get, "/a").status.code == 202)
    try Self.write(stub("x"), to: file)
    let told = try #require(process.nextErrorLine())
    #expect(
      told.hasPrefix("understudy: \(file):1:") && told.hasSuffix("; what was read before goes on"))
    #expect(try client.send(.get, "/a").status.code == 202)
    process.send(SIGTERM)
    #expect(process.outcome().code == 0)
  }
}
