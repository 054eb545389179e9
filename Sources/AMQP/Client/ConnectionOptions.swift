/// How a client connection behaves.
public struct ConnectionOptions: Sendable {
  /// What the client tells about itself, `capabilities` aside.
  public var clientProperties: FieldTable
  /// The most channels that are wanted; 0 for as many as the broker allows.
  public var channelMax: UInt16
  /// The largest frame in bytes; 0 for as large as the broker allows.
  public var frameMax: UInt32
  /// How often each side must be heard; nil for what the broker wants, 0 for never.
  public var heartbeat: UInt16?
  /// For the way to the broker alone.
  public var connectTimeout: Duration
  /// For the whole handshake.
  public var handshakeTimeout: Duration
  /// For the answer to a close.
  public var closeTimeout: Duration
  /// Called when the broker stops taking messages, with its reason, and with nil when it goes on. Runs on
  /// the connection's thread: it must be quick.
  public var onBlocked: @Sendable (_ reason: String?) -> Void

  public init(
    clientProperties: FieldTable = ["product": .text("Understudy")], channelMax: UInt16 = 0,
    frameMax: UInt32 = 131_072, heartbeat: UInt16? = nil, connectTimeout: Duration = .seconds(5),
    handshakeTimeout: Duration = .seconds(15), closeTimeout: Duration = .seconds(15),
    onBlocked: @escaping @Sendable (_ reason: String?) -> Void = { _ in }
  ) {
    self.clientProperties = clientProperties
    self.channelMax = channelMax
    self.frameMax = frameMax
    self.heartbeat = heartbeat
    self.connectTimeout = connectTimeout
    self.handshakeTimeout = handshakeTimeout
    self.closeTimeout = closeTimeout
    self.onBlocked = onBlocked
  }

  /// What RabbitMQ has to know to use its extensions.
  static let capabilities: FieldTable = [
    "publisher_confirms": .bool(true),
    "basic.nack": .bool(true),
    "consumer_cancel_notify": .bool(true),
    "connection.blocked": .bool(true),
    "authentication_failure_close": .bool(true),
  ]
}
