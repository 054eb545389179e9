import HTTPMessage
import MockServer

/// `understudy reset`: puts running mocks back to their seed state.
enum ResetCommand: Command {
  static let specification = CommandSpecification(
    name: "reset",
    summary: "Put running mocks back to their seed state, with an empty journal.",
    operands: "[SERVICE…]",
    options: ControlCalls.options,
    examples: [
      ("understudy reset", "All services."),
      ("understudy reset workqueue", "Only this one."),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let control = try ControlCalls(arguments)
    let names = arguments.operands
    for name in names { _ = try ServiceCatalogue.known(name) }
    if names.isEmpty {
      _ = try control.call(.post, "/reset")
      Terminal.print("all services are back at their seed state")
    }
    for name in names {
      _ = try control.call(.post, "/reset?service=\(name)")
      Terminal.print("\(name) is back at its seed state")
    }
    return .fine
  }
}
