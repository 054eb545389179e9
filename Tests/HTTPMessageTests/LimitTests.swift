import HTTPMessage
import Testing

/// Each limit from both sides: what just fits is read, one more is refused.
@Suite struct LimitTests {
  static let limits: HTTPLimits = {
    var limits = HTTPLimits()
    limits.target = 10
    limits.fields = 60
    limits.fieldCount = 4
    limits.body = 8
    return limits
  }()

  private static let fields =
    "431 Request Header Fields Too Large: more than 60 bytes or 4 lines of fields"
  private static let body = "413 Content Too Large: a body of more than 8 bytes"
  private static func x(_ count: Int) -> String { String(repeating: "x", count: count) }

  @Test(arguments: [
    Stream("a target", "GET /\(x(9)) HTTP/1.0\r\n\r\n", ["GET /xxxxxxxxx 1.0"]),
    Stream(
      "lines", "GET / HTTP/1.0\r\nA: \r\nB: \r\nC: \r\nD: \r\n\r\n",
      ["GET / 1.0 [A: ] [B: ] [C: ] [D: ]"]),
    Stream("fields", "GET / HTTP/1.0\r\nA:\(x(54))\r\n\r\n", ["GET / 1.0 [A: \(x(54))]"]),
    Stream(
      "a body", "POST / HTTP/1.0\r\nContent-Length: 8\r\n\r\n12345678",
      ["POST / 1.0 [Content-Length: 8] 12345678"]),
    Stream(
      "a chunked body",
      "POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding:chunked\r\n\r\n3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n",
      ["POST / 1.1 [Host: ] [Transfer-Encoding: chunked] abcdefgh"]),
  ])
  func `what just fits is read`(_ stream: Stream) { verify(stream, limits: Self.limits) }

  @Test(arguments: [
    Stream(
      "a target", "GET /\(x(10)) HTTP/1.0\r\n\r\n",
      ["414 URI Too Long: a target of more than 10 bytes"]),
    Stream(
      "a request line without end", "GET /\(x(100))",
      ["414 URI Too Long: a line of more than 74 bytes"]),
    Stream(
      "a request line too long and ended by LF", "GET /\(x(100))\n",
      ["414 URI Too Long: a line of more than 74 bytes"]),
    Stream("lines", "GET / HTTP/1.0\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n", [fields]),
    Stream("fields", "GET / HTTP/1.0\r\nA:\(x(30))\r\nB:\(x(30))\r\n\r\n", [fields]),
    Stream(
      "a field without end", "GET / HTTP/1.0\r\nA: \(x(70))",
      ["431 Request Header Fields Too Large: a line of more than 60 bytes"]),
    Stream("a body", "POST / HTTP/1.0\r\nContent-Length: 9\r\n\r\n", [body]),
    Stream(
      "a body beyond any memory", "POST / HTTP/1.0\r\nContent-Length: 999999999999999999\r\n\r\n",
      [body]),
    Stream(
      "a body that waits for leave",
      "POST / HTTP/1.1\r\nHost:\r\nExpect:100-continue\r\nContent-Length:9\r\n\r\n", [body]),
    Stream(
      "chunks together",
      "POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding:chunked\r\n\r\n4\r\nabcd\r\n5\r\n", [body]),
    Stream(
      "a chunk", "POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding:chunked\r\n\r\n7FFFFFFFFFFFFFF\r\n",
      [body]),
    Stream(
      "trailers",
      "POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding:chunked\r\n\r\n0\r\nA:\(x(30))\r\nB:\(x(30))\r\n",
      [fields]),
    Stream(
      "trailer lines",
      "POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding:chunked\r\n\r\n"
        + "0\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\n", [fields]),
  ])
  func `one more is refused in any cutting`(_ stream: Stream) {
    verify(stream, limits: Self.limits)
  }
}
