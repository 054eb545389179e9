/// A request being read: what its lines have said so far, as places in the parser's buffer.
struct HTTPRequestHead: Sendable {
  private var method = HTTPMethod.get
  private var start = 0
  private var target = 0..<0
  private var version = HTTPVersion.http11
  private var lines: [HTTPFields.Line] = []
  private var trailerLines: [HTTPFields.Line] = []
  private var hasHost = false
  private var hasContentLength = false
  private(set) var contentLength = 0
  private(set) var isChunked = false
  private(set) var expectsContinue = false
  /// Where the fields, or the trailers, began.
  var fieldsStart = 0
  private var bodyStart = 0
  var bodyEnd = 0

  var bodyCount: Int { bodyEnd - bodyStart }

  init() {}

  /// Forgets everything but the memory that the lines took.
  mutating func reset() {
    lines.removeAll(keepingCapacity: true)
    if !trailerLines.isEmpty { trailerLines.removeAll() }
    hasHost = false
    hasContentLength = false
    contentLength = 0
    isChunked = false
    expectsContinue = false
  }

  // MARK: Request line

  mutating func readRequestLine(
    _ buffer: [UInt8], _ line: Range<Int>, limits: HTTPLimits
  ) throws(HTTPParseError) {
    start = line.lowerBound
    var at = start
    while at < line.upperBound, ASCII.isToken(buffer[at]) { at += 1 }
    guard at > start, at < line.upperBound, buffer[at] == ASCII.space else {
      throw .bad("a request line is METHOD SPACE TARGET SPACE VERSION")
    }
    method = HTTPMethod(String(decoding: buffer[start..<at], as: UTF8.self))
    let targetStart = at + 1
    at = targetStart
    while at < line.upperBound, buffer[at] > ASCII.space, buffer[at] != 0x7F,
      buffer[at] != UInt8(ascii: "#")
    {
      at += 1
    }
    guard at > targetStart, at < line.upperBound, buffer[at] == ASCII.space else {
      throw .bad("a request target may hold no space, control character or '#'")
    }
    target = targetStart..<at
    guard target.count <= limits.target else {
      throw HTTPParseError(
        status: HTTPStatus(414), reason: "a target of more than \(limits.target) bytes")
    }
    version = try Self.version(buffer[(at + 1)..<line.upperBound])
    try checkForm(buffer)
  }

  private static let versionName = Array("HTTP/".utf8)

  private static func version(_ text: ArraySlice<UInt8>) throws(HTTPParseError) -> HTTPVersion {
    let major = text.startIndex + 5
    guard text.count == 8, text.starts(with: versionName), ASCII.isDigit(text[major]),
      text[major + 1] == UInt8(ascii: "."), ASCII.isDigit(text[major + 2])
    else { throw .bad("the version must be HTTP/1.1 or HTTP/1.0") }
    guard text[major] == UInt8(ascii: "1") else {
      throw HTTPParseError(status: HTTPStatus(505), reason: "only HTTP/1.1 and HTTP/1.0 are spoken")
    }
    return text[major + 2] == UInt8(ascii: "0") ? .http10 : .http11
  }

  /// Which form of target the method may have (RFC 9112, section 3.2).
  private func checkForm(_ buffer: [UInt8]) throws(HTTPParseError) {
    if method == .connect {
      throw HTTPParseError(
        status: HTTPStatus(501), reason: "this is no proxy: CONNECT is not served")
    }
    let bytes = buffer[target]
    if bytes.first == UInt8(ascii: "/") { return }
    if bytes.elementsEqual([UInt8(ascii: "*")]), method == .options { return }
    guard let authority = HTTPTarget(bytes: bytes).authority, !authority.isEmpty else {
      throw .bad("the target must begin with '/' or 'http://'")
    }
  }

  // MARK: Fields

  mutating func readField(
    _ buffer: [UInt8], _ range: Range<Int>, limits: HTTPLimits
  ) throws(HTTPParseError) {
    let line = try Self.line(buffer, range)
    guard lines.count < limits.fieldCount else { throw .fieldsTooLarge(limits) }
    lines.append(line)
    try notice(buffer, line)
  }

  mutating func readTrailer(
    _ buffer: [UInt8], _ range: Range<Int>, limits: HTTPLimits
  ) throws(HTTPParseError) {
    let line = try Self.line(buffer, range)
    guard trailerLines.count < limits.fieldCount else { throw .fieldsTooLarge(limits) }
    trailerLines.append(line)
  }

