/// Why a request got no answer. The texts are the transport's own words.
public enum TransportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The transport can't send such a request: its URL is none, or it breaks a rule of the transport.
  case unsendable(String)
  /// The host has no address, nothing listens there, or TLS could not be agreed on.
  case cannotConnect(String)
  /// The answer was not complete in time.
  case timedOut(after: Duration)
  /// The connection broke before the answer was complete.
  case broken(String)
  /// What came is no HTTP.
  case notHTTP(String)
  /// The task that waited for the answer was cancelled.
  case cancelled

  public var description: String {
    switch self {
    case .unsendable(let reason): "the request can't be sent: \(reason)"
    case .cannotConnect(let reason): "cannot connect: \(reason)"
    case .timedOut(let limit): "no complete answer within \(limit)"
    case .broken(let reason): "the connection broke: \(reason)"
    case .notHTTP(let reason): "the answer is no HTTP: \(reason)"
    case .cancelled: "cancelled"
    }
  }
}
