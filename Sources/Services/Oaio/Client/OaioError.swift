public import HTTPTransport
public import JSON

/// Why something did not happen. `call` is the request: `POST http://…/api/register/`. No text holds
/// a password.
public enum OaioError: Error, Sendable, Equatable {
  /// What was asked makes no sense; nothing was sent or changed.
  case badArgument(String)
  /// A server answered with a status of 300 or more. `message` is its reason, nil when it gives none.
  case refused(status: Int, message: String?, call: String)
  case timedOut(after: Duration, call: String)
  /// There was no answer: the client is offline.
  case transport(TransportError, call: String)
  /// An answer isn't what oaio leads to expect. `path` says where in it.
  case decoding(path: JSONPointer, reason: String, call: String)
  /// The server's time and this machine's are further apart than versions can stand.
  case clocksApart(server: OaioStamp, client: OaioStamp)
  /// The storage host of an object can't be used, so its files stay where they are.
  case storage(String)
  /// A file of this machine can't be read or written.
  case file(path: String, reason: String)
}

extension OaioError {
  /// The status of a refusal.
  public var status: Int? {
    guard case .refused(let status, _, _) = self else { return nil }
    return status
  }

  /// Whether the server could not be asked at all.
  public var isOffline: Bool {
    switch self {
    case .timedOut, .transport: true
    default: false
    }
  }
}

extension OaioError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badArgument(let reason): reason
    case .refused(let status, let message, let call):
      "\(call): refused with \(status)" + (message.map { ": \($0)" } ?? ", without a word why")
    case .timedOut(let limit, let call): "\(call): no complete answer within \(limit)"
    case .transport(let error, let call): "\(call): \(error)"
    case .decoding(let path, let reason, let call):
      path.steps.isEmpty
        ? "\(call): the answer can't be read: \(reason)"
        : "\(call): the answer can't be read at \(path): \(reason)"
    case .clocksApart(let server, let client):
      "clocks are out of sync: the server's says \(server), this machine's \(client)"
    case .storage(let reason): "cloud storage: \(reason)"
    case .file(let path, let reason): "\(path): \(reason)"
    }
  }
}
