import Glibc

/// Reads requests off a stream of bytes: a pure state machine without sockets or time.
///
/// Bytes go in with `append`, in pieces of any size; `next` gives what they amount to. The parser is
/// strict where leniency lets requests be smuggled: one `Host`, one `Content-Length` or
/// `Transfer-Encoding: chunked` but not both, CRLF line ends, no folded lines (RFC 9112, sections
/// 2.2, 3.2, 5.2, 6.1, 6.3, 7.1).
public struct HTTPRequestParser: Sendable {
  public enum Event: Sendable {
    /// Nothing more can be said before more bytes come.
    case needMore
    /// The head asks for `100 Continue` before its body is sent.
    case continueExpected
    case request(HTTPRequest)
  }

  enum State: Sendable {
    case requestLine
    case fields
    case body
    case chunkSize
    case chunkData(remaining: Int)
    case chunkEnd
    case trailers
  }

  let limits: HTTPLimits
  var buffer: [UInt8] = []
  /// Everything before it is dealt with.
  var cursor = 0
  /// Where the search for a line's end goes on, so that bytes that drip in are looked at once.
  private var searched = 0
  var state = State.requestLine
  var head = HTTPRequestHead()
  private var failure: HTTPParseError?

  public init(limits: HTTPLimits = HTTPLimits()) { self.limits = limits }

  /// Whether no part of a request has come since the last one.
  public var isBetweenRequests: Bool {
    if case .requestLine = state { return cursor == buffer.count }
    return false
  }

