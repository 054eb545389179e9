/// Writes messages in HTTP/1.1 wire form (RFC 9112).
public enum HTTPWriter {
  /// Appends an answer, head and body in one piece.
  ///
  /// - Parameters:
  ///   - dateLine: the whole `Date` line with its CRLF, which the server caches for a second.
  ///   - isHead: the request was HEAD: the length is told, the body is not sent.
  ///   - connection: `close`, `keep-alive` (to an HTTP/1.0 client that asked for it), or nothing.
  public static func write(
    _ response: HTTPResponse, dateLine: [UInt8], isHead: Bool, connection: Connection,
    to output: inout [UInt8]
  ) {
    writeHead(
      of: response, dateLine: dateLine, isHead: isHead, connection: connection,
      framing: .length(response.body.count), to: &output)
    if !isHead, response.status.allowsBody { output.append(contentsOf: response.body) }
  }

  /// How an answer's head says where its body ends.
  public enum Framing: Sendable {
    /// Behind so many bytes.
    case length(Int)
    case chunked
    /// Where the connection ends.
    case close
  }

  /// Appends the head of an answer, with a framing that need not be its body's.
  @inline(__always)
  public static func writeHead(
    of response: HTTPResponse, dateLine: [UInt8], isHead: Bool, connection: Connection,
    framing: Framing, to output: inout [UInt8]
  ) {
    if let reason = response.reason {
      append("HTTP/1.1 ", to: &output)
      append(response.status.code, to: &output)
      append(" ", to: &output)
      // No line of its own may come of it.
      output.append(contentsOf: reason.utf8.map { $0 < 0x20 || $0 == 0x7F ? ASCII.space : $0 })
      append("\r\n", to: &output)
    } else if response.status == .ok {
      append("HTTP/1.1 200 OK\r\n", to: &output)
    } else {
      append("HTTP/1.1 ", to: &output)
      append(response.status.code, to: &output)
      append(" ", to: &output)
      append(response.status.reason, to: &output)
      append("\r\n", to: &output)
    }
    output.append(contentsOf: dateLine)
    output.append(contentsOf: response.fields.wireForm)
    // To HEAD, a field may tell the length of a body that is not here.
    if response.status.allowsBody, !(isHead && response.fields.value(.contentLength) != nil) {
      switch framing {
      case .length(let count):
        append("Content-Length: ", to: &output)
        append(count, to: &output)
        append("\r\n", to: &output)
      case .chunked: append("Transfer-Encoding: chunked\r\n", to: &output)
      case .close: break
      }
    }
    switch connection {
    case .implied: break
    case .close: append("Connection: close\r\n", to: &output)
    case .keepAlive: append("Connection: keep-alive\r\n", to: &output)
    }
    append("\r\n", to: &output)
  }

  /// What the answer's `Connection` line says.
  public enum Connection: Sendable {
    case implied
    case close
    case keepAlive
  }

  /// The interim answer to `Expect: 100-continue`.
  public static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  /// A request in wire form, with exactly the field lines given: nothing is added but the length of
  /// a body when no line tells it.
  public static func bytes(of request: HTTPRequest) -> [UInt8] { head(of: request) + request.body }

  /// The part of ``bytes(of:)`` before the body.
  public static func head(of request: HTTPRequest) -> [UInt8] {
    var output = Array(request.method.name.utf8)
    output.append(ASCII.space)
    output.append(contentsOf: request.target.raw)
    append(request.version == .http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n", to: &output)
    output.append(contentsOf: request.fields.wireForm)
    if !request.body.isEmpty, request.fields.value(.contentLength) == nil,
      request.fields.value(.transferEncoding) == nil
    {
      append("Content-Length: ", to: &output)
      append(request.body.count, to: &output)
      append("\r\n", to: &output)
    }
    append("\r\n", to: &output)
    return output
  }

  private static func append(_ text: StaticString, to output: inout [UInt8]) {
    output.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private static func append(_ value: Int, to output: inout [UInt8]) {
    var divisor = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      output.append(0x30 + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }
}
