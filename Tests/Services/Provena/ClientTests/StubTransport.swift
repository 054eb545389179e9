import HTTPMessage
import HTTPTransport
import JSON
import ProvenaClient
import Synchronization

/// Stands in for the data store: answers as it is told, and keeps what was asked.
final class StubTransport: HTTPTransport {
  typealias Answer = @Sendable (TransportRequest) async -> Result<HTTPResponse, TransportError>

  private let answer: Answer
  private let kept = Mutex<[(request: TransportRequest, timeout: Duration)]>([])

  init(answer: @escaping Answer) { self.answer = answer }

  /// Gives one answer to every request.
  convenience init(_ response: HTTPResponse) { self.init { _ in .success(response) } }

  convenience init(text: String, status: Int = 200) {
    self.init(.json(Array(text.utf8), status: HTTPStatus(status)))
  }

  /// Gives these answers, one after the other, then 500.
  convenience init(_ responses: [HTTPResponse]) {
    let rest = Mutex(responses[...])
    self.init { _ in
      .success(rest.withLock { $0.popFirst() } ?? HTTPResponse(status: .internalServerError))
    }
  }

  var requests: [TransportRequest] { kept.withLock { $0.map(\.request) } }
  var timeouts: [Duration] { kept.withLock { $0.map(\.timeout) } }

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    kept.withLock { $0.append((request, timeout)) }
    return try await answer(request).get()
  }

  static let config = ProvenaConfig(server: "http://stub/", realmName: "provena")

  /// A client that speaks to this.
  func client(token: String = "token") -> DatastoreClient {
    DatastoreClient(auth: FixedToken(token), config: Self.config, transport: self)
  }
}
