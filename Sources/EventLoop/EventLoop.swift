import CLinux
import Glibc

/// One thread's loop over ready sockets: accepts, reads, writes and watches deadlines.
///
/// It lives on its thread alone, so nothing in it is locked. Other threads reach it through its
/// ``Mailbox``.
public final class EventLoop {
  /// Milliseconds on a steady clock, read once per turn.
  public private(set) var now: Int64
  let mailbox: Mailbox
  private let epoll: Int32
  private var sources: [Int32: any EventSource] = [:]
  private var connections: [Int32: Connection] = [:]
  private var nextSweep: Int64
  private var isStopping = false
  private var finishing: [Finishing] = []
  private var regulars: [() -> Bool] = []
  private var timers = TimerQueue()

  /// A listener that accepts no more and waits for its connections to end.
  private struct Finishing {
    let listener: ListenerID
    let limit: Int64
    let done: () -> Void
  }
  /// One buffer for all reads: a connection keeps only what its handler keeps.
  let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)

  init(mailbox: Mailbox) throws(SocketError) {
    self.mailbox = mailbox
    epoll = epoll_create1(clinux_cloexec)
    guard epoll >= 0 else { throw SocketError(operation: "start an event loop", code: errno) }
    now = mailbox.clock()
    nextSweep = now
    watch(mailbox.descriptor, for: mailbox.wake)
  }

  deinit {
    close(epoll)
    scratch.deallocate()
  }

  /// Turns until it is told to stop.
  func run() {
    let capacity = 256
    let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
    defer { events.deallocate() }
    while !isStopping {
      let count = epoll_wait(epoll, events, Int32(capacity), Int32(sweepDelay()))
      now = mailbox.clock()
      for place in 0..<max(0, Int(count)) {
        let event = events[place]
        if let connection = connections[event.data.fd] {
          connection.ready(event.events)
        } else {
          sources[event.data.fd]?.ready(on: self)
        }
      }
      for job in mailbox.take() { job(self) }
      if !timers.isEmpty { wakeTimers() }
      if now >= nextSweep { sweep() }
      checkFinishing()
    }
    for connection in Array(connections.values) { connection.close() }
    for descriptor in sources.keys where descriptor != mailbox.descriptor { close(descriptor) }
  }

  func stop() { isStopping = true }

  // MARK: Sockets

  func watch(_ descriptor: Int32, for source: any EventSource) {
    sources[descriptor] = source
    _ = clinux_epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, clinux_readable)
  }

  /// Stops watching; the descriptor stays open.
  func unwatch(_ descriptor: Int32) {
    sources[descriptor] = nil
    suspend(descriptor)
  }

  /// Ignores a source's events until it is resumed; its sweeps go on.
  func suspend(_ descriptor: Int32) {
    _ = clinux_epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, 0)
  }

  func resume(_ descriptor: Int32) {
    _ = clinux_epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, clinux_readable)
  }

  func add(_ connection: Connection) {
    connections[connection.descriptor] = connection
    _ = clinux_epoll_ctl(epoll, EPOLL_CTL_ADD, connection.descriptor, clinux_connection_edges)
  }

  /// Makes what a connection is ready for an edge of the next turn, after the others' turn.
  func tellAgain(_ connection: Connection) {
    _ = clinux_epoll_ctl(
      epoll, EPOLL_CTL_MOD, connection.descriptor, clinux_connection_edges)
  }

  func remove(_ connection: Connection) { connections[connection.descriptor] = nil }

  /// The open connections, for closing those of one listener.
  func connections(of listener: ListenerID) -> [Connection] {
    connections.values.filter { $0.listener == listener }
  }

  // MARK: Deadlines

  /// Deadlines are coarse: they are looked at this often, in milliseconds.
  private static let sweepInterval: Int64 = 250
  private static let finishingInterval: Int64 = 10

  private func sweepDelay() -> Int64 {
    if !finishing.isEmpty { return Self.finishingInterval }
    if connections.isEmpty, sources.count <= 1, regulars.isEmpty { return -1 }
    let sweep = max(0, min(nextSweep - now, Self.sweepInterval))
    return timers.next.map { min(sweep, max(0, $0 - now)) } ?? sweep
  }

  private func sweep() {
    nextSweep = now + Self.sweepInterval
    for connection in Array(connections.values) where connection.deadline <= now {
      connection.deadlinePassed()
    }
    for source in Array(sources.values) { source.sweep(on: self) }
    regulars.removeAll { !$0() }
  }

  /// Wakes a connection once, after so many milliseconds and not before: a further one makes up for
  /// what the clock has cut off.
  func wake(_ connection: Connection, after delay: Int64) -> TimerQueue.Ticket {
    timers.add(connection.descriptor, due: mailbox.clock() + delay + 1)
  }

  func giveUp(_ ticket: TimerQueue.Ticket) { timers.giveUp(ticket) }

  private func wakeTimers() {
    while let ticket = timers.take(at: now) { connections[ticket.descriptor]?.wake(ticket) }
  }

  /// Calls `job` with every sweep until it gives false.
  func regularly(_ job: @escaping () -> Bool) { regulars.append(job) }

  /// Calls `done` when no connection of the listener is left; cuts those that are at `limit`.
  func finish(_ listener: ListenerID, before limit: Int64, done: @escaping () -> Void) {
    finishing.append(Finishing(listener: listener, limit: limit, done: done))
  }

  private func checkFinishing() {
    guard !finishing.isEmpty else { return }
    var left: [Finishing] = []
    for entry in finishing {
      let open = connections(of: entry.listener)
      if open.isEmpty {
        entry.done()
      } else if now >= entry.limit {
        for connection in open { connection.close() }
        entry.done()
      } else {
        left.append(entry)
      }
    }
    finishing = left
  }
}

/// Something with a descriptor that a loop watches beside connections.
protocol EventSource: AnyObject {
  func ready(on loop: EventLoop)
  func sweep(on loop: EventLoop)
}

extension EventSource {
  func sweep(on loop: EventLoop) {}
}
