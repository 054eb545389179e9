public import HTTPMessage

/// A client that sends a request byte for byte as told and waits for the answer.
///
/// Blocking, for tools and tests; each call opens a connection of its own.
public struct HTTPClient: Sendable {
  public let url: HTTPURL
  /// For connecting, and for each wait for bytes, in milliseconds.
  public var timeout: Int

  public init(_ url: HTTPURL, timeout: Int = 10_000) {
    self.url = url
    self.timeout = timeout
  }

  /// Sends a request; adds `Host` and `Connection: close` where the fields don't name them.
  ///
  /// - Throws: ``HTTPClientError``
  public func send(
    _ method: HTTPMethod, _ target: String, fields: HTTPFields = [:], body: [UInt8] = []
  ) throws(HTTPClientError) -> HTTPResponse {
    var all = HTTPFields()
    if fields.value(.host) == nil { all.append(.host, url.authority) }
    for (name, value) in fields { all.append(name, value) }
    if fields.value(.connection) == nil { all.append(.connection, "close") }
    let request = HTTPRequest(method: method, target: url.path + target, fields: all, body: body)
    return try exchange(request)
  }

  /// Sends a request exactly as it is and reads one answer.
  ///
  /// - Throws: ``HTTPClientError``
  public func exchange(_ request: HTTPRequest) throws(HTTPClientError) -> HTTPResponse {
    try HTTPClientConnection(url, timeout: timeout).exchange(request)
  }
}

/// Why there is no answer.
public enum HTTPClientError: Error, Sendable, CustomStringConvertible {
  /// The host's name has no address.
  case unknownHost(String)
  /// Nothing could be connected to; the reason in words.
  case cannotConnect(HTTPURL, String)
  /// Nothing came in time; `waitingFor` says what.
  case timedOut(HTTPURL, waitingFor: String)
  /// The connection broke.
  case broken(HTTPURL, String)
  /// The connection was closed without an answer.
  case closed(HTTPURL)
  /// What came is no HTTP.
  case notHTTP(HTTPURL, String)

  public var description: String {
    switch self {
    case .unknownHost(let host): "the host name \(host) has no address"
    case .cannotConnect(let url, let reason): "cannot connect to \(url): \(reason)"
    case .timedOut(let url, let what): "\(url): no \(what) in time"
    case .broken(let url, let reason): "the connection to \(url) broke: \(reason)"
    case .closed(let url): "\(url) closed the connection without an answer"
    case .notHTTP(let url, let reason): "\(url) does not speak HTTP/1.1: \(reason)"
    }
  }
}
