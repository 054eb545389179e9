import HTTPMessage
import JSON
import MockServer

/// `understudy fault`: makes running mocks answer wrongly, late or not at all.
enum FaultCommand: Command {
  static let specification = CommandSpecification(
    name: "fault",
    summary: "Let running mocks fail: answers that are wrong, late, cut off or do not come.",
    operands: "SERVICE \"METHOD /path\" | [SERVICE] --list | [SERVICE] --clear",
    options: [
      .init("--status", "CODE", "Answer that, instead of the service."),
      .init("--header", "\"NAME: VALUE\"", "With this header; may stand more than once."),
      .init("--body", "TEXT", "With this body."),
      .init("--delay", "LENGTH|A..B", "Keep the answer back, as 2s, or between 100ms..1s."),
      .init("--reset", nil, "Reset the connection: short for --fault reset."),
      .init(
        "--fault", "WORD",
        "\(words.joined(separator: ", ")), close-after-bytes=N, wrong-length=N, drip=BYTES/LENGTH, dribble=PIECES/LENGTH or hang=LENGTH."
      ),
      .init(
        "--served", nil, "The service does what it is asked before; only its answer is lost."),
      .init("--times", "N", "Only so often; else until it is cleared."),
      .init("--percentage", "P", "Only so many of a hundred requests, by chance."),
      .init("--seed", "N", "Another run of that chance; each is the same every time."),
      .init("--list", nil, "Show what is armed."),
      .init("--clear", nil, "Disarm all, of one service or of all."),
      .init("--remove", "ID", "Disarm one."),
      .init("--json", nil, "Print what is armed as JSON."),
    ] + ControlCalls.options,
    examples: [
      (
        "understudy fault trove \"GET /instances\" --status 503 --header \"Retry-After: 1\" --times 2",
        "The next two listings are refused: does the client try again?"
      ),
      (
        "understudy fault workqueue \"POST /jobs\" --reset --served --times 1",
        "The job is made, but the client is not told."
      ),
      (
        "understudy fault oaio \"*\" --delay 100ms..3s --percentage 10 --seed 7",
        "Every tenth answer or so is late, the same ones in every run."
      ),
      ("understudy fault trove --list", "What is armed, and how often it has hit."),
      ("understudy fault --clear", "No faults any more."),
    ])

