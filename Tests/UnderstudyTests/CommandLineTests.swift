import MockServer
import Testing

@testable import understudy

@Suite struct `The command line` {
  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let code: Int32
    let message: String
    var testDescription: String { words.isEmpty ? "nothing" : words.joined(separator: " ") }

    init(_ line: String, _ code: Int32, _ message: String) {
      words = line.split(separator: " ").map(String.init)
      self.code = code
      self.message = message
    }
  }

  @Test(arguments: [
    Case("serv", 2, "there is no command \"serv\"; did you mean \"serve\"?"),
    Case("help serv", 2, "there is no command \"serv\"; did you mean \"serve\"?"),
    Case("serve --prot 0", 2, "serve has no option --prot; did you mean \"--port\"?"),
    Case("serve workqueue --port", 2, "--port needs a value: --port N|NAME=N"),
    Case("serve workqueu", 2, "there is no service \"workqueu\"; did you mean \"workqueue\"?"),
    Case(
      "serve workqueue --fixtures /nowhere", 2,
      "/nowhere holds no fixtures: a folder per service is expected, as /nowhere/workqueue/service.json"
    ),
    Case(
      "serve workqueue --port 0 --ready-file /nowhere/ready.json", 3,
      "cannot write the ready file /nowhere/ready.json: No such file or directory"),
    Case(
      "serve workqueue --port 0 --host 192.0.2.1 --admin-token t", 3,
      "nothing was started:\n  workqueue: cannot listen on 192.0.2.1:0: Cannot assign requested address\n  control: cannot listen on 192.0.2.1:0: Cannot assign requested address"
    ),
    Case("env workqueue other", 2, "env takes one service at a time"),
    Case(
      "env other", 2,
      "there is no service \"other\"; known: \(ServiceCatalogue.names.sorted().joined(separator: ", "))"
    ),
    Case(
      "env workqueue --json --shell", 2,
      "only one of --shell, --python and --json can be printed"),
    Case("env --python", 2, "--python and --url need a service: env SERVICE"),
    Case("env --url http://h", 2, "--python and --url need a service: env SERVICE"),
    Case(
      "env workqueue --url https://h", 2,
      "\"https://h\" is no http URL, as http://127.0.0.1:5446"),
    Case(
      "env workqueue --ready-file /nowhere", 3,
      "cannot read /nowhere; serve writes it once everything listens"),
    Case("reset --control h", 2, "\"h\" is no http URL, as http://127.0.0.1:8900"),
    Case("reset workqueu", 2, "there is no service \"workqueu\"; did you mean \"workqueue\"?"),
    Case("clock freez", 2, "clock takes no \"freez\"; did you mean \"freeze\"?"),
    Case("clock advance", 2, "clock advance takes a length of time: understudy clock advance 1h"),
    Case("clock set", 2, "clock set takes a time: understudy clock set 2026-01-31T12:00:00Z"),
    Case("clock freeze 1h", 2, "clock freeze takes nothing more"),
    Case("world", 2, "world takes start SERVICE, list, or end ID"),
    Case("world begin", 2, "world takes no \"begin\"; known: end, list, start"),
    Case("world start", 2, "world start takes one service"),
    Case("world start a b", 2, "world start takes one service"),
    Case("world start a --shell --json", 2, "only one of --shell and --json can be printed"),
    Case("world list a", 2, "world list takes nothing more"),
    Case("world end", 2, "world end takes a world's id"),
    Case("health now", 2, "health takes no \"now\""),
    Case("health --wait soon", 2, "--wait takes a number of seconds, not \"soon\""),
    Case("health --wait -1", 2, "--wait takes a number of seconds, not \"-1\""),
    Case("health --wait nan", 2, "--wait takes a number of seconds, not \"nan\""),
    Case(
      "lint /nowhere", 2,
      "/nowhere holds no fixtures: a service.json, or a folder per service with one, is expected"),
  ])
  func `refuses what makes no sense, on standard error`(example: Case) throws {
    let outcome = try UnderstudyProcess.run(example.words)
    #expect(outcome.code == example.code)
    #expect(outcome.errors == "understudy: \(example.message)\n")
    #expect(outcome.output == "")
  }

  @Test func `shows what there is when nothing is asked`() throws {
    let outcome = try UnderstudyProcess.run([])
    #expect(outcome.code == 2)
    #expect(outcome.output == "")
    let help = try UnderstudyProcess.run(["--help"])
    #expect(
      help
        == .init(
          code: 0, output: String(outcome.errors.dropFirst("understudy: ".count)), errors: ""))
    for command in ["serve", "env", "reset", "clock", "world", "lint", "health"] {
      #expect(help.output.contains("\n  \(command) "))
    }
  }

  @Test(arguments: ["--help", "-h", "help"])
  func `shows what there is when it is asked for help`(word: String) throws {
    let outcome = try UnderstudyProcess.run([word])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("\nUsage: understudy COMMAND [OPTION…]\n"))
  }

  @Test(arguments: ["serve", "env", "reset", "clock", "world", "lint", "health"])
  func `explains each command`(command: String) throws {
    let outcome = try UnderstudyProcess.run(["help", command])
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("\nUsage: understudy \(command) "))
    #expect(outcome.output.contains("\nExamples:\n"))
    #expect(try UnderstudyProcess.run([command, "--help"]) == outcome)
    #expect(try UnderstudyProcess.run([command, "--none", "-h"]) == outcome)
  }

  @Test func `tells its version`() throws {
    #expect(
      try UnderstudyProcess.run(["--version"])
        == .init(code: 0, output: "understudy \(Understudy.version)\n", errors: ""))
  }

  @Test func `finds the built-in fixtures whole`() throws {
    let outcome = try UnderstudyProcess.run(["lint"])
    #expect(outcome.code == 0)
    let words = outcome.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    #expect(words == ServiceCatalogue.names.sorted().map { "ok \($0)" })
  }

  @Test func `prints a service's variables as JSON`() throws {
    let outcome = try UnderstudyProcess.run(["env", "workqueue", "--json", "--url", "http://h:1/"])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("\"UNDERSTUDY_WORKQUEUE_URL\": \"http://h:1\""))
  }

  @Test(arguments: ["", "--python", "--shell"])
  func `prints how to point a client at a service`(form: String) throws {
    let outcome = try UnderstudyProcess.run(
      ["env", "workqueue", "--url", "http://h:1"] + (form.isEmpty ? [] : [form]))
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("workqueue = \"http://h:1/workqueue/api/v1.0\""))
    #expect(!outcome.output.contains("${"))
  }

  @Test func `prints all services' variables for a shell`() throws {
    let outcome = try UnderstudyProcess.run(["env", "--shell"])
    #expect(outcome.code == 0)
    #expect(
      outcome.output.contains("export UNDERSTUDY_WORKQUEUE_URL='http://127.0.0.1:5446'\n"))
    for line in outcome.output.split(separator: "\n") {
      #expect(line.hasPrefix("export "))
    }
  }
}
