import CLinux
import Glibc

/// What a protocol does with a connection. All calls come on the connection's loop.
public protocol ConnectionHandler: AnyObject {
  /// The connection has just been accepted.
  func opened(_ connection: Connection)
  /// Bytes came. They are the loop's and valid only during the call.
  func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection)
  /// Everything written has left, after a time when it could not.
  func drained(_ connection: Connection)
  /// The deadline that the handler set has passed.
  func deadlinePassed(on connection: Connection)
  /// The server stops: finish what is begun, then close.
  func stopping(_ connection: Connection)
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
  let descriptor: Int32
  let listener: ListenerID
  private unowned let loop: EventLoop
  private let handler: any ConnectionHandler
  private var sent = 0
  private var watched = clinux_readable
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

  /// How long a peer may take to read the last answer and to close, in milliseconds.
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
    loop.remove(self)
    Glibc.close(descriptor)
  }

  // MARK: Events

  func opened() {
    handler.opened(self)
    flush()
  }

  func ready(_ events: UInt32) {
    if events & clinux_writable != 0 {
      flush()
      if phase == .open, pendingOutput == 0 {
        handler.drained(self)
        flush()
      }
    }
    if events & (clinux_readable | clinux_failed) != 0 { receive() }
  }

  private func receive() {
    guard phase != .closed, !isPaused || phase == .lingering else { return }
    let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
    if count > 0 {
      guard phase == .open else { return }
      handler.received(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]), on: self)
      flush()
    } else if count == 0 {
      endOfInput()
    } else if errno != EAGAIN, errno != EINTR {
      close()
    }
  }

  /// The peer sends no more. Answers on their way still go out.
  private func endOfInput() {
    if phase == .lingering || pendingOutput == 0 { return close() }
    phase = .closing
    isPaused = true
    updateEvents()
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

  // MARK: Sending

  private func flush() {
    guard phase != .closed, phase != .lingering else { return }
    while sent < output.count {
      let count = output.withUnsafeBytes { bytes in
        send(
          descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        return close()
      }
    }
    if sent == output.count {
      output.removeAll(keepingCapacity: output.capacity <= Self.keptCapacity)
      sent = 0
      if phase == .closing { return linger() }
    } else if phase == .closing, deadline == .max || deadline > now + Self.lingerTime {
      deadline = now + Self.lingerTime
    }
    updateEvents()
  }

  private func linger() {
    phase = .lingering
    isPaused = false
    deadline = now + Self.lingerTime
    shutdown(descriptor, Int32(SHUT_WR))
    updateEvents()
  }

  private func updateEvents() {
    var wanted: UInt32 = 0
    if !isPaused { wanted |= clinux_readable }
    if pendingOutput > 0 { wanted |= clinux_writable }
    guard wanted != watched else { return }
    watched = wanted
    loop.change(self, events: wanted)
  }
}
