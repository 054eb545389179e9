public import HTTPMessage
public import HTTPTransport
import Synchronization
import URLSessionTransport

/// Sends requests over the network and keeps what went there and back.
public final class ListeningTransport: HTTPTransport {
  private let network = URLSessionTransport()
  private let kept = Mutex<[(request: TransportRequest, response: HTTPResponse)]>([])

  public init() {}

  public var exchanges: [(request: TransportRequest, response: HTTPResponse)] {
    kept.withLock { $0 }
  }

  public func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let response = try await network.send(request, timeout: timeout)
    kept.withLock { $0.append((request, response)) }
    return response
  }
}
