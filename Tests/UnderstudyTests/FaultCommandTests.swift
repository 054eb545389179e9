import HTTPClient
import HTTPMessage
import JSON
import Testing

@testable import understudy

@Suite struct `The fault command` {
  private static func fault(_ mocks: RunningMocks, _ words: String...) throws
    -> UnderstudyProcess.Outcome
  {
    try UnderstudyProcess.run(["fault"] + words + ["--control", mocks.control])
  }

  @Test func `arms, lists and clears faults`() throws {
    let mocks = try RunningMocks()
    let armed = try Self.fault(
      mocks, "workqueue", "GET /jobs", "--status", "503", "--header", "Retry-After: 1", "--times",
      "2")
    #expect(armed.errors == "")
    #expect(
      armed.output.hasPrefix(
        "workqueue GET /jobs: status 503, headers {\"Retry-After\":\"1\"}, 2 left, 0 hits  ("))
    let answer = try mocks.ask(.get, "/workqueue/api/v1.0/jobs")
    #expect(answer.status == .serviceUnavailable)
    #expect(answer.fields["Retry-After"] == "1")
    let list = try Self.fault(mocks, "--list")
    #expect(list.output.contains(", 1 left, 1 hit  ("))
    #expect(
      try Self.fault(mocks, "workqueue", "--clear").output == "no faults are armed in workqueue\n")
    #expect(try Self.fault(mocks, "--list").output == "no faults are armed\n")
    #expect(try mocks.ask(.get, "/workqueue/api/v1.0/jobs").status != .serviceUnavailable)
  }

  @Test func `makes a connection break`() throws {
    let mocks = try RunningMocks()
    #expect(try Self.fault(mocks, "workqueue", "*", "--reset", "--times", "1").code == 0)
    #expect(throws: HTTPClientError.self) { try mocks.ask(.get, "/workqueue/api/v1.0/jobs") }
    #expect(try mocks.ask(.get, "/workqueue/api/v1.0/jobs").status.code < 500)
  }

  @Test func `disarms one`() throws {
    let mocks = try RunningMocks()
    let armed = try Self.fault(mocks, "workqueue", "*", "--delay", "1h", "--json")
    let fault = try JSONReader.value(of: Array(armed.output.utf8))["faults"]?[0]
    let id = try #require(fault?["id"]?.string)
    #expect(fault?["delay"] == "1h")
    #expect(try Self.fault(mocks, "--remove", id).output == "fault \(id) is disarmed\n")
    let again = try Self.fault(mocks, "--remove", id)
    #expect(again.code == 2)
    #expect(
      again.errors == "understudy: \(mocks.control) says 404: no fault \"\(id)\" is armed\n")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let outcome: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., is outcome: String) {
      self.words = words
      self.outcome = outcome
    }
  }

  @Test(arguments: [
    Case("--delay", "2s", is: #"{"on":"*","delay":"2s"}"#),
    Case("--delay", "1s..2s", is: #"{"on":"*","delay":{"uniform":["1s","2s"]}}"#),
    Case("--reset", is: #"{"on":"*","fault":"reset"}"#),
    Case("--fault", "garbage", "--served", is: #"{"on":"*","fault":"garbage","served":true}"#),
    Case("--fault", "hang=3s", is: #"{"on":"*","fault":{"hang":"3s"}}"#),
    Case("--fault=close-after-bytes=9", is: #"{"on":"*","fault":{"close-after-bytes":9}}"#),
    Case("--fault", "wrong-length=-9", is: #"{"on":"*","fault":{"wrong-length":-9}}"#),
    Case(
      "--fault", "drip=5/100ms", is: #"{"on":"*","fault":{"drip":{"bytes":5,"every":"100ms"}}}"#),
    Case(
      "--fault", "dribble=5/1s", is: #"{"on":"*","fault":{"dribble":{"pieces":5,"over":"1s"}}}"#),
    Case(
      "--body", "a", "--percentage", "12.5", "--seed", "7", "--times", "3",
      is: #"{"on":"*","body":"a","times":3,"percentage":12.5,"seed":7}"#),
    Case(
      "--header", "A: b:c", "--header", "D:e", is: #"{"on":"*","headers":{"A":"b:c","D":"e"}}"#),
  ])
  func `has an option for everything that a fault can be`(example: Case) throws {
    let arguments = try Arguments(["trove", "*"] + example.words, FaultCommand.specification)
    #expect(JSONValue.object(try FaultCommand.form(arguments)).description == example.outcome)
  }

  @Test(arguments: [
    Case(
      "trove",
      is: "fault takes a service and a route, as trove \"GET /instances\", or --list or --clear"),
    Case(
      "trove", "GET", "/instances", "--reset",
      is: "fault takes a service and a route: understudy fault trove \"GET /instances\""),
    Case("--list", "--clear", is: "only one of --list and --clear can be done"),
    Case("trove", "*", "--list", is: "--list takes no route"),
    Case("trove", "*", "--status", "x", is: "--status takes a number, not \"x\""),
    Case(
      "trove", "*", "--header", "x",
      is: "--header takes a name and a value as \"Retry-After: 1\", not \"x\""),
    Case("trove", "*", "--reset", "--fault", "hang", is: "--reset and --fault exclude each other"),
    Case(
      "trove", "*", "--fault", "wrong-length=x",
      is: "--fault wrong-length= takes a number, not \"x\""),
    Case(
      "trove", "*", "--fault", "drip=5",
      is: "--fault drip= takes bytes and a length of time as drip=5/100ms, not \"5\""),
    Case(
      "trove", "*", "--fault", "drib=5",
      is: "there is no fault \"drib\" with a value; did you mean \"drip\"?"),
  ])
  func `says what is wrong with its words`(example: Case) throws {
    let arguments = try Arguments(example.words, FaultCommand.specification)
    let failure = try #require(throws: CommandFailure.self) { try FaultCommand.run(arguments) }
    #expect(failure.message == example.outcome)
    #expect(failure.code == .badInput)
  }

  @Test func `passes on what the mock says of a fault`() throws {
    let mocks = try RunningMocks()
    let outcome = try Self.fault(mocks, "workqueue", "get /jobs", "--status", "503")
    #expect(outcome.code == 2)
    #expect(
      outcome.errors
        == "understudy: \(mocks.control) says 422: \"get\" is no method; did you mean \"GET\"? at /on\n"
    )
  }

  @Test func `arms a broker's faults`() throws {
    let process = try UnderstudyProcess(["serve", "esgfpid", "--port", "0", "--json"])
    let line = try #require(process.nextLine())
    let addresses = try JSONReader.value(of: Array(line.utf8))
    let control = try #require(addresses["control"]?["url"]?.string)
    func fault(_ words: String...) throws -> UnderstudyProcess.Outcome {
      try UnderstudyProcess.run(["fault", "esgfpid"] + words + ["--control", control])
    }
    let armed = try fault("publish", "--fault", "nack", "--times", "2")
    #expect(armed.output.hasPrefix("esgfpid publish: fault nack, 2 left, 0 hits  ("))
    let wrong = try fault("publish", "--fault", "nak")
    #expect(wrong.code == 2)
    #expect(
      wrong.errors
        == "understudy: \(control) says 422: \"nak\" is no fault of \"publish\"; did you mean \"nack\"?\n"
    )
    let status = try fault("publish", "--fault", "nack", "--status", "503")
    #expect(status.errors.contains("unknown key \"status\""))
  }
}