  /// Takes the next bytes of the stream.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if cursor == buffer.count, case .requestLine = state { recycle() }
    buffer.append(contentsOf: bytes)
  }

  /// Takes the next bytes of the stream.
  public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  /// The next event. After an error the stream has no meaning any more: each call throws it again.
  public mutating func next() throws(HTTPParseError) -> Event {
    if let failure { throw failure }
    do {
      return try advance()
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func advance() throws(HTTPParseError) -> Event {
    while true {
      switch state {
      case .requestLine:
        skipEmptyLines()
        guard let line = try takeLine(limit: limits.target + 64, otherwise: 414) else {
          dropConsumed()
          return .needMore
        }
        head.reset()
        try head.readRequestLine(buffer, line, limits: limits)
        head.fieldsStart = cursor
        state = .fields
      case .fields:
        guard let line = try takeFieldLine() else { return .needMore }
        if line.isEmpty {
          try head.finish(at: cursor, limits: limits)
          state = head.isChunked ? .chunkSize : .body
          if head.expectsContinue, cursor == buffer.count, head.isChunked || head.contentLength > 0
          {
            return .continueExpected
          }
        } else {
          try head.readField(buffer, line, limits: limits)
        }
      case .body:
        guard buffer.count - cursor >= head.contentLength else { return .needMore }
        cursor += head.contentLength
        head.bodyEnd = cursor
        return .request(complete())
      case .chunkSize:
        guard let line = try takeLine(limit: 4096, otherwise: 400) else { return .needMore }
        let size = try HTTPChunk.size(of: line, in: buffer)
        guard size <= limits.body - head.bodyCount else { throw .bodyTooLarge(limits) }
        head.fieldsStart = cursor
        state = size == 0 ? .trailers : .chunkData(remaining: size)
      case .chunkData(let remaining):
        let part = min(remaining, buffer.count - cursor)
        moveToBody(part)
        guard part == remaining else {
          state = .chunkData(remaining: remaining - part)
          return .needMore
        }
        state = .chunkEnd
      case .chunkEnd:
        guard try takeChunkEnd() else { return .needMore }
        state = .chunkSize
      case .trailers:
        guard let line = try takeFieldLine() else { return .needMore }
        if line.isEmpty { return .request(complete()) }
        try head.readTrailer(buffer, line, limits: limits)
      }
    }
  }

  /// Reads the head of a stored request, whose body is kept apart.
  mutating func headAlone() throws(HTTPParseError) -> HTTPRequestHead {
    if case .needMore = try next() {
      switch state {
      case .requestLine, .fields: throw .bad("the head has no empty line at its end")
      default: break
      }
    }
    return head
  }

  private mutating func complete() -> HTTPRequest {
    state = .requestLine
    searched = cursor
    return head.request(in: buffer)
  }

  // MARK: Lines

  private mutating func takeFieldLine() throws(HTTPParseError) -> Range<Int>? {
    let line = try takeLine(limit: limits.fields, otherwise: 431)
    if cursor - head.fieldsStart > limits.fields { throw .fieldsTooLarge(limits) }
    return line
  }

  /// The next line without its CRLF; nil when its end has not come yet.
  private mutating func takeLine(
    limit: Int, otherwise status: Int
  ) throws(HTTPParseError) -> Range<Int>? {
    let from = max(cursor, searched)
    let end = buffer.withUnsafeBytes { bytes -> Int? in
      guard from < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + from, Int32(ASCII.lf), bytes.count - from)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
    // Judged before its end is, so that it does not matter how the bytes were cut.
    if (end ?? buffer.count) - cursor - 1 > limit { throw .tooLong(HTTPStatus(status), limit) }
    guard let end else {
      searched = buffer.count
      return nil
    }
    guard end > cursor, buffer[end - 1] == ASCII.cr else { throw .bad("a line must end in CR LF") }
    let line = cursor..<(end - 1)
    cursor = end + 1
    searched = cursor
    return line
  }

  /// Whether the line end behind a chunk's data has come.
  private mutating func takeChunkEnd() throws(HTTPParseError) -> Bool {
    let rest = buffer[cursor...].prefix(2)
    guard rest.elementsEqual([ASCII.cr, ASCII.lf].prefix(rest.count)) else {
      throw .bad("chunk data must end in CR LF after as many bytes as its size tells")
    }
    if rest.count < 2 { return false }
    cursor += 2
    return true
  }

  /// Empty lines before a request are ignored (RFC 9112, section 2.2).
  private mutating func skipEmptyLines() {
    while buffer.count - cursor >= 2, buffer[cursor] == ASCII.cr, buffer[cursor + 1] == ASCII.lf {
      cursor += 2
    }
  }

  // MARK: The buffer

  private static let keptCapacity = 64 * 1024

  /// Empties a buffer that is dealt with; a request that somebody still holds keeps its own copy.
  private mutating func recycle() {
    buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
    cursor = 0
    searched = 0
  }

  /// Before a request line nothing points into the buffer, so what was consumed can go.
  private mutating func dropConsumed() {
    guard cursor > 0 else { return }
    buffer.removeSubrange(..<cursor)
    searched -= cursor
    cursor = 0
  }

  /// Moves chunk data to the end of the body, which grows in place over the chunks' own lines.
  private mutating func moveToBody(_ count: Int) {
    guard count > 0 else { return }
    let (from, to) = (cursor, head.bodyEnd)
    buffer.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      memmove(base + to, base + from, count)
    }
    cursor += count
    head.bodyEnd += count
    if cursor - head.bodyEnd > Self.keptCapacity {
      buffer.removeSubrange(head.bodyEnd..<cursor)
      cursor = head.bodyEnd
    }
    searched = cursor
  }
}

extension HTTPParseError {
  static func bad(_ reason: String) -> HTTPParseError { .init(status: .badRequest, reason: reason) }

  static func tooLong(_ status: HTTPStatus, _ limit: Int) -> HTTPParseError {
    .init(status: status, reason: "a line of more than \(limit) bytes")
  }

  static func fieldsTooLarge(_ limits: HTTPLimits) -> HTTPParseError {
    .init(
      status: HTTPStatus(431),
      reason: "more than \(limits.fields) bytes or \(limits.fieldCount) lines of fields")
  }

  static func bodyTooLarge(_ limits: HTTPLimits) -> HTTPParseError {
    .init(status: .contentTooLarge, reason: "a body of more than \(limits.body) bytes")
  }
}
