import HTTPMessage
import Testing

@Suite struct `A stream of answers` {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let isHead: Bool
    /// Whether the peer closes behind the text.
    let ends: Bool
    /// The answers as `STATUS [Name: value] body`, and an error's reason.
    let outcome: [String]
    var testDescription: String { name }

    init(
      _ name: String, _ text: String, isHead: Bool = false, ends: Bool = false, _ outcome: String...
    ) {
      self.name = name
      self.text = text
      self.isHead = isHead
      self.ends = ends
      self.outcome = outcome
    }
  }

  private static func outcome(of pieces: [ArraySlice<UInt8>], _ example: Case) -> [String] {
    var parser = HTTPResponseParser(isHead: example.isHead)
    var seen: [String] = []
    do throws(HTTPParseError) {
      for piece in pieces {
        parser.append(piece)
        while let response = try parser.next() { seen.append(words(response)) }
      }
      if example.ends {
        parser.endOfInput()
        if parser.hasBegun, let response = try parser.next() { seen.append(words(response)) }
      }
    } catch {
      seen.append(error.reason)
    }
    return seen
  }

  private static func words(_ response: HTTPResponse) -> String {
    let fields = response.fields.map { "[\($0.name): \($0.value)]" }
    let body = response.body.isEmpty ? [] : [String(decoding: response.body, as: UTF8.self)]
    return ([String(response.status.code)] + fields + body).joined(separator: " ")
  }

  /// All at once, byte by byte, and in two pieces cut at every place.
  private static func expectOutcome(
    _ example: Case, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let bytes = Array(example.text.utf8)
    let cuttings =
      [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
      + bytes.indices.map { [bytes[..<$0], bytes[$0...]] }
    for pieces in cuttings {
      let outcome = outcome(of: pieces, example)
      guard outcome != example.outcome else { continue }
      Issue.record(
        "in pieces of \(pieces.map(\.count)) bytes: \(outcome), not \(example.outcome)",
        sourceLocation: sourceLocation)
      return
    }
  }

  @Test(arguments: [
    Case(
      "with a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "200 [Content-Length: 5] hello"),
    Case(
      "with a length of 0", "HTTP/1.1 201 Created\r\ncontent-length: 0\r\nA:  b \r\n\r\n",
      "201 [content-length: 0] [A: b]"),
    Case("without reason", "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", "404 [Content-Length: 0]"),
    Case(
      "without reason and space", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n",
      "404 [Content-Length: 0]"),
    Case(
      "with a reason of several words", "HTTP/1.1 599 a: b c\r\nContent-Length: 1\r\n\r\nx",
      "599 [Content-Length: 1] x"),
    Case(
      "with line ends in the body", "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\r\n\r\n\r\n\r\n",
      "200 [Content-Length: 8] \r\n\r\n\r\n\r\n"),
    Case(
      "in chunks",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0A;x=\"y\"\r\n0123456789\r\n0\r\n\r\n",
      "200 [Transfer-Encoding: chunked] abc0123456789"),
    Case(
      "in chunks with trailers",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n1\r\n\n\r\n0\r\nX: 1\r\nY: 2\r\n\r\n",
      "200 [Transfer-Encoding: gzip, Chunked] \n"),
    Case(
      "in chunks and with a length",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
      "200 [Content-Length: 1] [Transfer-Encoding: chunked] ab"),
    Case("that end with the connection", "HTTP/1.0 200 OK\r\n\r\nhello", ends: true, "200 hello"),
    Case("that end empty with the connection", "HTTP/1.1 200 OK\r\n\r\n", ends: true, "200"),
    Case(
      "to HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", isHead: true,
      "200 [Content-Length: 5]"),
    Case(
      "to HEAD in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", isHead: true,
      "200 [Transfer-Encoding: chunked]"),
    Case("of 204", "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n", "204 [A: b]"),
    Case(
      "of 304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "304 [Content-Length: 5]"),
    Case(
      "after interim ones",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
      "200 [Content-Length: 1] x"),
    Case(
      "one behind the other",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 204 No\r\n\r\nHTTP/1.1 201 C\r\nContent-Length: 1\r\n\r\ny",
      "200 [Content-Length: 1] x", "204", "201 [Content-Length: 1] y"),
    Case("with repeated names", "HTTP/1.1 204 N\r\nA: 1\r\na: 2\r\n\r\n", "204 [A: 1] [a: 2]"),
    Case("not come yet", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"),
    Case("not come at all", ""),
    Case("not come before the end", "", ends: true),
  ])
  func `is read in every cutting`(example: Case) {
    Self.expectOutcome(example)
  }

  @Test(arguments: [
    Case("HTTP/2", "HTTP/2 200 OK\r\n\r\n", "a status line was expected, not \"HTTP/2 200 OK\""),
    Case(
      "a lower-case name", "http/1.1 200 OK\r\n\r\n",
      "a status line was expected, not \"http/1.1 200 OK\""),
    Case(
      "a code of two digits", "HTTP/1.1 20 OK\r\n\r\n",
      "a status line was expected, not \"HTTP/1.1 20 OK\""),
    Case(
      "a code of four digits", "HTTP/1.1 2000 OK\r\n\r\n",
      "a status line was expected, not \"HTTP/1.1 2000 OK\""),
    Case(
      "a code below 100", "HTTP/1.1 099 OK\r\n\r\n",
      "a status line was expected, not \"HTTP/1.1 099 OK\""),
    Case(
      "a signed code", "HTTP/1.1 +20 OK\r\n\r\n",
      "a status line was expected, not \"HTTP/1.1 +20 OK\""),
    Case(
      "a word as code", "HTTP/1.1 two OK\r\n\r\n",
      "a status line was expected, not \"HTTP/1.1 two OK\""),
    Case("no code", "HTTP/1.1\r\n\r\n", "a status line was expected, not \"HTTP/1.1\""),
    Case(
      "two spaces", "HTTP/1.1  200\r\n\r\n", "a status line was expected, not \"HTTP/1.1  200\""),
    Case("an empty line", "\r\nHTTP/1.1 200 OK\r\n\r\n", "a status line was expected, not \"\""),
    Case("a bare line feed", "\n\r\n\r\n", "a status line was expected, not \"\""),
    Case(
      "a bare line end", "HTTP/1.1 200 OK\n\r\n\r\n",
      "a status line was expected, not \"HTTP/1.1 200 OK\""),
    Case(
      "another protocol", "SSH-2.0-OpenSSH_9.2\r\n",
      "a status line was expected, not \"SSH-2.0-OpenSSH_9.2\""),
    Case(
      "another protocol, cut at 80 characters", String(repeating: "x", count: 90) + "\r\n",
      "a status line was expected, not \"\(String(repeating: "x", count: 80))\""),
    Case(
      "a field without name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
      "a field line is NAME ':' VALUE, without space before the colon or folding"),
    Case(
      "a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
      "Content-Length is \"five\""),
    Case(
      "a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
      "Content-Length is \"-5\""),
    Case(
      "a signed length", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", "Content-Length is \"+5\""
    ),
    Case(
      "a length beyond all numbers",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "Content-Length is \"99999999999999999999\""),
    Case(
      "a chunk without size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
      "a chunk must begin with its size in hexadecimal"),
    Case(
      "a chunk longer than its size",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
      "chunk data is longer than its size"),
    Case(
      "an end in the status line", "HTTP/1.1 200", ends: true,
      "the connection ended inside an answer"),
    Case(
      "an end in the head", "HTTP/1.1 200 OK\r\nA: b\r\n", ends: true,
      "the connection ended inside an answer"),
    Case(
      "an end in a body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", ends: true,
      "the connection ended inside an answer"),
    Case(
      "an end in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell",
      ends: true,
      "the connection ended inside an answer"),
    Case(
      "an end in the trailers",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: 1\r\n", ends: true,
      "the connection ended inside an answer"),
  ])
  func `is refused in every cutting with the reason when it has`(example: Case) {
    Self.expectOutcome(example)
  }

  @Test func `is refused when a head does not end`() {
    var parser = HTTPResponseParser()
    parser.append(Array("HTTP/1.1 200 OK\r\nA: ".utf8) + Array(repeating: 0x78, count: 256 * 1024))
    let error = #expect(throws: HTTPParseError.self) { try parser.next() }
    #expect(error?.reason == "a head of more than 256 KiB")
  }
}
