import EventLoop

/// Speaks AMQP 0-9-1 on one connection: moves bytes between it and its session, and keeps its time.
final class BrokerConnection: ConnectionHandler {
  private let broker: Broker
  private var session: BrokerSession?
  /// Milliseconds between a client's signs of life, of which two may fail; 0 for no matter.
  private var heartbeat: Int64 = 0
  private var isRunning = false
  private var dropsHeartbeats = false
  private var lastReceived: Int64 = 0
  private var lastSent: Int64 = 0
  private var due = Int64.max

  /// From the first byte to an open connection, in milliseconds.
  private static let handshakeTime: Int64 = 10_000
  /// Bytes that wait to be read by the client; beyond it nothing more is taken from it.
  private static let outputHighWater = 1024 * 1024
  private static let heartbeatFrame: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 0xCE]

  init(_ broker: Broker) { self.broker = broker }

  func opened(_ connection: Connection) {
    let reference = connection.reference
    session = broker.open(peer: connection.peer.map { "\($0)" } ?? "") {
      reference.resume { handler, connection in
        (handler as? BrokerConnection)?.collect(on: connection)
      }
    }
    lastReceived = connection.now
    lastSent = connection.now
    setDeadline(on: connection)
  }

  func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) {
    lastReceived = connection.now
    let output = session?.received(
      bytes, now: connection.now, unsent: connection.pendingOutput)
    if let output { apply(output, to: connection) }
  }

  /// Comes for what other sessions have brought about.
  private func collect(on connection: Connection) {
    let output = session?.collect(now: connection.now, unsent: connection.pendingOutput)
    if let output { apply(output, to: connection) }
  }

  func drained(_ connection: Connection) {
    connection.isPaused = false
    collect(on: connection)
  }

  private func apply(_ output: SessionOutput, to connection: Connection) {
    if output.ending == .cut { return connection.close() }
    if !output.bytes.isEmpty {
      lastSent = connection.now
      if connection.output.isEmpty {
        connection.output = output.bytes
      } else {
        connection.output += output.bytes
      }
    }
    if output.ending != nil { return connection.closeAfterOutput() }
    if let seconds = output.heartbeat {
      heartbeat = Int64(seconds) * 1_000
      isRunning = true
    }
    dropsHeartbeats = output.dropsHeartbeats
    due = output.due ?? .max
    // A client that is not read can give no sign of life.
    if connection.isHeld { lastReceived = connection.now }
    connection.isHeld = output.isHeld
    connection.isPaused = connection.pendingOutput >= Self.outputHighWater
    setDeadline(on: connection)
  }

  private func setDeadline(on connection: Connection) {
    guard isRunning else { return connection.deadline = lastReceived + Self.handshakeTime }
    connection.deadline = due
    guard heartbeat > 0 else { return }
    if !dropsHeartbeats { connection.deadline = min(due, lastSent + heartbeat / 2) }
    if !isSilenceAllowed(on: connection) {
      connection.deadline = min(connection.deadline, lastReceived + 2 * heartbeat)
    }
  }

  private func isSilenceAllowed(on connection: Connection) -> Bool {
    heartbeat == 0 || connection.isHeld || connection.isPaused
  }

  func deadlinePassed(on connection: Connection) {
    let now = connection.now
    if !isRunning { return connection.close() }
    if !isSilenceAllowed(on: connection), now >= lastReceived + 2 * heartbeat {
      return connection.close()
    }
    if due <= now { collect(on: connection) }
    guard connection.isOpen else { return }
    if heartbeat > 0, !dropsHeartbeats, now >= lastSent + heartbeat / 2 {
      connection.output += Self.heartbeatFrame
      lastSent = now
    }
    setDeadline(on: connection)
  }

  func stopping(_ connection: Connection) {
    if let output = session?.shutDown(now: connection.now) { apply(output, to: connection) }
  }

  func closed(_ connection: Connection) {
    session?.close()
    session = nil
  }
}
