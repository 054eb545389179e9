import CLinux
import Glibc
import Synchronization

/// How other threads reach a loop: work is left here and the loop is woken to do it.
public final class Mailbox: Sendable {
  public typealias Job = @Sendable (EventLoop) -> Void

  let clock: @Sendable () -> Int64
  let descriptor: Int32
  private let jobs = Mutex<[Job]>([])

  init(clock: @escaping @Sendable () -> Int64) throws(SocketError) {
    self.clock = clock
    descriptor = clinux_eventfd()
    guard descriptor >= 0 else { throw SocketError(operation: "start an event loop", code: errno) }
  }

  deinit { close(descriptor) }

  /// Leaves work for the loop's next turn.
  public func post(_ job: @escaping Job) {
    jobs.withLock { $0.append(job) }
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  func take() -> [Job] {
    jobs.withLock { jobs in
      defer { jobs = [] }
      return jobs
    }
  }

  var wake: any EventSource { Wake(descriptor: descriptor) }

  /// Empties the counter; the loop takes the jobs after each turn anyway.
  private final class Wake: EventSource {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    func ready(on loop: EventLoop) {
      var count: UInt64 = 0
      _ = read(descriptor, &count, 8)
    }
  }
}
