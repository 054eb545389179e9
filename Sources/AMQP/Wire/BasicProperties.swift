/// What travels beside a message's body (AMQP 0-9-1, section 1.8.1). What is nil is not sent.
public struct BasicProperties: Sendable, Equatable {
  public var contentType: String?
  public var contentEncoding: String?
  public var headers: FieldTable?
  /// 1: the message may be lost when the server stops; 2: it is kept on disk.
  public var deliveryMode: UInt8?
  public var priority: UInt8?
  public var correlationID: String?
  public var replyTo: String?
  /// Milliseconds, as text.
  public var expiration: String?
  public var messageID: String?
  /// Seconds since 1970.
  public var timestamp: UInt64?
  public var type: String?
  public var userID: String?
  public var appID: String?
  public var clusterID: String?

  public init() {}

  init(from reader: inout WireReader) throws(WireError) {
    let flags = try reader.short()
    // A further word of flags would follow; the class `basic` has none.
    guard flags & 1 == 0, flags & 2 == 0 else {
      throw WireError(.syntaxError, "the property flags name properties that there are not")
    }
    func has(_ place: UInt16) -> Bool { flags & 1 << (15 - place) != 0 }
    if has(0) { contentType = try reader.shortString() }
    if has(1) { contentEncoding = try reader.shortString() }
    if has(2) { headers = try reader.table() }
    if has(3) { deliveryMode = try reader.octet() }
    if has(4) { priority = try reader.octet() }
    if has(5) { correlationID = try reader.shortString() }
    if has(6) { replyTo = try reader.shortString() }
    if has(7) { expiration = try reader.shortString() }
    if has(8) { messageID = try reader.shortString() }
    if has(9) { timestamp = try reader.longLong() }
    if has(10) { type = try reader.shortString() }
    if has(11) { userID = try reader.shortString() }
    if has(12) { appID = try reader.shortString() }
    if has(13) { clusterID = try reader.shortString() }
  }

  func write(to writer: inout WireWriter) {
    var flags: UInt16 = 0
    func flag(_ place: UInt16, _ isThere: Bool) { if isThere { flags |= 1 << (15 - place) } }
    flag(0, contentType != nil)
    flag(1, contentEncoding != nil)
    flag(2, headers != nil)
    flag(3, deliveryMode != nil)
    flag(4, priority != nil)
    flag(5, correlationID != nil)
    flag(6, replyTo != nil)
    flag(7, expiration != nil)
    flag(8, messageID != nil)
    flag(9, timestamp != nil)
    flag(10, type != nil)
    flag(11, userID != nil)
    flag(12, appID != nil)
    flag(13, clusterID != nil)
    writer.short(flags)
    if let contentType { writer.shortString(contentType) }
    if let contentEncoding { writer.shortString(contentEncoding) }
    if let headers { writer.table(headers) }
    if let deliveryMode { writer.octet(deliveryMode) }
    if let priority { writer.octet(priority) }
    if let correlationID { writer.shortString(correlationID) }
    if let replyTo { writer.shortString(replyTo) }
    if let expiration { writer.shortString(expiration) }
    if let messageID { writer.shortString(messageID) }
    if let timestamp { writer.longLong(timestamp) }
    if let type { writer.shortString(type) }
    if let userID { writer.shortString(userID) }
    if let appID { writer.shortString(appID) }
    if let clusterID { writer.shortString(clusterID) }
  }
}

/// The header frame of a message.
public struct ContentHeader: Sendable, Equatable {
  /// How many bytes of body follow.
  public var bodySize: UInt64
  public var properties: BasicProperties

  public init(bodySize: UInt64, properties: BasicProperties) {
    self.bodySize = bodySize
    self.properties = properties
  }
}
