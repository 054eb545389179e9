import EventLoop
import Glibc
import HTTPClient
import HTTPMessage
import JSON
import MockServer
import MockSupport
import Testing

@testable import understudy

@Suite struct `Serving` {
  private static let jobs = "/workqueue/api/v1.0/jobs"

  @Test func `tells scripts where, in the file and on standard output alike`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("ready.json")
    let mocks = try RunningMocks("--ready-file", file)
    #expect(FixtureSource.read(file) == Array((mocks.line + "\n").utf8))
    #expect(mocks.control != mocks.workqueue)
  }

  @Test func `tells a person where`() throws {
    let process = try UnderstudyProcess(["serve", "workqueue", "--port", "0"])
    #expect(process.nextLine() == "Understudy \(Understudy.version), profile documented")
    #expect(process.nextLine() == "")
    #expect(process.nextLine()?.hasPrefix("  workqueue  http://127.0.0.1:") == true)
    #expect(process.nextLine()?.hasPrefix("  control    http://127.0.0.1:") == true)
  }

  @Test func `answers requests`() throws {
    let response = try RunningMocks().ask(.get, Self.jobs)
    #expect(response.status == .ok)
    #expect(response.fields[.contentType] == "application/json")
    #expect(try JSONReader.value(of: response.body)[0]?["id"] == 12)
  }

  @Test func `answers HEAD to admin calls without body`() throws {
    let mocks = try RunningMocks()
    let response = try mocks.ask(.head, "/__admin/health")
    #expect(response.status == .ok)
    #expect(response.body.isEmpty)
  }

  @Test func `answers as the profile says`() throws {
    #expect(try RunningMocks("--profile", "reference").ask(.get, Self.jobs).status == .forbidden)
  }

  @Test func `answers from the folder of fixtures that is named`() throws {
    let folder = try TemporaryFolder()
    for (name, text) in Repository.fixtureFiles("workqueue") {
      let isSeed = ["jobs", "elements", "attempts"].contains { name.hasSuffix("/\($0).json") }
      try folder.write(name, isSeed ? Array("[]".utf8) : text)
    }
    let mocks = try RunningMocks("--fixtures", folder.path)
    #expect(try JSONReader.value(of: try mocks.ask(.get, Self.jobs).body) == [])
  }

  @Test func `keeps requests for the admin calls`() throws {
    let mocks = try RunningMocks()
    _ = try mocks.ask(.get, Self.jobs)
    let list = try JSONReader.value(of: try mocks.ask(.get, "/__admin/requests").body)
    #expect(list["meta"]?["total"] == 1)
    #expect(list["requests"]?[0]?["request"]?["clientIp"] == "127.0.0.1")
  }

  @Test func `is found healthy`() throws {
    let mocks = try RunningMocks()
    #expect(try mocks.run("health") == .init(code: 0, output: "healthy: workqueue\n", errors: ""))
  }

  @Test func `is found healthy by the ready file, also when waited for`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("ready.json")
    let waiting = try UnderstudyProcess(["health", "--wait", "60", "--ready-file", file])
    let mocks = try RunningMocks("--ready-file", file)
    #expect(waiting.outcome() == .init(code: 0, output: "healthy: workqueue\n", errors: ""))
    #expect(try mocks.ask(.get, Self.jobs).status == .ok)
  }

  @Test func `is not found healthy once it has ended`() throws {
    let mocks = try RunningMocks()
    mocks.process.send(SIGTERM)
    #expect(mocks.process.outcome().code == 0)
    let outcome = try mocks.run("health")
    #expect(outcome.code == 3)
    #expect(
      outcome.errors
        == "understudy: cannot connect to \(mocks.control): Connection refused; is it running? understudy serve\n"
    )
  }

  @Test(arguments: [
    (["reset"], "all services are back at their seed state\n"),
    (["reset", "workqueue"], "workqueue is back at its seed state\n"),
  ])
  func `starts again from the seed on reset`(words: [String], said: String) throws {
    let mocks = try RunningMocks()
    let created = try mocks.ask(
      .post, "/workqueue/api/v1.0/list", fields: [.contentType: "application/json"],
      body: #"{"src_siteid":12,"src_filepath":"~/a"}"#)
    #expect(created.status.code < 300)
    let changed = try mocks.ask(.get, Self.jobs).body
    let outcome = try UnderstudyProcess.run(words + ["--control", mocks.control])
    #expect(outcome == .init(code: 0, output: said, errors: ""))
    let list = try JSONReader.value(of: try mocks.ask(.get, "/__admin/requests").body)
    #expect(list["meta"]?["total"] == 0)
    let jobs = try JSONReader.value(of: try mocks.ask(.get, Self.jobs).body)
    #expect(jobs.array?.count == 2)
    #expect(try JSONReader.value(of: changed).array?.count == 3)
  }

  @Test func `is what the variables point at`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("ready.json")
    let mocks = try RunningMocks("--ready-file", file)
    let outcome = try UnderstudyProcess.run(["env", "workqueue", "--json", "--ready-file", file])
    #expect(outcome.code == 0)
    let variables = try JSONReader.value(of: Array(outcome.output.utf8))
    #expect(variables["UNDERSTUDY_WORKQUEUE_URL"]?.string == mocks.workqueue)
    let token = try #require(variables["UNDERSTUDY_WORKQUEUE_TOKEN"]?.string)
    #expect(try mocks.ask(.get, Self.jobs, fields: ["X-Token": token]).status == .ok)
    #expect(try mocks.ask(.get, Self.jobs, fields: ["X-Token": "x"]).status == .forbidden)
  }

  @Test func `with a token takes admin calls with it only`() throws {
    let mocks = try RunningMocks("--admin-token", "secret")
    let refused = try mocks.run("health")
    #expect(refused.code == 3)
    #expect(
      refused.errors
        == "understudy: \(mocks.control) says 401: admin calls need the admin token\n")
    #expect(try mocks.run("health", "--admin-token", "secret").code == 0)
    #expect(try mocks.ask(.get, Self.jobs).status == .ok)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `ends on a signal and takes its ready file along`(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let file = folder.file("ready.json")
    let mocks = try RunningMocks("--ready-file", file)
    #expect(TemporaryFolder.exists(file))
    mocks.process.send(signal)
    #expect(mocks.process.outcome() == .init(code: 0, output: "", errors: ""))
    #expect(!TemporaryFolder.exists(file))
  }

  @Test func `loads nothing of Foundation`() throws {
    let mocks = try RunningMocks()
    _ = try mocks.ask(.get, Self.jobs)
    let maps = try #require(FixtureSource.read("/proc/\(mocks.process.identifier)/maps"))
    let lines = String(decoding: maps, as: UTF8.self).split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix("/understudy") })
    #expect(lines.filter { $0.contains("Foundation") } == [])
  }
}

