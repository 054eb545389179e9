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
        OwnService.isMeant(by: word)
          ? try OwnService.blueprint(word).description.name : word)
    }
    try check(names, control, areCertain: arguments.operands.allSatisfy(OwnService.isMeant))
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

  /// Refuses names that no service has. Those that folders gave are known to the running mocks only.
  ///
  /// - Parameter areCertain: whether a name can be no mistake, so that what is wrong is that nothing
  ///   runs.
  private static func check(
    _ names: [String], _ control: ControlCalls, areCertain: Bool
  ) throws(CommandFailure) {
    var known = ServiceCatalogue.names
    if names.allSatisfy(known.contains) { return }
    do throws(CommandFailure) {
      let running = try control.call(.get, "/health")["services"]?.array ?? []
      known += running.compactMap(\.string).filter { !known.contains($0) }
    } catch {
      if areCertain { throw error }
    }
    for name in names where !known.contains(name) {
      throw CommandFailure(
        .badInput, "there is no service \"\(name)\"" + Suggestion.hint(for: name, among: known))
    }
  }
}
