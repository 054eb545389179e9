import HTTPMessage
import Testing

@Suite struct AcceptedRequestTests {
  @Test(arguments: [
    Stream("nothing", "", []),
    Stream("a GET", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / 1.1 [Host: a]"]),
    Stream(
      "a body by length", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
      ["POST /x 1.1 [Host: a] [Content-Length: 5] hello"]),
    Stream(
      "a length of zero", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 000\r\n\r\n",
      ["POST /x 1.1 [Host: a] [Content-Length: 000]"]),
    Stream("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", ["GET / 1.0"]),
    Stream("a minor version to come", "GET / HTTP/1.7\r\nHost: a\r\n\r\n", ["GET / 1.1 [Host: a]"]),
    Stream("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", ["GET / 1.1 [Host: ]"]),
    Stream("any token as method", "x-Get! / HTTP/1.0\r\n\r\n", ["x-Get! / 1.0"]),
    Stream("the asterisk form", "OPTIONS * HTTP/1.0\r\n\r\n", ["OPTIONS * 1.0"]),
    Stream(
      "the absolute form", "GET HTTP://a:1/b?c HTTP/1.1\r\nHost: a\r\n\r\n",
      ["GET HTTP://a:1/b?c 1.1 [Host: a]"]),
    Stream(
      "empty lines before a request",
      "\r\n\r\nGET / HTTP/1.0\r\n\r\n\r\nGET /b HTTP/1.0\r\n\r\n\r\n",
      ["GET / 1.0", "GET /b 1.0"]),
    Stream(
      "white space around a value", "GET / HTTP/1.1\r\nHost: \t a \t\r\nX:\r\nY: b  c\r\n\r\n",
      ["GET / 1.1 [Host: a] [X: ] [Y: b  c]"]),
    Stream(
      "repeated and oddly spelt fields", "GET / HTTP/1.1\r\nhOST: a\r\nx-A: 1\r\nX-a: 2\r\n\r\n",
      ["GET / 1.1 [hOST: a] [x-A: 1] [X-a: 2]"]),
    Stream(
      "names and values beyond ASCII", "GET /é?ü HTTP/1.1\r\nHost: é\r\nX: €\r\n\r\n",
      ["GET /é?ü 1.1 [Host: é] [X: €]"]),
    Stream(
      "pipelined requests",
      "GET /a HTTP/1.0\r\n\r\nPOST /b HTTP/1.0\r\nContent-Length: 2\r\n\r\nhiGET /c HTTP/1.0\r\n\r\n",
      ["GET /a 1.0", "POST /b 1.0 [Content-Length: 2] hi", "GET /c 1.0"]),
    Stream("a request begun", "GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n", ["GET /a 1.0"]),
    Stream(
      "an expectation",
      "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n"
        + "Content-Length: 2\r\n\r\nhi",
      ["PUT / 1.1 [Host: a] [Expect: 100-Continue] [Content-Length: 2] hi"]),
  ])
  func `a well-formed request is read in any cutting`(_ stream: Stream) { verify(stream) }

  /// The head that the bodies below belong to, and its outcome.
  static let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
  static let words = "POST / 1.1 [Host: a] [Transfer-Encoding: Chunked]"

  @Test(arguments: [
    Stream("no chunk", "0\r\n\r\n", [""]),
    Stream("chunks", "3\r\nabc\r\n0A\r\n0123456789\r\n000\r\n\r\n", [" abc0123456789"]),
    Stream("line ends as data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", [" \r\n\r\n"]),
    Stream(
      "extensions", "2;a=b;c=\"d;e\"\r\nhi\r\n1 ; x\r\n!\r\n0 \t;last\r\n\r\n", [" hi!"]),
    Stream(
      "trailers", "1\r\nx\r\n0\r\nDigest: a\r\ndigest:b\r\n\r\n", [" x [Digest: a] [digest: b]"]),
    Stream(
      "trailers that must not frame", "1\r\nx\r\n0\r\nContent-Length: 9\r\nHost: b\r\n\r\n",
      [" x [Content-Length: 9] [Host: b]"]),
  ])
  func `a chunked body is put together in any cutting`(_ stream: Stream) {
    let next = "GET /next HTTP/1.0\r\n\r\n"
    verify(
      Stream(
        stream.name, bytes: Array(Self.head.utf8) + stream.bytes + Array(next.utf8),
        stream.outcome.map { Self.words + $0 } + ["GET /next 1.0"]))
  }

  @Test(arguments: [1, 7, 4096])
  func `a body of very many small chunks is put together`(_ pieceSize: Int) {
    let count = 40_000
    let body = (0..<count).map { _ in "1;x\r\ny\r\n" }.joined()
    let bytes = Array((Self.head + body + "0\r\nT: z\r\n\r\n").utf8)
    let pieces = stride(from: 0, to: bytes.count, by: pieceSize).map {
      Array(bytes[$0..<min($0 + pieceSize, bytes.count)])
    }
    let body1 = String(repeating: "y", count: count)
    #expect(events(of: pieces) == ["\(Self.words) \(body1) [T: z]"])
  }

  @Test func `100 Continue is asked for when the body is still to come`() {
    let head = "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    let words = "PUT / 1.1 [Host: a] [Expect: 100-continue] [Content-Length: 2] hi"
    #expect(events(of: [Array(head.utf8), Array("hi".utf8)]) == ["continue", words])
    #expect(events(of: [Array((head + "hi").utf8)]) == [words])
  }

  @Test(arguments: [
    "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
    "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
    "PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
  ])
  func `100 Continue is not sent without a body to wait for or to HTTP/1.0`(_ head: String) {
    #expect(!events(of: [Array(head.utf8)]).contains("continue"))
  }

  @Test func `a parser is between requests only when nothing of the next has come`() throws {
    var parser = HTTPRequestParser()
    #expect(parser.isBetweenRequests)
    parser.append(Array("GET / HTTP/1.0\r\n\r\nG".utf8))
    #expect(!parser.isBetweenRequests)
    _ = try parser.next()
    _ = try parser.next()
    #expect(!parser.isBetweenRequests)
    parser.append(Array("ET / HTTP/1.0\r\n\r\n".utf8))
    _ = try parser.next()
    #expect(parser.isBetweenRequests)
  }

  @Test func `a request that is kept outlives the bytes that follow it`() throws {
    var parser = HTTPRequestParser()
    parser.append(Array("POST /1 HTTP/1.0\r\nA: b\r\nContent-Length: 1\r\n\r\nx".utf8))
    guard case .request(let kept) = try parser.next() else {
      Issue.record("no request")
      return
    }
    parser.append(Array("POST /2 HTTP/1.0\r\nC: d\r\nContent-Length: 1\r\n\r\ny".utf8))
    _ = try parser.next()
    #expect(kept.target.pathAndQuery == "/1")
    #expect(kept.fields["A"] == "b")
    #expect(kept.body == [UInt8(ascii: "x")])
  }
}
