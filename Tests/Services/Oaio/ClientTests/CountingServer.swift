import HTTPMessage
import HTTPTransport
import Synchronization

/// A server that can't be reached; counts who tries.
final class CountingServer: HTTPTransport {
  private let asked = Atomic<Int>(0)

  var count: Int { asked.load(ordering: .relaxed) }

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    asked.add(1, ordering: .relaxed)
    throw .cannotConnect("nobody is there")
  }
}
