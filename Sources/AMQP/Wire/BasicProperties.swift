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
    let isThere = [
      contentType != nil, contentEncoding != nil, headers != nil, deliveryMode != nil,
      priority != nil, correlationID != nil, replyTo != nil, expiration != nil, messageID != nil,
      timestamp != nil, type != nil, userID != nil, appID != nil, clusterID != nil,
    ]
    var flags: UInt16 = 0
    for (place, flag) in isThere.enumerated() where flag { flags |= 1 << UInt16(15 - place) }
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
