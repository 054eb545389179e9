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

  /// Sends a request exactly as it is and reads one answer.
  ///
  /// A kept connection that the server has closed meanwhile is replaced and the request sent again:
  /// not a byte of an answer had come.
  ///
  /// - Throws: ``HTTPClientError``
  public func exchange(_ request: HTTPRequest) throws(HTTPClientError) -> HTTPResponse {
    if let socket = kept {
      kept = nil
      do throws(HTTPClientError) {
        return try exchange(request, over: socket)
      } catch {
        guard case .closed = error else { throw error }
      }
    }
    return try exchange(request, over: try ClientSocket(to: url, timeout: timeout))
  }

  private func exchange(
    _ request: HTTPRequest, over socket: ClientSocket
  ) throws(HTTPClientError) -> HTTPResponse {
    try socket.send(HTTPWriter.bytes(of: request))
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
