import HTTPMessage
import JSON
import MockServer

/// `understudy world`: fresh worlds of running mocks, one for each test that wants its own.
enum WorldCommand: Command {
  static let specification = CommandSpecification(
    name: "world",
    summary: "Start, list and end fresh copies of running mocks: own ports, state, journal, time.",
    operands: "start SERVICE | list | end ID…",
    options: [
      .init("--profile", "NAME", "The profile to start with; else the usual one."),
      .init("--shell", nil, "Print what was started as lines for a shell."),
      .init("--json", nil, "Print it as JSON."),
    ] + ControlCalls.options,
    examples: [
      (
        "eval \"$(understudy world start trove --shell)\"",
        "A world for this shell; its id is in UNDERSTUDY_WORLD."
      ),
      ("understudy world end \"$UNDERSTUDY_WORLD\"", "Ends it; else it ends when nobody asks it."),
      ("understudy world list", "All that are there."),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let verbs = ["start", "list", "end"]
    let words = arguments.operands.dropFirst()
    switch arguments.operands.first {
    case "start": try start(words, arguments)
    case "list": try list(words, arguments)
    case "end": try end(words, arguments)
    case let other:
      throw CommandFailure(
        .badInput,
        other.map { "world takes no \"\($0)\"" + Suggestion.hint(for: $0, among: verbs) }
          ?? "world takes start SERVICE, list, or end ID")
    }
    return .fine
  }

  private static func start(
    _ words: ArraySlice<String>, _ arguments: Arguments
  ) throws(CommandFailure) {
    guard words.count == 1, let service = words.first else {
      throw CommandFailure(.badInput, "world start takes one service")
    }
    guard !(arguments.has("--shell") && arguments.has("--json")) else {
      throw CommandFailure(.badInput, "only one of --shell and --json can be printed")
    }
    var body = JSONObject([.init(key: "service", value: .string(service))])
    body["profile"] = arguments.value("--profile").map { .string($0) }
    let world = try ControlCalls(arguments).call(.post, "/worlds", .object(body))
    if arguments.has("--json") {
      Terminal.print(String(decoding: JSONWriter.pretty(world), as: UTF8.self))
    } else if arguments.has("--shell") {
      Terminal.print(shellLines(world))
    } else {
      Terminal.print(text(world))
    }
  }

  private static func list(
    _ words: ArraySlice<String>, _ arguments: Arguments
  ) throws(CommandFailure) {
    guard words.isEmpty else { throw CommandFailure(.badInput, "world list takes nothing more") }
    let worlds = try ControlCalls(arguments).call(.get, "/worlds")
    if arguments.has("--json") {
      Terminal.print(String(decoding: JSONWriter.pretty(worlds), as: UTF8.self))
    } else {
      for world in worlds["worlds"]?.array ?? [] { Terminal.print(text(world)) }
    }
  }

  private static func end(
    _ words: ArraySlice<String>, _ arguments: Arguments
  ) throws(CommandFailure) {
    guard !words.isEmpty else { throw CommandFailure(.badInput, "world end takes a world's id") }
    let control = try ControlCalls(arguments)
    for id in words {
      _ = try control.call(.delete, "/worlds/" + PercentCoding.encode(id))
      Terminal.print("world \(id) has ended")
    }
  }

  /// The id, and a line for each service's address.
  static func text(_ world: JSONValue) -> String {
    let id = world["id"]?.string ?? ""
    let services = world["services"]?.object?.members ?? []
    let width = services.map(\.key.count).max() ?? 0
    let lines = services.map { service in
      "  \(service.key)\(String(repeating: " ", count: width - service.key.count))  \(service.value["url"]?.string ?? "")"
    }
    let end = world["expires"]?.string ?? ""
    return (["world \(id), until \(end) or longer in use"] + lines).joined(separator: "\n")
  }

  static func shellLines(_ world: JSONValue) -> String {
    let id = JSONObject.Member(key: "UNDERSTUDY_WORLD", value: world["id"] ?? "")
    let variables = [id] + (world["environment"]?.object?.members ?? [])
    return variables.map { "export \($0.key)=\(ShellWord.quoted($0.value.string ?? ""))" }
      .joined(separator: "\n")
  }
}
