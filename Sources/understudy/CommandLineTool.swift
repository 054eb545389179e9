import MockServer

/// How a run ends.
enum ExitCode: Int32 {
  case fine = 0
  /// A contract is broken.
  case brokenContract = 1
  /// Bad usage, or a bad file.
  case badInput = 2
  /// The environment failed: a port, the network, a missing file.
  case environment = 3
}

/// What stops a command, with what to say about it.
struct CommandFailure: Error {
  let code: ExitCode
  let message: String

  init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// One word of the command line.
protocol Command {
  static var specification: CommandSpecification { get }
  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode
}

/// Finds the command and runs it.
enum CommandLineTool {
  static var commands: [any Command.Type] {
    [
      ServeCommand.self, VerifyCommand.self, CheckCommand.self, JudgeCommand.self,
      RecordCommand.self, DriftCommand.self, EnvCommand.self, ResetCommand.self,
      ClockCommand.self, FaultCommand.self, WorldCommand.self, LintCommand.self,
      ConvertCommand.self,
      HealthCommand.self,
    ]
  }

  static func run(_ arguments: [String]) -> ExitCode {
    do throws(CommandFailure) {
      return try dispatch(arguments)
    } catch {
      Terminal.complain(error.message)
      return error.code
    }
  }

  private static func dispatch(_ arguments: [String]) throws(CommandFailure) -> ExitCode {
    guard let word = arguments.first else {
      Terminal.complain(overview)
      return .badInput
    }
    if word == "--help" || word == "-h" || word == "help" {
      guard word == "help", arguments.count > 1 else {
        Terminal.print(overview)
        return .fine
      }
      Terminal.print(try find(arguments[1]).specification.help)
      return .fine
    }
    if word == "--version" {
      Terminal.print("understudy \(Understudy.version)")
      return .fine
    }
    let command = try find(word)
    let rest = Array(arguments.dropFirst())
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      Terminal.print(command.specification.help)
      return .fine
    }
    return try command.run(try Arguments(rest, command.specification))
  }

  private static func find(_ word: String) throws(CommandFailure) -> any Command.Type {
    guard let command = commands.first(where: { $0.specification.name == word }) else {
      let names = commands.map { $0.specification.name }
      throw CommandFailure(
        .badInput, "there is no command \"\(word)\"" + Suggestion.hint(for: word, among: names))
    }
    return command
  }

  private static var overview: String {
    let width = commands.map { $0.specification.name.count }.max() ?? 0
    let lines = commands.map { command in
      let name = command.specification.name
      return
        "  \(name)\(String(repeating: " ", count: width - name.count))  \(command.specification.summary)"
    }
    return """
      Understudy \(Understudy.version): mock servers and contract tests for systems that are hard to run.

      Usage: understudy COMMAND [OPTION…]

      \(lines.joined(separator: "\n"))

      understudy COMMAND --help tells more. Exit codes: 0 fine, 1 a contract is broken,
      2 bad usage or bad file, 3 the environment failed (port, network, missing file).

      """
  }
}
