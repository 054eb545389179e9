/// What is to be done on a connection after it was served.
public struct SessionOutput: Sendable {
  public enum Ending: Sendable {
    /// Close when the bytes have left.
    case afterOutput
    /// Close at once; the bytes are not to be sent.
    case cut
  }

  public var bytes: [UInt8] = []
  public var ending: Ending?
  /// Whether nothing is to be read from now on, until the session is woken.
  public var isHeld = false
  /// The negotiated interval in seconds; 0 for none, nil until it is known.
  public var heartbeat: Int?
  /// A fault: no heartbeats are to be sent.
  public var dropsHeartbeats = false
  /// When the session is to be served although nothing has come, in the connection's time.
  public var due: Int64?
}

/// Names a connection of a broker.
public struct SessionID: Sendable, Hashable {
  let number: Int
}
