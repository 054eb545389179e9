public import HTTPTransport
public import JSON

/// Why a call gave nothing. `call` is the request: `GET http://…/jobs/99`.
public enum WorkqueueError: Error, Sendable, Equatable {
  /// The service answered with a status other than 200 and 201. `message` is what its page says in
  /// words, without markup; nil when it says nothing.
  case refused(status: Int, message: String?, call: String)
  /// The answer was not complete in time.
  case timedOut(after: Duration, call: String)
  /// There was no answer.
  case transport(TransportError, call: String)
  /// The answer isn't what the workqueue's documentation and the reference service lead to expect.
  /// `path` says where in it.
  case decoding(path: JSONPointer, reason: String, call: String)
}

extension WorkqueueError {
  /// The status of a refusal.
  public var status: Int? {
    guard case .refused(let status, _, _) = self else { return nil }
    return status
  }
}

extension WorkqueueError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .refused(let status, let message, let call):
      "\(call): refused with \(status)" + (message.map { ": \($0)" } ?? ", without a word why")
    case .timedOut(let limit, let call): "\(call): no complete answer within \(limit)"
    case .transport(let error, let call): "\(call): \(error)"
    case .decoding(let path, let reason, let call):
      path.steps.isEmpty
        ? "\(call): the answer can't be read: \(reason)"
        : "\(call): the answer can't be read at \(path): \(reason)"
    }
  }
}
