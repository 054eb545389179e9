import Glibc
import Synchronization

/// A fixed number of loops, each on a thread of its own.
public final class EventLoopGroup: Sendable {
  private let mailboxes: [Mailbox]

  /// Starts the loops.
  ///
  /// - Parameters:
  ///   - count: number of loops; by default one per core.
  ///   - clock: milliseconds on a steady clock; tests inject their own.
  public init(
    count: Int = EventLoopGroup.coreCount,
    clock: @escaping @Sendable () -> Int64 = EventLoopGroup.steadyClock
  ) throws(SocketError) {
    var mailboxes: [Mailbox] = []
    for _ in 0..<max(1, count) { mailboxes.append(try Mailbox(clock: clock)) }
    self.mailboxes = mailboxes
    for mailbox in mailboxes {
      try LoopThread.start { if let loop = try? EventLoop(mailbox: mailbox) { loop.run() } }
    }
  }

  deinit { shutdown() }

  /// Cores that this process may use.
  public static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// `CLOCK_MONOTONIC` in milliseconds.
  public static let steadyClock: @Sendable () -> Int64 = {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Listens on an address with all loops; returns once every loop accepts.
  ///
  /// - Parameter makeHandler: called on a loop for each connection.
  /// - Throws: ``SocketError`` when the address can't be had; then nothing listens.
  public func listen(
    on address: SocketAddress, makeHandler: @escaping @Sendable () -> any ConnectionHandler
  ) throws(SocketError) -> Listening {
    let sockets = try ListeningSockets(address, count: mailboxes.count)
    let id = ListenerID()
    for (mailbox, descriptor) in zip(mailboxes, sockets.descriptors) {
      mailbox.post { loop in
        loop.watch(
          descriptor, for: Listener(id: id, descriptor: descriptor, makeHandler: makeHandler))
      }
    }
    return Listening(
      address: sockets.address, id: id,
      sockets: Array(zip(mailboxes, sockets.descriptors)))
  }

  /// Makes every loop take a turn, so that an injected clock's new time is noticed.
  public func wake() {
    for mailbox in mailboxes { mailbox.post { _ in } }
  }

  /// Ends all loops; open connections are cut.
  public func shutdown() {
    for mailbox in mailboxes { mailbox.post { $0.stop() } }
  }
}

/// An address that is being listened on.
public struct Listening: Sendable {
  /// With the real port, where 0 was asked for.
  public let address: SocketAddress
  let id: ListenerID
  let sockets: [(Mailbox, Int32)]

  /// Accepts no more, lets open connections finish what they have begun, and calls `done` when the
  /// last is gone or `limit` milliseconds have passed, whichever is first.
  public func stop(within limit: Int64, done: @escaping @Sendable () -> Void = {}) {
    let countdown = Countdown(sockets.count, done)
    for (mailbox, descriptor) in sockets {
      mailbox.post { [id] loop in
        loop.unwatch(descriptor)
        close(descriptor)
        for connection in loop.connections(of: id) { connection.stopping() }
        loop.finish(id, before: loop.now + limit, done: countdown.step)
      }
    }
  }
}

/// Calls back after a number of steps from any threads.
private final class Countdown: Sendable {
  private let left: Atomic<Int>
  private let done: @Sendable () -> Void

  init(_ steps: Int, _ done: @escaping @Sendable () -> Void) {
    left = Atomic(steps)
    self.done = done
  }

  func step() {
    if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done() }
  }
}
