public import AMQP

/// Why a call of a ``Connector`` did nothing, or messages did not arrive.
public enum PIDError: Error, Sendable, Equatable {
  /// An argument is missing or makes no sense; Python: `ArgumentError`.
  case argument(String)
  /// A message before ``Connector/startMessaging()``; Python: `OperationNotAllowed`.
  case notStarted
  /// A message after the messaging was finished; Python: `OperationNotAllowed`.
  case finished
  /// The messaging is started only once; Python: `RuntimeError`.
  case alreadyStarted
  /// A publication needs a file at least.
  case noFileAdded
  /// A file for a publication that was finished.
  case tooLateForFiles
  /// A publication is finished only once.
  case alreadyPublished
  /// The handle of a file does not begin with the connector's prefix; Python: `ESGFException`.
  case wrongPrefix(handle: String, expected: String)
  /// The given handle of a dataset is not that of its id and version; Python: `ValueError`.
  case handleMismatch(given: String, computed: String)
  /// All hosts were tried as often as they are; no messages are sent any more. The Python client writes
  /// this to its log, and drops what is sent later without a word.
  case gaveUp(rounds: Int, [HostProblem])
  /// The messaging has finished, but not all messages are with the broker. The Python client says that
  /// they are.
  case undelivered([Undelivered])
}

/// What went wrong with one host.
public struct HostProblem: Sendable, Equatable, CustomStringConvertible {
  public let host: String
  public let error: ConnectionError

  public var description: String { "\(error)" }
}

/// A message that no queue has, as far as is known.
public struct Undelivered: Sendable, Equatable, CustomStringConvertible {
  public enum Reason: Sendable, Equatable {
    /// A nack: the broker could not take it.
    case refused
    /// It came back, and with the emergency key again.
    case unroutable
    /// It was not sent, or sent without being confirmed while there was time; it may be in a queue.
    case unconfirmed
  }

  public let message: PIDMessage
  public let reason: Reason

  public init(message: PIDMessage, reason: Reason) {
    self.message = message
    self.reason = reason
  }

  public var description: String {
    let what =
      switch reason {
      case .refused: "refused by the broker (nack)"
      case .unroutable: "unroutable, also with the key \(RoutingKey.emergency)"
      case .unconfirmed: "not confirmed"
      }
    return "\(message.routingKey) number \(message.number): \(what)"
  }
}

extension PIDError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .argument(let reason): reason
    case .notStarted:
      "Cannot send: the messaging is not started. Call startMessaging() before, and "
        + "finishMessaging() behind"
    case .finished: "Accepting no more messages: the messaging was finished"
    case .alreadyStarted: "The messaging can be started only once; make another connector"
    case .noFileAdded: "No file added yet; a publication needs one at least"
    case .tooLateForFiles: "Too late to add files: the publication was finished"
    case .alreadyPublished: "The publication was already done"
    case .wrongPrefix(let handle, let expected):
      "The file handle \(handle) does not have the expected prefix: \(expected) is expected"
    case .handleMismatch(let given, let computed):
      "Given handle not the same as computed handle. Given: \(given), computed: \(computed)"
    case .gaveUp(let rounds, let problems):
      "Failed to connect, tried all hosts \(rounds) times. No messages are sent any more."
        + problems.map { "\n- \($0)" }.joined()
    case .undelivered(let messages):
      "\(messages.count) \(messages.count == 1 ? "message is" : "messages are") not delivered:"
        + messages.map { "\n- \($0)" }.joined()
    }
  }
}
