import MockServer
import Testing

@testable import understudy

@Suite struct `The options of serve` {
  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let outcome: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ line: String, _ outcome: String) {
      self.init(line.split(separator: " ").map(String.init), outcome)
    }

    init(_ words: [String], _ outcome: String) {
      self.words = words
      self.outcome = outcome
    }
  }

  private static func read(_ words: [String]) throws -> ServeOptions {
    try ServeOptions(try Arguments(words, ServeCommand.specification))
  }

  @Test(arguments: [
    Case("workqueu", "there is no service \"workqueu\"; did you mean \"workqueue\"?"),
    Case("workqueue --port x", "--port takes a number or NAME=NUMBER, not \"x\""),
    Case("workqueue --port 65536", "--port takes a number or NAME=NUMBER, not \"65536\""),
    Case("workqueue --port -1", "--port takes a number or NAME=NUMBER, not \"-1\""),
    Case("workqueue --port=", "--port takes a number or NAME=NUMBER, not \"\""),
    Case("workqueue --port workqueue=", "--port takes a number or NAME=NUMBER, not \"workqueue=\""),
    Case("workqueue --port a=b=1", "--port takes a number or NAME=NUMBER, not \"a=b=1\""),
    Case(
      "workqueue --port workqeue=1",
      "--port workqeue=1: \"workqeue\" is not started; did you mean \"workqueue\"?"),
    Case(
      "workqueue --port zzz=1",
      "--port zzz=1: \"zzz\" is not started; known: control, workqueue"),
    Case(
      "--host h.example",
      "--host h.example: not a numeric IPv4 or IPv6 address, nor localhost"),
    Case(
      "--host 0.0.0.0",
      "--host 0.0.0.0 can be reached from other machines, so the admin calls need a secret: add --admin-token TOKEN"
    ),
    Case(
      "--host ::",
      "--host :: can be reached from other machines, so the admin calls need a secret: add --admin-token TOKEN"
    ),
    Case("--admin-token=", "--admin-token must not be empty"),
    Case(
      "--proxy-to else.example",
      "--proxy-to takes a URL as http://127.0.0.1:9000, not \"else.example\""),
    Case(
      "workqueue --stubs wokqueue=./stubs",
      "--stubs wokqueue=./stubs: \"wokqueue\" is not started; did you mean \"workqueue\"?"),
    Case(
      "trove --stubs ./stubs",
      "--stubs ./stubs: over which service? Write --stubs keystone=DIR; started are keystone, trove"
    ),
    Case(
      "workqueue --stubs ./no/where",
      "./no/where: there is no folder mappings/ in it, which holds the stubs"),
    Case(
      "workqueue --stubs Tests/a=b",
      "Tests/a=b: there is no folder mappings/ in it, which holds the stubs"),
    Case("--worlds many", "--worlds takes a number, not \"many\""),
    Case("--worlds -1", "--worlds takes a number, not \"-1\""),
    Case(
      "--world-idle 10", "--world-idle takes a length of time as 90s, 10m or 1h, not \"10\""),
    Case(
      "--world-idle 0s", "--world-idle takes a length of time as 90s, 10m or 1h, not \"0s\""),
  ])
  func `are refused when they make no sense`(example: Case) throws {
    let failure = try #require(throws: CommandFailure.self) { try Self.read(example.words) }
    #expect(failure.message == example.outcome)
    #expect(failure.code == .badInput)
  }

  @Test func `limit fresh worlds`() throws {
    let usual = try Self.read([]).worldLimits
    #expect(usual.worlds == 100 && usual.idleTime == 600_000)
    let chosen = try Self.read(["--worlds", "0", "--world-idle", "1m30s"]).worldLimits
    #expect(chosen.worlds == 0 && chosen.idleTime == 90_000)
  }

  @Test func `name the services, each once`() throws {
    #expect(try Self.read(["workqueue", "workqueue"]).services == ["workqueue"])
    #expect(try Self.read([]).services == ServiceCatalogue.names)
  }

  @Test func `are usual ones where nothing is said`() throws {
    let options = try Self.read([])
    #expect(options.host == "127.0.0.1")
    #expect(options.profile == nil)
    #expect(options.readyFile == nil)
    #expect(!options.printsJSON)
    #expect(options.port(of: "workqueue", usual: 5446) == 5446)
    #expect(options.port(of: "control", usual: 8900) == 8900)
  }

  struct Ports: Sendable, CustomTestStringConvertible {
    let line: String
    let workqueue: UInt16
    let control: UInt16
    var testDescription: String { line }

    init(_ line: String, workqueue: UInt16, control: UInt16) {
      self.line = line
      self.workqueue = workqueue
      self.control = control
    }
  }

  @Test(arguments: [
    Ports("workqueue --port 1", workqueue: 1, control: 8900),
    Ports("workqueue --port 0", workqueue: 0, control: 0),
    Ports("workqueue --port control=2", workqueue: 5446, control: 2),
    Ports("workqueue --port workqueue=1 --port=control=2", workqueue: 1, control: 2),
    Ports("workqueue --port workqueue=1 --port workqueue=3", workqueue: 3, control: 8900),
    Ports("workqueue --port 0 --port control=2", workqueue: 0, control: 2),
    Ports("workqueue --port control=2 --port 0", workqueue: 0, control: 2),
    Ports("--port 0 --port workqueue=65535", workqueue: 65535, control: 0),
  ])
  func `choose ports`(example: Ports) throws {
    let options = try Self.read(example.line.split(separator: " ").map(String.init))
    #expect(options.port(of: "workqueue", usual: 5446) == example.workqueue)
    #expect(options.port(of: "control", usual: 8900) == example.control)
  }

  @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
  func `need no token on this machine's own addresses`(host: String) throws {
    guard case .loopback = try Self.read(["--host", host]).access else {
      Issue.record("a token is asked for")
      return
    }
  }

  @Test(arguments: ["127.0.0.1", "0.0.0.0", "::"])
  func `ask for the token where one is given`(host: String) throws {
    guard case .token("secret") = try Self.read(["--host", host, "--admin-token", "secret"]).access
    else {
      Issue.record("the token is not asked for")
      return
    }
  }

  @Test(arguments: [
    Case("workqueue", "understudy serve workqueue --port workqueue=0"),
    Case("", "understudy serve --port workqueue=0"),
    Case("--port 1 workqueue --json", "understudy serve workqueue --json --port workqueue=0"),
    Case("--port=1 workqueue", "understudy serve workqueue --port workqueue=0"),
    Case(
      "workqueue --port workqueue=1 --port control=2",
      "understudy serve workqueue --port control=2 --port workqueue=0"),
    Case(
      "workqueue --port=control=2 --profile reference",
      "understudy serve workqueue --port control=2 --profile reference --port workqueue=0"),
    Case(
      "workqueue --port 0 --port workqueue=1",
      "understudy serve workqueue --port 0 --port workqueue=0"),
    Case("-- workqueue", "understudy serve --port workqueue=0 -- workqueue"),
    Case(
      ["workqueue", "--ready-file", "it's mine.json"],
      #"understudy serve workqueue --ready-file 'it'\''s mine.json' --port workqueue=0"#),
    Case(
      ["workqueue", "--profile", "", "--fixtures=a/b-c_d.e"],
      "understudy serve workqueue --profile '' --fixtures=a/b-c_d.e --port workqueue=0"),
  ])
  func `are corrected when a port is in use`(example: Case) throws {
    #expect(try Self.read(example.words).corrected(freeing: ["workqueue"]) == example.outcome)
  }

  @Test func `are corrected for all ports in use at once`() throws {
    let options = try Self.read(["workqueue", "--port", "control=1"])
    #expect(
      options.corrected(freeing: ["workqueue", "control"])
        == "understudy serve workqueue --port workqueue=0 --port control=0")
  }
}
