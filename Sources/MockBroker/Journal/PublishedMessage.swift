/// What became of a message.
public enum MessageOutcome: Sendable, Equatable {
  /// It is in these queues.
  case routed([String])
  /// It led nowhere and came back to its publisher.
  case returned
  /// It led nowhere and was let go.
  case dropped
  /// One of these queues was full and refused it.
  case nacked([String])
}

/// A message with what a broker knows of its publishing.
public struct PublishedMessage: Sendable {
  public let message: Message
  public let isMandatory: Bool
  public let outcome: MessageOutcome
  public let virtualHost: String
  public let user: String
  /// The publisher's address.
  public let peer: String

  public init(
    message: Message, isMandatory: Bool, outcome: MessageOutcome, virtualHost: String, user: String,
    peer: String
  ) {
    self.message = message
    self.isMandatory = isMandatory
    self.outcome = outcome
    self.virtualHost = virtualHost
    self.user = user
    self.peer = peer
  }
}
