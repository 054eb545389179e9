import Glibc

/// Runs a command with the terminal as its own.
enum ChildProcess {
  enum Ending {
    case exited(Int32)
    case signalled(Int32)
  }

  /// The child that signals are passed on to. Written once, before the handlers that read it are set.
  nonisolated(unsafe) private static var child: pid_t = 0

  /// Starts the command, waits for its end, and passes SIGTERM and SIGHUP on to it. SIGINT reaches it
  /// from the terminal anyway; here it is only kept from ending us first.
  ///
  /// - Parameter variables: added to the environment.
  static func run(
    _ command: [String], adding variables: [(String, String)]
  ) throws(CommandFailure) -> Ending {
    for (name, value) in variables { setenv(name, value, 1) }
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, command[0], nil, nil, words, environ)
    guard code == 0 else {
      throw CommandFailure(
        .environment, "cannot start \(command[0]): \(String(cString: strerror(code)))")
    }
    child = pid
    signal(SIGINT, SIG_IGN)
    for number in [SIGTERM, SIGHUP] { signal(number) { kill(ChildProcess.child, $0) } }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else {
        throw CommandFailure(
          .environment, "the command was lost: \(String(cString: strerror(errno)))")
      }
    }
    // The status word's layout: the low seven bits hold the signal, the next byte the exit code.
    let number = status & 0x7F
    return number == 0 ? .exited(status >> 8 & 0xFF) : .signalled(number)
  }
}
