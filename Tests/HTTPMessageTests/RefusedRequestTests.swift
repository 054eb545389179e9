import HTTPMessage
import Testing

@Suite struct RefusedRequestTests {
  /// A head whose fields are `fields`, after the Host.
  private static func fields(_ name: String, _ fields: String, _ refusal: String) -> Stream {
    Stream(name, "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\nGET / HTTP/1.0\r\n\r\n", [refusal])
  }

  /// A chunked body.
  private static func chunks(_ name: String, _ body: String, _ refusal: String) -> Stream {
    Stream(name, AcceptedRequestTests.head + body, ["400 Bad Request: " + refusal])
  }

  private static let line = "400 Bad Request: a request line is METHOD SPACE TARGET SPACE VERSION"
  private static let target =
    "400 Bad Request: a request target may hold no space, control character or '#'"
  private static let version = "400 Bad Request: the version must be HTTP/1.1 or HTTP/1.0"
  private static let otherVersion =
    "505 HTTP Version Not Supported: only HTTP/1.1 and HTTP/1.0 are spoken"
  private static let form = "400 Bad Request: the target must begin with '/' or 'http://'"
  private static let lineEnd = "400 Bad Request: a line must end in CR LF"

  @Test(arguments: [
    Stream("no method", " / HTTP/1.1\r\n", [line]),
    Stream("a method only", "GET\r\n", [line]),
    Stream("a method that is no token", "G(T / HTTP/1.1\r\n", [line]),
    Stream("a NUL", "\0GET / HTTP/1.1\r\n", [line]),
    Stream("a tab as space", "GET\t/ HTTP/1.1\r\n", [line]),
    Stream("HTTP/0.9", "GET /\r\n", [target]),
    Stream("two spaces", "GET  / HTTP/1.1\r\n", [target]),
    Stream("a fragment", "GET /#a HTTP/1.1\r\n", [target]),
    Stream("a DEL in the target", "GET /\u{7F} HTTP/1.1\r\n", [target]),
    Stream("a CR in the target", "GET /\r HTTP/1.1\r\n", [target]),
    Stream("a space in the target", "GET /a b HTTP/1.1\r\n", [version]),
    Stream("a space at the end", "GET / HTTP/1.1 \r\n", [version]),
    Stream("a small version name", "GET / http/1.1\r\n", [version]),
    Stream("a long version", "GET / HTTP/1.10\r\n", [version]),
    Stream("no version", "GET / \r\n", [version]),
    Stream("HTTP/2", "GET / HTTP/2.0\r\n", [otherVersion]),
    Stream("its preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [otherVersion]),
    Stream("HTTP/0.9 by name", "GET / HTTP/0.9\r\n", [otherVersion]),
    Stream("a relative target", "GET a HTTP/1.1\r\n", [form]),
    Stream("an asterisk for GET", "GET * HTTP/1.1\r\n", [form]),
    Stream("another scheme", "GET ftp://a/ HTTP/1.1\r\n", [form]),
    Stream("an absolute form without authority", "GET http:///a HTTP/1.1\r\n", [form]),
    Stream(
      "CONNECT", "CONNECT a:1 HTTP/1.1\r\n",
      ["501 Not Implemented: this is no proxy: CONNECT is not served"]),
    Stream("a line ended by LF", "GET / HTTP/1.1\n", [lineEnd]),
    Stream("an empty line ended by LF", "\n", [lineEnd]),
    Stream("a TLS greeting", bytes: [0x16, 3, 1, 0, 0xA5, 1, 0, 0x0D, 0x0A], [line]),
    Stream("after a good request", "GET / HTTP/1.0\r\n\r\n\0\r\n", ["GET / 1.0", line]),
  ])
  func `a bad request line is refused in any cutting`(_ stream: Stream) { verify(stream) }

  private static let field =
    "400 Bad Request: a field line is NAME ':' VALUE, without space before the colon or folding"
  private static let control = "400 Bad Request: a control character in a field value"
  private static let host = "400 Bad Request: Host must be a host name and perhaps a port"
  private static let length =
    "400 Bad Request: Content-Length must be a number of bytes in decimal digits"
  private static let bothFramings =
    "400 Bad Request: Transfer-Encoding and Content-Length exclude each other"
  private static let coding =
    "501 Not Implemented: the only transfer coding understood is chunked, once"

  @Test(arguments: [
    fields("no colon", "X", field),
    fields("no name", ": x", field),
    fields("a space before the colon", "X : y", field),
    fields("a folded line", "X: y\r\n z", field),
    fields("a name that is no token", "X(: y", field),
    fields("a NUL in a value", "X: \0", control),
    fields("a CR in a value", "X: a\rb", control),
    fields("a DEL in a value", "X: \u{7F}", control),
    fields("a line ended by LF", "X: a\nY: b", lineEnd),
    fields("a second Host", "Host: a", "400 Bad Request: more than one Host"),
    Stream(
      "no Host", "GET / HTTP/1.1\r\n\r\n", ["400 Bad Request: HTTP/1.1 requires a Host field"]),
    Stream("two hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", [host]),
    Stream("a host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", [host]),
    Stream("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", [host]),
    fields(
      "another expectation", "Expect: payment",
      "417 Expectation Failed: only 100-continue can be expected"),
  ])
  func `a bad field line is refused in any cutting`(_ stream: Stream) { verify(stream) }

  @Test(arguments: [
    fields("length and chunked", "Content-Length: 3\r\nTransfer-Encoding: chunked", bothFramings),
    fields("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 3", bothFramings),
    fields(
      "two equal lengths", "Content-Length: 3\r\nContent-Length: 3",
      "400 Bad Request: more than one Content-Length"),
    fields(
      "two lengths", "Content-Length: 3\r\ncontent-length: 0",
      "400 Bad Request: more than one Content-Length"),
    fields("a list of lengths", "Content-Length: 3, 3", length),
    fields("an empty length", "Content-Length:", length),
    fields("a signed length", "Content-Length: +3", length),
    fields("a negative length", "Content-Length: -3", length),
    fields("a hexadecimal length", "Content-Length: 0x3", length),
    fields("a length with a space", "Content-Length: 1 0", length),
    fields("a length beyond 64 bits", "Content-Length: 18446744073709551619", length),
    fields("a length in other digits", "Content-Length: ٣", length),
    fields("a space before a framing colon", "Transfer-Encoding : chunked", field),
    fields("a folded coding", "Transfer-Encoding:\r\n chunked", coding),
    fields("an unknown coding", "Transfer-Encoding: xchunked", coding),
    fields("an empty coding", "Transfer-Encoding:", coding),
    fields("identity", "Transfer-Encoding: identity", coding),
    fields("another coding before", "Transfer-Encoding: gzip, chunked", coding),
    fields("another coding behind", "Transfer-Encoding: chunked, identity", coding),
    fields("chunked twice in a line", "Transfer-Encoding: chunked, chunked", coding),
    fields(
      "chunked twice in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
      coding),
    fields("a quoted coding", "Transfer-Encoding: \"chunked\"", coding),
    fields("a vertical tab before the coding", "Transfer-Encoding: \u{B}chunked", control),
    Stream(
      "chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ["400 Bad Request: HTTP/1.0 knows no Transfer-Encoding"]),
  ])
  func `a request that two servers could frame differently is refused`(_ stream: Stream) {
    verify(stream)
  }

  private static let size = "a chunk must begin with its size in hexadecimal"
  private static let extra = "a chunk size may be followed by ';' and extensions only"
  private static let end = "chunk data must end in CR LF after as many bytes as its size tells"

  @Test(arguments: [
    chunks("no size", "\r\n", size), chunks("an extension only", ";a\r\n", size),
    chunks("a negative size", "-1\r\n", size), chunks("a space before the size", " 1\r\n", size),
    chunks("a prefixed size", "0x1\r\n", extra), chunks("two sizes", "1 1\r\nx", extra),
    chunks("a size beyond 64 bits", "FFFFFFFFFFFFFFFFF\r\n", "a chunk size beyond any body"),
    chunks("a size line ended by LF", "1\nx\r\n", "a line must end in CR LF"),
    chunks("a CR in an extension", "1;a\rb\r\nx", "a control character in a chunk extension"),
    chunks("a LF in an extension", "1;a\nb\r\nx", "a line must end in CR LF"),
    chunks("data longer than its size", "1\r\nxy\r\n0\r\n\r\n", end),
    chunks("data ended by LF", "1\r\nx\n0\r\n\r\n", end),
    chunks("data ended by CR", "1\r\nx\r0\r\n\r\n", end),
    chunks(
      "a trailer that is no field", "0\r\nx\r\n\r\n",
      "a field line is NAME ':' VALUE, without space before the colon or folding"),
    chunks("a trailer ended by LF", "0\r\na: b\n\r\n", "a line must end in CR LF"),
    chunks(
      "a size line without end", "1;" + String(repeating: "x", count: 4096),
      "a line of more than 4096 bytes"),
  ])
  func `a bad chunk is refused in any cutting`(_ stream: Stream) { verify(stream) }

  @Test func `an error is told again and again`() {
    var parser = HTTPRequestParser()
    parser.append(Array("GET\r\nGET / HTTP/1.0\r\n\r\n".utf8))
    for _ in 0..<3 {
      #expect(throws: HTTPParseError.self) { try parser.next() }
      parser.append(Array("GET / HTTP/1.0\r\n\r\n".utf8))
    }
  }

  @Test(arguments: 0...255)
  func `a field name may hold token characters and nothing else`(_ byte: UInt8) {
    let bytes = Array("GET / HTTP/1.0\r\na".utf8) + [byte] + Array("b: c\r\n\r\n".utf8)
    let isLetterOrDigit = UnicodeScalar(byte).properties.isAlphabetic || (0x30...0x39) ~= byte
    // A colon only makes the name shorter.
    let isToken = byte < 128 && (isLetterOrDigit || "!#$%&'*+-.^_`|~:".utf8.contains(byte))
    #expect(events(of: [bytes]).first?.hasPrefix("GET / 1.0") == isToken)
  }

  @Test(arguments: 0...255)
  func `a field value may hold anything but control characters`(_ byte: UInt8) {
    let bytes = Array("GET / HTTP/1.0\r\na: b".utf8) + [byte] + Array("c\r\n\r\n".utf8)
    let isControl = (byte < 0x20 && byte != 0x09) || byte == 0x7F
    #expect(events(of: [bytes]).first?.hasPrefix("GET / 1.0 [a: b") == !isControl)
  }
}