@Suite struct `Ports in use` {
  /// Something that listens on a free port of this machine.
  private static func occupy() throws -> (port: UInt16, group: EventLoopGroup) {
    let group = try EventLoopGroup(count: 1)
    let listening = try group.listen(on: try SocketAddress(host: "127.0.0.1", port: 0)) { Mute() }
    return (listening.address.port, group)
  }

  private final class Mute: ConnectionHandler {
    func opened(_ connection: Connection) {}
    func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) {}
    func drained(_ connection: Connection) {}
    func deadlinePassed(on connection: Connection) {}
    func stopping(_ connection: Connection) { connection.close() }
  }

  @Test func `are named with a command that works instead`() throws {
    let (port, group) = try Self.occupy()
    defer { group.shutdown() }
    let outcome = try UnderstudyProcess.run([
      "serve", "workqueue", "--port", "control=0", "--port", "\(port)", "--json",
    ])
    #expect(outcome.code == 3)
    #expect(outcome.output == "")
    #expect(
      outcome.errors == """
        understudy: nothing was started:
          workqueue: cannot listen on 127.0.0.1:\(port): Address already in use
        Is another one running already? This takes free ports instead:
          understudy serve workqueue --port control=0 --json --port workqueue=0

        """)
    let words = outcome.errors.split(separator: "\n").last?.split(separator: " ").dropFirst() ?? []
    let process = try UnderstudyProcess(words.map(String.init))
    #expect(process.nextLine()?.hasPrefix("{\"services\"") == true)
  }

  @Test func `are all named at once, and no file is written`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("ready.json")
    let (first, firstGroup) = try Self.occupy()
    let (second, secondGroup) = try Self.occupy()
    defer {
      firstGroup.shutdown()
      secondGroup.shutdown()
    }
    let outcome = try UnderstudyProcess.run([
      "serve", "workqueue", "--port", "\(first)", "--port=control=\(second)", "--ready-file", file,
    ])
    #expect(outcome.code == 3)
    #expect(
      outcome.errors == """
        understudy: nothing was started:
          workqueue: cannot listen on 127.0.0.1:\(first): Address already in use
          control: cannot listen on 127.0.0.1:\(second): Address already in use
        Is another one running already? This takes free ports instead:
          understudy serve workqueue --ready-file \(file) --port workqueue=0 --port control=0

        """)
    #expect(!TemporaryFolder.exists(file))
  }

  @Test func `stay with the one that was there first`() throws {
    let first = try RunningMocks()
    let port = try #require(HTTPURL(first.workqueue)).port
    let second = try UnderstudyProcess.run([
      "serve", "workqueue", "--port", "control=0", "--port", "workqueue=\(port)",
    ])
    #expect(second.code == 3)
    for _ in 0..<8 { #expect(try first.ask(.get, "/workqueue/api/v1.0/jobs").status == .ok) }
  }
}
