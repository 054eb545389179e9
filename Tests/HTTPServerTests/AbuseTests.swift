import TestSupport
import Testing

/// Clients that break every rule. What counts is the last line: the server still answers others.
@Suite(.timeLimit(.minutes(1))) struct AbuseTests {
  struct Abuse: CustomTestStringConvertible {
    let name: String
    let pieces: [[UInt8]]
    let ending: Ending
    var testDescription: String { "\(name), then \(ending)" }

    init(_ name: String, _ pieces: String..., ending: Ending = .waits) {
      self.init(name, bytes: pieces.map { Array($0.utf8) }, ending: ending)
    }

    init(_ name: String, bytes: [[UInt8]], ending: Ending = .waits) {
      self.name = name
      pieces = bytes
      self.ending = ending
    }
  }

  enum Ending {
    /// Reads until the server closes.
    case waits
    case endsInput
    case leaves
    case resets
  }

  private static func many(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  /// The same bytes in each run, of every value.
  private static let noise = (0..<100_000).map {
    UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13)
  }

  private static let head = "POST / HTTP/1.1\r\nHost: a\r\n"

  @Test(arguments: [
    Abuse("nothing", ending: .leaves), Abuse("nothing", ending: .resets),
    Abuse("nothing", ending: .endsInput),
    Abuse("noise", bytes: [noise]), Abuse("noise", bytes: [noise], ending: .resets),
    Abuse("NULs", bytes: [Array(repeating: 0, count: 70_000)]),
    Abuse("all ones", bytes: [Array(repeating: 0xFF, count: 70_000)]),
    Abuse("a TLS greeting", bytes: [[0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + noise.prefix(512)]),
    Abuse("a TLS greeting", bytes: [[0x16, 3, 1, 2, 0]], ending: .leaves),
    Abuse("an AMQP greeting", bytes: [Array("AMQP".utf8) + [0, 0, 9, 1]], ending: .endsInput),
    Abuse("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Abuse("a line without end", many("a", 200_000)),
    Abuse("a target without end", "GET /" + many("a", 200_000)),
    Abuse("a field without end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + many("a", 200_000)),
    Abuse("fields without end", "GET / HTTP/1.1\r\nHost: a\r\n" + many("X: y\r\n", 10_000)),
    Abuse("line feeds", many("\n", 100_000)),
    Abuse("empty lines", many("\r\n", 100_000), ending: .endsInput),
    Abuse("carriage returns", many("\r", 100_000)),
    Abuse("half a request line", "GET / HT", ending: .resets),
    Abuse("half a body", head + "Content-Length: 9\r\n\r\nabc", ending: .resets),
    Abuse("half a body", head + "Content-Length: 9\r\n\r\nabc", ending: .leaves),
    Abuse("half a chunk", head + "Transfer-Encoding: chunked\r\n\r\n9\r\nabc", ending: .endsInput),
    Abuse("chunks of nonsense", head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
    Abuse(
      "a chunk size without end",
      head + "Transfer-Encoding: chunked\r\n\r\n" + many("0", 100_000)),
    Abuse("the largest length", head + "Content-Length: 999999999999999999\r\n\r\n"),
    Abuse("a negative length", head + "Content-Length: -1\r\n\r\n"),
    Abuse(
      "trailers without end",
      head + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + many("X: y\r\n", 20_000)),
    Abuse("a body that nobody told", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "surprise\r\n"),
    Abuse(
      "answers that nobody reads", many("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 1_500), ending: .resets
    ),
    Abuse(
      "answers that nobody reads", many("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 1_500), ending: .leaves
    ),
    Abuse("an answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
  ])
  func `after any abuse the server still answers`(_ abuse: Abuse) throws {
    let server = try TestServer()
    do {
      let client = try server.connect()
      if abuse.ending == .resets { client.resetAtEnd() }
      // The server may well close before it has heard everything.
      for piece in abuse.pieces { try? client.send(piece) }
      if abuse.ending == .endsInput { client.finishSending() }
      if abuse.ending == .endsInput || abuse.ending == .waits { _ = try? client.readToEnd() }
    }
    try server.settle()
    #expect(try server.connect().get("/alive").text == "GET /alive ")
    #expect(try server.connect().post("/alive", "well").text == "POST /alive well")
  }

  @Test func `a thousand clients that come and go leave room for the next`() throws {
    let server = try TestServer()
    for place in 0..<1_000 {
      let client = try server.connect()
      if place.isMultiple(of: 3) { client.resetAtEnd() }
      if place.isMultiple(of: 2) { try client.send("GET / HTTP/1.1\r\n") }
    }
    #expect(try server.connect().get("/alive").text == "GET /alive ")
  }
}