  private static let words = [
    "reset", "close-before-head", "close-after-head", "broken-chunk", "malformed-body", "garbage",
    "hang",
  ]

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    guard arguments.operands.count <= 2 else {
      throw CommandFailure(
        .badInput, "fault takes a service and a route: understudy fault trove \"GET /instances\"")
    }
    let service = arguments.operands.first
    let query = service.map { "?service=" + PercentCoding.encode($0) } ?? ""
    let verbs = ["--list", "--clear", "--remove"].filter(arguments.has)
    guard verbs.count <= 1 else {
      throw CommandFailure(.badInput, "only one of \(verbs.joined(separator: " and ")) can be done")
    }
    if let verb = verbs.first, arguments.operands.count == 2 {
      throw CommandFailure(.badInput, "\(verb) takes no route")
    }
    if arguments.has("--list") {
      show(try ControlCalls(arguments).call(.get, "/faults" + query), arguments)
    } else if arguments.has("--clear") {
      _ = try ControlCalls(arguments).call(.delete, "/faults" + query)
      Terminal.print("no faults are armed" + (service.map { " in \($0)" } ?? ""))
    } else if let id = arguments.value("--remove") {
      let target = "/faults/" + PercentCoding.encode(id) + query
      _ = try ControlCalls(arguments).call(.delete, target)
      Terminal.print("fault \(id) is disarmed")
    } else {
      guard arguments.operands.count == 2 else {
        throw CommandFailure(
          .badInput,
          "fault takes a service and a route, as trove \"GET /instances\", or --list or --clear")
      }
      let body = try form(arguments)
      let fault = try ControlCalls(arguments).call(.post, "/faults" + query, .object(body))
      show(["faults": [fault]], arguments)
    }
    return .fine
  }

  /// The body of the call.
  static func form(_ arguments: Arguments) throws(CommandFailure) -> JSONObject {
    var form = JSONObject()
    form["on"] = .string(arguments.operands[1])
    form["status"] = try number("--status", arguments)
    var headers = JSONObject()
    for line in arguments.all("--header") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else {
        throw CommandFailure(
          .badInput, "--header takes a name and a value as \"Retry-After: 1\", not \"\(line)\"")
      }
      headers[String(parts[0])] = .string(String(parts[1].drop { $0 == " " }))
    }
    if !headers.isEmpty { form["headers"] = .object(headers) }
    form["body"] = arguments.value("--body").map { .string($0) }
    form["delay"] = arguments.value("--delay").map { text in
      guard let middle = text.firstRange(of: "..") else { return .string(text) }
      let ends = [String(text[..<middle.lowerBound]), String(text[middle.upperBound...])]
      return ["uniform": .array(ends.map { .string($0) })]
    }
    if arguments.has("--reset") {
      guard !arguments.has("--fault") else {
        throw CommandFailure(.badInput, "--reset and --fault exclude each other")
      }
      form["fault"] = "reset"
    } else if let word = arguments.value("--fault") {
      form["fault"] = try fault(word)
    }
    if arguments.has("--served") { form["served"] = true }
    form["times"] = try number("--times", arguments)
    form["percentage"] = try number("--percentage", arguments)
    form["seed"] = try number("--seed", arguments)
    return form
  }

  private static func number(
    _ option: String, _ arguments: Arguments
  ) throws(CommandFailure) -> JSONValue? {
    guard let text = arguments.value(option) else { return nil }
    guard let number = JSONNumber(text) else {
      throw CommandFailure(.badInput, "\(option) takes a number, not \"\(text)\"")
    }
    return .number(number)
  }

  /// `drip=1/100ms` as the admin call has it.
  private static func fault(_ text: String) throws(CommandFailure) -> JSONValue {
    guard let sign = text.firstIndex(of: "=") else { return .string(text) }
    let word = String(text[..<sign])
    let value = String(text[text.index(after: sign)...])
    let parts = value.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    switch word {
    case "hang": return ["hang": .string(value)]
    case "close-after-bytes", "wrong-length":
      if let number = JSONNumber(value) { return .object([word: .number(number)]) }
      throw CommandFailure(.badInput, "--fault \(word)= takes a number, not \"\(value)\"")
    case "drip", "dribble":
      let (count, time) = word == "drip" ? ("bytes", "every") : ("pieces", "over")
      if parts.count == 2, let number = JSONNumber(parts[0]) {
        return .object([word: [count: .number(number), time: .string(parts[1])]])
      }
      throw CommandFailure(
        .badInput,
        "--fault \(word)= takes \(count) and a length of time as \(word)=5/100ms, not \"\(value)\"")
    default:
      throw CommandFailure(
        .badInput,
        "there is no fault \"\(word)\" with a value"
          + Suggestion.hint(
            for: word, among: ["close-after-bytes", "wrong-length", "drip", "dribble", "hang"]))
    }
  }

  private static func show(_ answer: JSONValue, _ arguments: Arguments) {
    if arguments.has("--json") {
      Terminal.print(String(decoding: JSONWriter.pretty(answer), as: UTF8.self))
      return
    }
    let faults = answer["faults"]?.array ?? []
    if faults.isEmpty { Terminal.print("no faults are armed") }
    for fault in faults { Terminal.print(line(fault)) }
  }

  /// `trove GET /instances: status 503, 2 left, 1 hit  (ID)`
  static func line(_ fault: JSONValue) -> String {
    let told = ["id", "service", "on", "hits", "left", "times"]
    var words: [String] = []
    for member in fault.object?.members ?? [] where !told.contains(member.key) {
      words.append("\(member.key) \(member.value.string ?? member.value.description)")
    }
    let hits = fault["hits"]?.int ?? 0
    words.append(fault["left"]?.int.map { "\($0) left" } ?? "until it is cleared")
    words.append(hits == 1 ? "1 hit" : "\(hits) hits")
    let place = "\(fault["service"]?.string ?? "") \(fault["on"]?.string ?? "")"
    return "\(place): \(words.joined(separator: ", "))  (\(fault["id"]?.string ?? ""))"
  }
}
