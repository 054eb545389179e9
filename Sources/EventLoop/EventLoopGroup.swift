import Glibc
import Synchronization
import Threads

/// A fixed number of loops, each on a thread of its own.
public final class EventLoopGroup: Sendable {
  private let mailboxes: [Mailbox]
  /// Counts the addresses that only some of the loops listen on, so that all have their share.
  private let turn = Atomic<Int>(0)

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
      do throws(ThreadError) {
        try DetachedThread.start { if let loop = try? EventLoop(mailbox: mailbox) { loop.run() } }
      } catch {
        throw SocketError(error)
      }
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

  /// Listens on an address.
  ///
  /// - Parameters:
  ///   - spread: on how many loops its connections are served; nil for all. Each costs a socket.
  ///   - makeHandler: called on a loop for each connection.
  /// - Throws: ``SocketError`` when the address can't be had; then nothing listens.
  public func listen(
    on address: SocketAddress, spread: Int? = nil,
    makeHandler: @escaping @Sendable () -> any ConnectionHandler
  ) throws(SocketError) -> Listening {
    let mailboxes = chosen(spread ?? .max)
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

  private func chosen(_ count: Int) -> [Mailbox] {
    guard count < mailboxes.count else { return mailboxes }
    let first = turn.add(1, ordering: .relaxed).oldValue
    return (0..<max(1, count)).map { mailboxes[(first &+ $0) % mailboxes.count] }
  }

  /// Calls `job` on one of the loops a few times a second, until it gives false.
  public func regularly(_ job: @escaping @Sendable () -> Bool) {
    mailboxes.first?.post { $0.regularly(job) }
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

  /// Accepts no more from now on, lets open connections finish what they have begun, and calls `done`
  /// when the last is gone or `limit` milliseconds have passed, whichever is first. To be called once.
  public func stop(within limit: Int64, done: @escaping @Sendable () -> Void = {}) {
    let countdown = Countdown(sockets.count, done)
    for (mailbox, descriptor) in sockets {
      // At once, whatever the loop is busy with; the descriptor itself is the loop's.
      shutdown(descriptor, Int32(SHUT_RDWR))
      mailbox.post { [id] loop in
        loop.unwatch(descriptor)
        close(descriptor)
        for connection in loop.connections(of: id) { connection.stopping() }
        loop.finish(id, before: loop.now + limit, done: countdown.step)
      }
    }
  }
}
