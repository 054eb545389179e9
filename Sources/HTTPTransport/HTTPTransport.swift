public import HTTPMessage

/// What a client needs of HTTP: a request goes out, its answer comes back.
///
/// Clients of services take any transport, so that a test can stand in for the network:
///
///     struct Canned: HTTPTransport {
///       func send(
///         _ request: TransportRequest, timeout: Duration
///       ) async throws(TransportError) -> HTTPResponse { .json(Array("[]".utf8)) }
///     }
public protocol HTTPTransport: Sendable {
  /// Sends a request and waits for the whole answer, whatever its status.
  ///
  /// - Parameter timeout: for the whole exchange, from connecting to the answer's last byte.
  /// - Throws: ``TransportError`` when there is no answer. Cancelling the task that waits ends the
  ///   exchange with ``TransportError/cancelled``.
  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse
}

/// A request as a client puts it together. The transport adds what the wire needs: `Host`,
/// `Content-Length`, and fields of its own.
public struct TransportRequest: Sendable {
  public var method: HTTPMethod
  /// Absolute, percent-encoded where needed: `http://127.0.0.1:5446/workqueue/api/v1.0/jobs`.
  public var url: String
  public var fields: HTTPFields
  /// Nil sends no body at all, which is not the same as an empty one.
  public var body: [UInt8]?

  public init(method: HTTPMethod, url: String, fields: HTTPFields = [:], body: [UInt8]? = nil) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
  }
}
