import HTTPMessage
import JSON
import MockServer

/// `understudy clock`: shows and changes the time of running mocks.
enum ClockCommand: Command {
  static let specification = CommandSpecification(
    name: "clock",
    summary: "Show, move, stop or reset the time of running mocks.",
    operands: "[advance LENGTH | set TIME | freeze | resume | reset]",
    options: [
      .init("--service", "NAME", "Only its clock, which it shares with those that it needs.")
    ] + ControlCalls.options,
    examples: [
      ("understudy clock", "What time it is."),
      (
        "understudy clock advance 1h --service trove",
        "An hour later at once: tokens have expired, what was being built is built."
      ),
      ("understudy clock advance -90s", "A minute and a half back."),
      ("understudy clock set 2026-01-31T12:00:00Z", "From that time on."),
      ("understudy clock freeze", "The time stands still until: understudy clock resume"),
      ("understudy clock reset", "This machine's time again."),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let change = try change(arguments.operands)
    let control = try ControlCalls(arguments)
    let target = "/clock" + (arguments.value("--service").map { "?service=\($0)" } ?? "")
    let answer =
      if let change { try control.call(.put, target, change) } else {
        try control.call(.get, target)
      }
    for clock in answer["clocks"]?.array ?? [] { Terminal.print(line(clock)) }
    return .fine
  }

  /// The body of the call; nil for showing the time.
  private static func change(_ words: [String]) throws(CommandFailure) -> JSONValue? {
    guard let verb = words.first else { return nil }
    let value = words.dropFirst().first
    guard words.count <= (verb == "advance" || verb == "set" ? 2 : 1) else {
      throw CommandFailure(.badInput, "clock \(verb) takes nothing more")
    }
    switch verb {
    case "advance":
      guard let value else {
        throw CommandFailure(
          .badInput, "clock advance takes a length of time: understudy clock advance 1h")
      }
      return ["advance": .string(value)]
    case "set":
      guard let value else {
        throw CommandFailure(
          .badInput, "clock set takes a time: understudy clock set 2026-01-31T12:00:00Z")
      }
      return ["now": .string(value)]
    case "freeze": return ["frozen": true]
    case "resume": return ["frozen": false]
    case "reset": return ["reset": true]
    default:
      throw CommandFailure(
        .badInput,
        "clock takes no \"\(verb)\""
          + Suggestion.hint(for: verb, among: ["advance", "set", "freeze", "resume", "reset"]))
    }
  }

  /// `keystone, trove: 2026-01-31T13:00:00Z, 1h ahead, stopped`
  static func line(_ clock: JSONValue) -> String {
    let names = (clock["services"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
    let offset = clock["offset"]?.string ?? "0s"
    var words = ["\(names): \(clock["now"]?.string ?? "")"]
    if offset.hasPrefix("-") {
      words.append("\(offset.dropFirst()) behind")
    } else if offset != "0s" {
      words.append("\(offset) ahead")
    }
    if clock["frozen"]?.bool == true { words.append("stopped") }
    return words.joined(separator: ", ")
  }
}
