import HTTPMessage
import JSON
import MockServer

/// `understudy reset`: puts running mocks back to their seed state.
enum ResetCommand: Command {
  static let specification = CommandSpecification(
    name: "reset",
    summary: "Put running mocks back to their seed state, with an empty journal.",
    operands: "[SERVICE|FOLDER…]",
    options: ControlCalls.options,
    examples: [
      ("understudy reset", "All services."),
      ("understudy reset workqueue", "Only this one."),
    ])

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let control = try ControlCalls(arguments)
    var names: [String] = []
    for word in arguments.operands {
      names.append(
        ServiceFolder.isMeant(by: word)
          ? try ServiceFolder.blueprint(word).description.name : word)
    }
    if names.contains(where: { !ServiceCatalogue.names.contains($0) }) {
      // Those of folders are known to the running mocks only.
      let health = try? control.call(.get, "/health")
      let running = health?["services"]?.array?.compactMap(\.string) ?? []
      let known =
        ServiceCatalogue.names + running.filter { !ServiceCatalogue.names.contains($0) }
      for name in names where !known.contains(name) {
        throw CommandFailure(
          .badInput, "there is no service \"\(name)\"" + Suggestion.hint(for: name, among: known))
      }
    }
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
