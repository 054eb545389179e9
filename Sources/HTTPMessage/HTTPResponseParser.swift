/// Reads answers off a stream of bytes: a pure state machine without sockets or time.
public struct HTTPResponseParser: Sendable {
  private enum Framing: Sendable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  private let isHead: Bool
  private var buffer: [UInt8] = []
  private var inputEnded = false

  /// - Parameter isHead: the request was HEAD, so that no body follows whatever the head says.
  public init(isHead: Bool = false) { self.isHead = isHead }

  public mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

  /// The peer sends no more: ends a body that has no other end.
  public mutating func endOfInput() { inputEnded = true }

  /// Whether bytes have come that belong to no answer yet.
  public var hasBegun: Bool { !buffer.isEmpty }

  /// The next final answer, or nil when more bytes are needed; interim answers are passed over.
  ///
  /// - Throws: ``HTTPParseError`` when the bytes are no HTTP/1 answer, or end too early.
  public mutating func next() throws(HTTPParseError) -> HTTPResponse? {
    while let (status, fields, bodyStart) = try head() {
      if (100..<200).contains(status.code) {
        buffer.removeSubrange(..<bodyStart)
        continue
      }
      guard let (body, end) = try body(from: bodyStart, framing(status, fields)) else { break }
      buffer.removeSubrange(..<end)
      return HTTPResponse(status: status, fields: fields, body: body)
    }
    if inputEnded { throw .bad("the connection ended inside an answer") }
    return nil
  }

  private func head() throws(HTTPParseError) -> (HTTPStatus, HTTPFields, Int)? {
    guard let lineEnd = buffer.firstIndex(of: ASCII.lf) else { return try waitForHead() }
    // Judged before the head has ended: what speaks another protocol may never end it.
    let status = try Self.status(buffer[...lineEnd])
    guard let end = headEnd(after: lineEnd) else { return try waitForHead() }
    let fieldLines = Array(buffer[(lineEnd + 1)..<(end - 2)])
    return (status, try HTTPFields(wireForm: fieldLines), end)
  }

  /// Behind the first empty line that follows a line that ends there.
  private func headEnd(after lineEnd: Int) -> Int? {
    var end = lineEnd
    while let next = buffer[(end + 1)...].firstIndex(of: ASCII.lf) {
      let isEmpty = next == end + 2 && buffer[end + 1] == ASCII.cr
      if isEmpty, buffer[end - 1] == ASCII.cr { return next + 1 }
      end = next
    }
    return nil
  }

  private func waitForHead<Head>() throws(HTTPParseError) -> Head? {
    guard buffer.count < 256 * 1024 else { throw .bad("a head of more than 256 KiB") }
    return nil
  }

  private static func status(_ line: ArraySlice<UInt8>) throws(HTTPParseError) -> HTTPStatus {
    let isEnded = line.suffix(2).elementsEqual([ASCII.cr, ASCII.lf])
    let text = String(decoding: line.dropLast(isEnded ? 2 : 1), as: UTF8.self)
    let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard isEnded, parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0",
      parts[1].utf8.count == 3, let code = Int(parts[1]), code >= 100
    else { throw .bad("a status line was expected, not \"\(text.prefix(80))\"") }
    return HTTPStatus(code)
  }

  private func framing(_ status: HTTPStatus, _ fields: HTTPFields) throws(HTTPParseError) -> Framing
  {
    if isHead || !status.allowsBody { return .none }
    if fields.list(.transferEncoding).last == "chunked" { return .chunked }
    guard let text = fields[.contentLength] else { return .untilClose }
    guard let length = Int(text), text.utf8.allSatisfy(ASCII.isDigit) else {
      throw .bad("Content-Length is \"\(text)\"")
    }
    return .length(length)
  }

  private func body(
    from start: Int, _ framing: Framing
  ) throws(HTTPParseError) -> (body: [UInt8], end: Int)? {
    switch framing {
    case .none: return ([], start)
    case .length(let length):
      guard buffer.count - start >= length else { return nil }
      return (Array(buffer[start..<(start + length)]), start + length)
    case .untilClose: return inputEnded ? (Array(buffer[start...]), buffer.count) : nil
    case .chunked:
      var body: [UInt8] = []
      var at = start
      while let line = line(from: at) {
        let size = try HTTPChunk.size(of: line, in: buffer)
        at = line.upperBound + 2
        if size == 0 { return trailersEnd(from: at).map { (body, $0) } }
        guard buffer.count - at >= size + 2 else { return nil }
        body.append(contentsOf: buffer[at..<(at + size)])
        at += size
        guard buffer[at] == ASCII.cr, buffer[at + 1] == ASCII.lf else {
          throw .bad("chunk data is longer than its size")
        }
        at += 2
      }
      return nil
    }
  }

  private func trailersEnd(from start: Int) -> Int? {
    var at = start
    while let line = line(from: at) {
      at = line.upperBound + 2
      if line.isEmpty { return at }
    }
    return nil
  }

  private func line(from start: Int) -> Range<Int>? {
    guard start < buffer.count, let end = buffer[start...].firstIndex(of: ASCII.lf), end > start,
      buffer[end - 1] == ASCII.cr
    else { return nil }
    return start..<(end - 1)
  }
}
