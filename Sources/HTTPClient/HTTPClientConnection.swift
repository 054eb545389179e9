public import HTTPMessage

/// A connection that is kept from one request to the next, as far as both sides allow.
public final class HTTPClientConnection {
  public let url: HTTPURL
  /// For connecting, and for each wait for bytes, in milliseconds.
  public let timeout: Int
  private var kept: ClientSocket?

  public init(_ url: HTTPURL, timeout: Int = 10_000) {
    self.url = url
    self.timeout = timeout
  }

  /// A request that was sent and whose answer is still to be read.
  public struct Begun {
    fileprivate let request: HTTPRequest
    fileprivate let socket: ClientSocket
    fileprivate let isKept: Bool
  }

  /// Sends a request exactly as it is and reads one answer.
  ///
  /// A kept connection that the server has closed meanwhile is replaced and the request sent again:
  /// not a byte of an answer had come.
  ///
  /// - Throws: ``HTTPClientError``
  public func exchange(_ request: HTTPRequest) throws(HTTPClientError) -> HTTPResponse {
    try finish(try begin(request))
  }

  /// Sends a request, so that its sender can do something else until the answer is there.
  ///
  /// - Throws: ``HTTPClientError``
  public func begin(_ request: HTTPRequest) throws(HTTPClientError) -> Begun {
    let socket = kept
    kept = nil
    if let socket {
      try socket.send(HTTPWriter.bytes(of: request))
      return Begun(request: request, socket: socket, isKept: true)
    }
    return try beginAnew(request)
  }

  private func beginAnew(_ request: HTTPRequest) throws(HTTPClientError) -> Begun {
    let socket = try ClientSocket(to: url, timeout: timeout)
    try socket.send(HTTPWriter.bytes(of: request))
    return Begun(request: request, socket: socket, isKept: false)
  }

  /// Reads the answer to a request that was begun, as ``exchange(_:)`` does.
  ///
  /// - Throws: ``HTTPClientError``
  public func finish(_ begun: Begun) throws(HTTPClientError) -> HTTPResponse {
    do throws(HTTPClientError) {
      return try answer(to: begun.request, from: begun.socket)
    } catch {
      guard begun.isKept, case .closed = error else { throw error }
    }
    let again = try beginAnew(begun.request)
    return try answer(to: again.request, from: again.socket)
  }

  private func answer(
    to request: HTTPRequest, from socket: ClientSocket
  ) throws(HTTPClientError) -> HTTPResponse {
    var parser = HTTPResponseParser(isHead: request.method == .head)
    while true {
      do throws(HTTPParseError) {
        if let response = try parser.next() {
          if request.keepsAlive, response.keepsAlive, !parser.hasBegun { kept = socket }
          return response
        }
      } catch {
        throw .notHTTP(url, error.reason)
      }
      let bytes = try receive(from: socket, begun: parser.hasBegun)
      if bytes.isEmpty { parser.endOfInput() }
      parser.append(bytes)
    }
  }

  /// A connection that ends or breaks before an answer has begun is closed; later, it is broken.
  private func receive(from socket: ClientSocket, begun: Bool) throws(HTTPClientError) -> [UInt8] {
    do throws(HTTPClientError) {
      let bytes = try socket.receive()
      if bytes.isEmpty, !begun { throw .closed(url) }
      return bytes
    } catch {
      if case .broken = error, !begun { throw .closed(url) }
      throw error
    }
  }
}

extension HTTPResponse {
  /// Whether the connection stays usable behind this answer: it has an end of its own, and the server
  /// does not say that it closes.
  fileprivate var keepsAlive: Bool {
    let isFramed =
      !status.allowsBody || fields.value(.contentLength) != nil
      || fields.value(.transferEncoding) != nil
    return isFramed && !fields.list(.connection).contains("close")
  }
}