  /// Splits `name: value`.
  static func line(
    _ buffer: [UInt8], _ range: Range<Int>
  ) throws(HTTPParseError) -> HTTPFields.Line {
    var nameEnd = range.lowerBound
    var valueStart = range.lowerBound
    var valueEnd = range.upperBound
    let isClean = buffer.withUnsafeBufferPointer { bytes in
      while nameEnd < valueEnd, ASCII.isToken(bytes[nameEnd]) { nameEnd += 1 }
      guard nameEnd > range.lowerBound, nameEnd < valueEnd, bytes[nameEnd] == ASCII.colon else {
        return true
      }
      valueStart = nameEnd + 1
      func isSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }
      while valueStart < valueEnd, isSpace(bytes[valueStart]) { valueStart += 1 }
      while valueEnd > valueStart, isSpace(bytes[valueEnd - 1]) { valueEnd -= 1 }
      var place = valueStart
      while place < valueEnd, ASCII.isFieldValue(bytes[place]) { place += 1 }
      return place == valueEnd
    }
    guard valueStart > range.lowerBound else {
      throw .bad("a field line is NAME ':' VALUE, without space before the colon or folding")
    }
    guard isClean else { throw .bad("a control character in a field value") }
    return HTTPFields.Line(
      nameStart: Int32(range.lowerBound), nameEnd: Int32(nameEnd), valueStart: Int32(valueStart),
      valueEnd: Int32(valueEnd))
  }

  private static let host = Array("host".utf8)
  private static let expect = Array("expect".utf8)
  private static let contentLengthName = Array("content-length".utf8)
  private static let transferEncoding = Array("transfer-encoding".utf8)
  private static let chunked = Array("chunked".utf8)
  private static let continueValue = Array("100-continue".utf8)

  /// Takes from a line what framing needs.
  private mutating func notice(
    _ buffer: [UInt8], _ line: HTTPFields.Line
  ) throws(HTTPParseError) {
    let name = buffer[Int(line.nameStart)..<Int(line.nameEnd)]
    let value = buffer[Int(line.valueStart)..<Int(line.valueEnd)]
    switch name.count {
    case 4 where ASCII.equalsIgnoringCase(name, Self.host):
      guard !hasHost else { throw .bad("more than one Host") }
      guard value.allSatisfy({ $0 > ASCII.space && $0 != UInt8(ascii: "/") && $0 != 0x2C }) else {
        throw .bad("Host must be a host name and perhaps a port")
      }
      hasHost = true
    case 6 where ASCII.equalsIgnoringCase(name, Self.expect):
      guard ASCII.equalsIgnoringCase(value, Self.continueValue) else {
        throw HTTPParseError(status: HTTPStatus(417), reason: "only 100-continue can be expected")
      }
      expectsContinue = version == .http11
    case 14 where ASCII.equalsIgnoringCase(name, Self.contentLengthName):
      guard !hasContentLength else { throw .bad("more than one Content-Length") }
      guard !value.isEmpty, value.count <= 18, value.allSatisfy(ASCII.isDigit) else {
        throw .bad("Content-Length must be a number of bytes in decimal digits")
      }
      contentLength = value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      hasContentLength = true
    case 17 where ASCII.equalsIgnoringCase(name, Self.transferEncoding):
      guard !isChunked, ASCII.equalsIgnoringCase(value, Self.chunked) else {
        throw HTTPParseError(
          status: HTTPStatus(501), reason: "the only transfer coding understood is chunked, once")
      }
      isChunked = true
    default: break
    }
  }

  /// Judges the head as a whole, at its empty line.
  mutating func finish(at cursor: Int, limits: HTTPLimits) throws(HTTPParseError) {
    if version == .http11, !hasHost { throw .bad("HTTP/1.1 requires a Host field") }
    if isChunked, hasContentLength {
      throw .bad("Transfer-Encoding and Content-Length exclude each other")
    }
    if isChunked, version == .http10 { throw .bad("HTTP/1.0 knows no Transfer-Encoding") }
    guard contentLength <= limits.body else { throw .bodyTooLarge(limits) }
    bodyStart = cursor
    bodyEnd = cursor
  }

  func request(in buffer: [UInt8]) -> HTTPRequest {
    HTTPRequest(
      method: method, target: HTTPTarget(bytes: buffer[target]), version: version,
      fields: HTTPFields(buffer: buffer[...], lines: lines), body: buffer[bodyStart..<bodyEnd],
      trailers: trailerLines.isEmpty
        ? HTTPFields() : HTTPFields(buffer: buffer[...], lines: trailerLines),
      receivedHead: buffer[start..<bodyStart])
  }

  /// A request out of a complete head and a body that is decoded already.
  static func request(ofHead bytes: [UInt8], body: [UInt8]) throws(HTTPParseError) -> HTTPRequest {
    var limits = HTTPLimits()
    limits.body = .max
    var parser = HTTPRequestParser(limits: limits)
    parser.append(bytes)
    let head = try parser.headAlone()
    let request = head.request(in: bytes)
    return HTTPRequest(
      method: request.method, target: request.target, version: request.version,
      fields: request.fields, body: body[...], trailers: [:], receivedHead: bytes[...])
  }
}
