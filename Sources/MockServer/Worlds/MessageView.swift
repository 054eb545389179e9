public import JSON

/// Messages that clients published, and where they are, for the admin API.
public protocol MessageView: Sendable {
  /// The messages that a query is for, newest first, and how many they would be without its limit.
  func messages(_ query: MessageQuery) -> (forms: [JSONValue], total: Int)

  /// How many messages were forgotten for lack of room.
  var droppedMessages: Int { get }

  /// One message; nil when it is not held.
  func message(_ number: Int) -> JSONValue?

  /// Forgets the messages; what is in queues stays there.
  func clearMessages()

  /// What takes the messages: exchanges, queues, connections.
  func topology() -> JSONValue
}

/// Which messages somebody wants to see.
public struct MessageQuery: Sendable {
  public var limit: Int?
  public var since: Timestamp?
  /// Only those that break their contract, or that nobody understands.
  public var isUnmatchedOnly: Bool

  public init(limit: Int? = nil, since: Timestamp? = nil, isUnmatchedOnly: Bool = false) {
    self.limit = limit
    self.since = since
    self.isUnmatchedOnly = isUnmatchedOnly
  }
}
