import EventLoop
import Glibc
import HTTPClient
import HTTPMessage
import JSON
import MockServer

/// `understudy health`: whether mocks are running, for scripts and containers without curl.
enum HealthCommand: Command {
  static let specification = CommandSpecification(
    name: "health",
    summary: "Tell whether mocks are running; exit 0 when they are, 3 when not.",
    operands: "",
    options: [.init("--wait", "SECONDS", "Wait so long for them to come up.")]
      + ControlCalls.options,
    examples: [
      (
        "understudy health --wait 10 && run-my-tests",
        "Wait for mocks that were started in the background."
      )
    ])

  private static let pause: UInt32 = 50_000

  static func run(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw CommandFailure(.badInput, "health takes no \"\(arguments.operands[0])\"")
    }
    var milliseconds: Int64 = 0
    if let text = arguments.value("--wait") {
      guard let seconds = Double(text), seconds >= 0, seconds <= 86_400 else {
        throw CommandFailure(.badInput, "--wait takes a number of seconds, not \"\(text)\"")
      }
      milliseconds = Int64(seconds * 1_000)
    }
    let end = EventLoopGroup.steadyClock() + milliseconds
    while true {
      do throws(CommandFailure) {
        return try ask(arguments)
      } catch {
        guard error.code == .environment, EventLoopGroup.steadyClock() < end else { throw error }
        usleep(pause)
      }
    }
  }

  private static func ask(_ arguments: Arguments) throws(CommandFailure) -> ExitCode {
    let control = try ControlCalls(arguments, timeout: 1_000)
    let health = try control.call(.get, "/health")
    guard health["status"]?.string == "healthy" else {
      throw CommandFailure(.environment, "\(control.client.url) is not Understudy's control port")
    }
    let services = (health["services"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
    Terminal.print("healthy: \(services)")
    return .fine
  }
}
