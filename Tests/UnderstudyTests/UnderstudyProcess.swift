import Glibc
import MockSupport
import Synchronization

/// A run of the binary that was built along with the tests.
///
/// Its standard output is read while it runs; whatever happens in the test, it ends with the test.
final class UnderstudyProcess: Sendable {
  struct Outcome: Equatable {
    /// The exit code; negative for the signal that ended it.
    let code: Int32
    let output: String
    let errors: String
  }

  let identifier: pid_t
  private let output: PipeEnd
  private let errors: PipeEnd
  private let hasEnded = Mutex(false)

  /// Beside the test bundle, where the package manager puts all products.
  static let binary: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count)
    let own = String(
      decoding: path.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/understudy"
  }()

  /// Starts it with a clean environment and no signal blocked.
  init(_ arguments: [String]) throws {
    let (ownOutput, itsOutput) = try PipeEnd.pair()
    let (ownErrors, itsErrors) = try PipeEnd.pair()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, itsOutput.descriptor, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, itsErrors.descriptor, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let libraries = getenv("LD_LIBRARY_PATH").map { "LD_LIBRARY_PATH=\(String(cString: $0))" }
    let words = Self.list([Self.binary] + arguments)
    let environment = Self.list([libraries].compactMap(\.self))
    defer { for word in words + environment { free(word) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, Self.binary, &actions, &attributes, words, environment)
    guard code == 0 else { throw SystemFailure("start \(Self.binary)", code: code) }
    self.identifier = identifier
    output = ownOutput
    errors = ownErrors
  }

  deinit {
    if !hasEnded.withLock({ $0 }) {
      kill(identifier, SIGKILL)
      _ = wait()
    }
  }

  /// In C's form, which ends with a null.
  private static func list(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
    words.map { strdup($0) } + [nil]
  }

  /// Runs it to its end.
  static func run(_ arguments: [String]) throws -> Outcome {
    try UnderstudyProcess(arguments).outcome()
  }

  /// The next line of its standard output, without the line end; nil when there is none any more.
  func nextLine() -> String? { output.nextLine() }

  /// The same of its standard error.
  func nextErrorLine() -> String? { errors.nextLine() }

  /// How many descriptors it has open.
  var descriptors: Int { Repository.entries(of: "/proc/\(identifier)/fd").count }

  func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for its end.
  func outcome() -> Outcome {
    let (output, errors) = (output.rest(), errors.rest())
    // It may have closed its output without ending; then it never would.
    if !self.output.hasEnded { send(SIGKILL) }
    return Outcome(code: wait(), output: output, errors: errors)
  }

  private func wait() -> Int32 {
    hasEnded.withLock { $0 = true }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }
}

/// One end of a connected pair of sockets: closed with this, and not inherited by other children.
private final class PipeEnd: Sendable {
  let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var bytes: [UInt8] = []
    var hasEnded = false
  }

  /// For a child that hangs; no test waits for it in the ordinary course.
  private static let longestWait = timeval(tv_sec: 60, tv_usec: 0)

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  static func pair() throws -> (PipeEnd, PipeEnd) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemFailure("socketpair") }
    var longest = longestWait
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &longest, socklen_t(MemoryLayout<timeval>.size))
    return (PipeEnd(ends[0]), PipeEnd(ends[1]))
  }

  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  func nextLine() -> String? {
    state.withLock { state in
      while true {
        if let end = state.bytes.firstIndex(of: UInt8(ascii: "\n")) {
          defer { state.bytes.removeSubrange(...end) }
          return String(decoding: state.bytes[..<end], as: UTF8.self)
        }
        guard read(into: &state) else { return nil }
      }
    }
  }

  func rest() -> String {
    state.withLock { state in
      while read(into: &state) {}
      return String(decoding: state.bytes, as: UTF8.self)
    }
  }

  private func read(into state: inout State) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      if count == 0 { state.hasEnded = true }
      guard count > 0 else { return false }
      state.bytes += buffer[..<count]
      return true
    }
  }
}
