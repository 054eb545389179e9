import HTTPMessage
import HTTPTransport
import JSON
import Synchronization
import WorkqueueClient

/// Gives one answer to every request and keeps what was asked.
final class StubTransport: HTTPTransport {
  private let answer: Result<HTTPResponse, TransportError>
  private let kept = Mutex<[TransportRequest]>([])
  private let limits = Mutex<[Duration]>([])

  init(_ answer: Result<HTTPResponse, TransportError>) { self.answer = answer }

  convenience init(_ response: HTTPResponse) { self.init(.success(response)) }

  /// Answers 200 with that text.
  convenience init(json: String) { self.init(.json(Array(json.utf8))) }

  var requests: [TransportRequest] { kept.withLock { $0 } }
  var timeouts: [Duration] { limits.withLock { $0 } }

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    kept.withLock { $0.append(request) }
    limits.withLock { $0.append(timeout) }
    return try answer.get()
  }

  /// A client that speaks to this.
  func client(token: String? = nil) -> WorkqueueClient {
    WorkqueueClient(server: "http://stub", token: token, transport: self)
  }
}
