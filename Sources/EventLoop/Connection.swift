import CLinux
import Glibc

/// What a protocol does with a connection. All calls come on the connection's loop.
public protocol ConnectionHandler: AnyObject {
  /// The connection has just been accepted.
  func opened(_ connection: Connection)
  /// Bytes came. They are the loop's and valid only during the call.
  func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection)
  /// Everything written has left, after a time when it could not or when the handler paused.
  func drained(_ connection: Connection)
  /// The deadline that the handler set has passed.
  func deadlinePassed(on connection: Connection)
  /// The time has come that ``Connection/wake(after:)`` was told.
  func woken(on connection: Connection)
  /// The server stops: finish what is begun, then close.
  func stopping(_ connection: Connection)
  /// The connection has ended, whoever ended it; nothing can be read or sent any more.
  func closed(_ connection: Connection)
}

extension ConnectionHandler {
  public func closed(_ connection: Connection) {}
}

extension ConnectionHandler {
  public func woken(on connection: Connection) {}
}

/// One accepted connection: what comes is handed to its handler, what is written leaves in one send
/// per turn.
public final class Connection {
  public let peer: SocketAddress?
  /// Bytes to send; the loop sends them when the handler returns.
  public var output: [UInt8] = []
  /// When ``ConnectionHandler/deadlinePassed(on:)`` is called, in ``EventLoop/now``'s time.
  public var deadline = Int64.max
  /// While set, nothing is read, so that a peer which doesn't read answers can't fill memory.
  public var isPaused = false
  /// While set, nothing is read until ``Reference/resume(_:)``: what the handler waits for is not on
  /// this connection.
  public var isHeld = false
  /// While set with ``isHeld``, a peer that sends no more is taken for one that has gone.
  public var isHeldForPeer = false
  private var timer: TimerQueue.Ticket?
  let descriptor: Int32
  let listener: ListenerID
  /// Outlives its connections: it closes them before it goes.
  private unowned(unsafe) let loop: EventLoop
  private let handler: any ConnectionHandler
  private var sent = 0
  /// The kernel has told that the peer sends no more, or that the connection is broken.
  private var inputEnds = false
  private var phase = Phase.open

  private enum Phase {
    case open
    /// Close once the output has left.
    case closing
    /// The output has left and our side is shut; what still comes is thrown away, so that the peer
    /// reads our last answer instead of a reset.
    case lingering
    case closed
  }

  /// How long a peer may take to read a further part of the last answer, and then to close, in
  /// milliseconds.
  private static let lingerTime: Int64 = 2_000
  private static let keptCapacity = 64 * 1024

  init(
    descriptor: Int32, peer: SocketAddress?, listener: ListenerID, loop: EventLoop,
    handler: any ConnectionHandler
  ) {
    self.descriptor = descriptor
    self.peer = peer
    self.listener = listener
    self.loop = loop
    self.handler = handler
  }

  public var now: Int64 { loop.now }
  /// For other threads. Costs an allocation only where it is sent to one.
  public var reference: Reference { Reference(self, loop.mailbox) }
  public var isOpen: Bool { phase == .open }
  /// Bytes written that have not left yet.
  public var pendingOutput: Int { output.count - sent }

  /// Closes when all output has left.
  public func closeAfterOutput() {
    if phase == .open { phase = .closing }
  }

  /// Closes at once; what has not left is lost.
  public func close() {
    guard phase != .closed else { return }
    phase = .closed
    sleepNoMore()
    loop.remove(self)
    Glibc.close(descriptor)
    handler.closed(self)
  }

  /// Closes at once and lets the peer's reads and writes fail (RST), after a try to send what is
  /// written.
  public func reset() {
    flush()
    guard phase != .closed else { return }
    var hard = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<Glibc.linger>.size))
    close()
  }

  // MARK: Waiting

  /// Calls ``ConnectionHandler/woken(on:)`` once, not before so many milliseconds have passed.
  /// Replaces what was told before.
  public func wake(after milliseconds: Int64) {
    sleepNoMore()
    if phase == .open { timer = loop.wake(self, after: milliseconds) }
  }

  private func sleepNoMore() {
    if let timer { loop.giveUp(timer) }
    timer = nil
  }

  /// A timer has run out, which may have been set for an earlier connection of this number.
  func wake(_ ticket: TimerQueue.Ticket) {
    guard ticket == timer else { return }
    timer = nil
    guard phase == .open else { return }
    handler.woken(on: self)
    flush()
    receive()
  }

  // MARK: Events

  func opened() {
    handler.opened(self)
    flush()
  }

  /// Takes an edge: what is ready is dealt with to the end, because it is not told again.
  func ready(_ events: UInt32) {
    if events & clinux_writable != 0, pendingOutput > 0 || isPaused {
      flush()
      if phase == .open, pendingOutput == 0 { drained() }
    }
    if events & (clinux_peer_closed | clinux_failed) != 0 { inputEnds = true }
    // Nobody is there any more to take what is being waited for.
    if isHeld, events & clinux_failed != 0 || (isHeldForPeer && inputEnds) { return close() }
    if events & (clinux_readable | clinux_peer_closed | clinux_failed) != 0 { receive() }
  }

  private func drained() {
    handler.drained(self)
    flush()
    receive()
  }

  private func receive() {
    while phase == .lingering || (phase == .open && !isPaused && !isHeld) {
      let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
      if count > 0 {
        if phase == .open {
          handler.received(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]), on: self)
        }
        // A short read has emptied the socket, unless the peer's end stands behind it.
        if count < loop.scratch.count, !inputEnds { break }
      } else if count == 0 {
        endOfInput()
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        return close()
      }
    }
    flush()
    if phase == .open, isHeld, isHeldForPeer, inputEnds { return close() }
    // What was written to a paused connection may have left at once, with no edge to come of it.
    if phase == .open, isPaused, pendingOutput == 0 { loop.tellAgain(self) }
  }

  /// The peer sends no more. Answers on their way still go out.
  private func endOfInput() {
    if phase == .lingering || pendingOutput == 0 { close() } else { closeAfterOutput() }
  }

  func deadlinePassed() {
    switch phase {
    case .open:
      handler.deadlinePassed(on: self)
      flush()
    case .closing, .lingering: close()
    case .closed: break
    }
  }

  func stopping() {
    guard phase == .open else { return }
    handler.stopping(self)
    flush()
  }

  /// Goes on after a hold.
  fileprivate func resume(_ job: (any ConnectionHandler) -> Void) {
    guard phase == .open else { return }
    isHeld = false
    job(handler)
    flush()
    receive()
  }

  // MARK: Sending

  private func flush() {
    guard phase == .open || phase == .closing else { return }
    let sentBefore = sent
    while sent < output.count {
      let count = output.withUnsafeBytes { bytes in
        send(
          descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        if phase == .closing {
          let limit = now + Self.lingerTime
          deadline = sent > sentBefore ? limit : min(deadline, limit)
        }
        return
      } else if errno != EINTR {
        return close()
      }
    }
    output.removeAll(keepingCapacity: output.capacity <= Self.keptCapacity)
    sent = 0
    if phase == .closing { linger() }
  }

  private func linger() {
    phase = .lingering
    deadline = now + Self.lingerTime
    shutdown(descriptor, Int32(SHUT_WR))
    receive()
  }
}

extension Connection {
  /// A connection as other threads may hold it: they can do nothing with it but send work to its loop.
  public struct Reference: @unchecked Sendable {
    private let connection: Connection
    private let mailbox: Mailbox

    init(_ connection: Connection, _ mailbox: Mailbox) {
      self.connection = connection
      self.mailbox = mailbox
    }

    /// Ends the connection's hold and calls `job` with its handler, on its loop; does nothing when
    /// the connection is no longer open.
    public func resume(_ job: @escaping @Sendable (any ConnectionHandler, Connection) -> Void) {
      mailbox.post { _ in
        connection.resume { handler in job(handler, connection) }
      }
    }
  }
}
