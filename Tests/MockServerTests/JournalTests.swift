import EventLoop
import HTTPMessage
import MockServer
import Testing

@Suite struct `The journal` {
  private static func journal(
    entries: Int = 1_000, bytes: Int = 1_000_000, bodyBytes: Int = 1_000
  ) -> Journal {
    var limits = Journal.Limits()
    limits.entries = entries
    limits.bytes = bytes
    limits.bodyBytes = bodyBytes
    return Journal(limits: limits)
  }

  private static func append(_ body: String, to journal: Journal) {
    journal.append(
      HTTPRequest("POST", "/notes", body: body), Answer(.text(body, status: .ok)), from: nil,
      at: Timestamp(microseconds: 0))
  }

  private static func bodies(_ journal: Journal) -> [String] {
    journal.entries().map { String(decoding: $0.requestBody, as: UTF8.self) }
  }

  @Test func `keeps what was asked and answered`() throws {
    let journal = Self.journal()
    let peer = try SocketAddress(host: "127.0.0.1", port: 4711)
    let response = HTTPResponse(
      status: .forbidden, fields: ["X-A": "1", "x-a": "2"], body: Array("no".utf8))
    journal.append(
      HTTPRequest("POST", "/notes?a=1", body: "hello"),
      Answer(response, reason: "because", isMatched: false), from: peer,
      at: Timestamp(microseconds: 12))
    let entry = try #require(journal.latest)
    #expect(entry.number == 0)
    #expect(entry.time == Timestamp(microseconds: 12))
    #expect(entry.peer == peer)
    #expect(entry.status == .forbidden)
    #expect(entry.reason == "because")
    #expect(!entry.isMatched)
    #expect(entry.requestBody == Array("hello".utf8))
    #expect(entry.responseFields == Array("X-A: 1\r\nx-a: 2\r\n".utf8))
    #expect(entry.responseBody == Array("no".utf8))
    #expect(entry.request?.target.pathAndQuery == "/notes?a=1")
  }

  @Test func `keeps the newest entries and counts the dropped ones`() {
    let journal = Self.journal(entries: 3)
    for body in ["a", "b", "c", "d", "e"] { Self.append(body, to: journal) }
    #expect(Self.bodies(journal) == ["c", "d", "e"])
    #expect(journal.entries().map(\.number) == [2, 3, 4])
    #expect(journal.count == 3)
    #expect(journal.dropped == 2)
    #expect(journal.entry(1) == nil)
    #expect(journal.latest?.number == 4)
  }

  @Test func `holds as many entries as its bytes allow`() throws {
    let sample = Self.journal()
    Self.append("0123456789", to: sample)
    let entry = try #require(sample.latest)
    let size =
      entry.requestHead.count + entry.requestBody.count + entry.responseFields.count
      + entry.responseBody.count
    for (bytes, held) in [(3 * size, 3), (3 * size - 1, 2), (size, 1)] {
      let journal = Self.journal(bytes: bytes)
      for _ in 0..<5 { Self.append("0123456789", to: journal) }
      #expect(journal.count == held)
      #expect(journal.dropped == 5 - held)
    }
  }

  @Test func `keeps an entry alone that is larger than all its bytes`() {
    let journal = Self.journal(bytes: 10)
    Self.append("a", to: journal)
    Self.append("b", to: journal)
    #expect(Self.bodies(journal) == ["b"])
    #expect(journal.dropped == 1)
  }

  @Test func `cuts long bodies and tells their whole length`() throws {
    let journal = Self.journal(bodyBytes: 4)
    journal.append(
      HTTPRequest("POST", "/notes", body: "12345"), Answer(.text("123456", status: .ok)), from: nil,
      at: Timestamp(microseconds: 0))
    let entry = try #require(journal.latest)
    #expect(entry.requestBody == Array("1234".utf8))
    #expect(entry.requestBodyLength == 5)
    #expect(entry.responseBody == Array("1234".utf8))
    #expect(entry.responseBodyLength == 6)
    #expect(entry.request?.body.elementsEqual("1234".utf8) == true)
  }

  @Test func `forgets an entry that is removed`() {
    let journal = Self.journal()
    for body in ["a", "b", "c"] { Self.append(body, to: journal) }
    #expect(journal.remove(1))
    #expect(Self.bodies(journal) == ["a", "c"])
    #expect(journal.count == 2)
    #expect(journal.entry(1) == nil)
    #expect(!journal.remove(1))
    #expect(!journal.remove(3))
    #expect(!journal.remove(-1))
  }

  @Test func `does not count a removed entry as dropped`() {
    let journal = Self.journal(entries: 2)
    Self.append("a", to: journal)
    Self.append("b", to: journal)
    #expect(journal.remove(0))
    Self.append("c", to: journal)
    #expect(Self.bodies(journal) == ["b", "c"])
    #expect(journal.dropped == 0)
  }

  @Test func `has no latest entry once that is removed`() {
    let journal = Self.journal()
    #expect(journal.latest == nil)
    Self.append("a", to: journal)
    #expect(journal.remove(0))
    #expect(journal.latest == nil)
  }

  @Test func `forgets everything when it is cleared, but never gives a number twice`() throws {
    let journal = Self.journal(entries: 3)
    for body in ["a", "b", "c", "d"] { Self.append(body, to: journal) }
    journal.clear()
    #expect(journal.entries().isEmpty)
    #expect(journal.count == 0)
    #expect(journal.dropped == 0)
    #expect(journal.latest == nil)
    Self.append("e", to: journal)
    #expect(Self.bodies(journal) == ["e"])
    #expect(try #require(journal.latest).number > 3)
    #expect(journal.entry(3) == nil)
  }

  @Test(arguments: 1...8)
  func `behaves as a list with limits, whatever the order of calls`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let limit = Int.random(in: 1...7, using: &generator)
    let journal = Self.journal(entries: limit)
    var slots: [(body: String, isRemoved: Bool)] = []
    var dropped = 0
    for step in 0..<400 {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0..<8:
        if slots.count == limit, !slots.removeFirst().isRemoved { dropped += 1 }
        slots.append((String(repeating: "x", count: step % 40) + "\(step)", false))
        Self.append(slots[slots.count - 1].body, to: journal)
      case 8..<11:
        let held = journal.entries()
        guard let place = held.indices.randomElement(using: &generator) else { continue }
        let body = String(decoding: held[place].requestBody, as: UTF8.self)
        for slot in slots.indices where slots[slot].body == body { slots[slot].isRemoved = true }
        #expect(journal.remove(held[place].number))
      default:
        slots = []
        dropped = 0
        journal.clear()
      }
      #expect(Self.bodies(journal) == slots.filter { !$0.isRemoved }.map(\.body))
      #expect(journal.count == slots.count { !$0.isRemoved })
      #expect(journal.dropped == dropped)
    }
  }

  @Test func `loses nothing when many write at once`() async throws {
    let journal = Self.journal(entries: 10_000)
    await withTaskGroup { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<100 {
            let body = "\(writer).\(number)"
            journal.append(
              HTTPRequest("POST", "/\(body)", body: body), Answer(.text(body, status: .ok)),
              from: nil, at: Timestamp(microseconds: 0))
            // Reading must not disturb writing.
            if number % 25 == 0 { _ = journal.entries() }
          }
        }
      }
    }
    let entries = journal.entries()
    #expect(entries.map(\.number) == Array(0..<800))
    #expect(Set(entries.map(\.requestBody)).count == 800)
    for entry in entries {
      let body = String(decoding: entry.requestBody, as: UTF8.self)
      #expect(entry.request?.target.pathAndQuery == "/\(body)")
      #expect(entry.responseBody == entry.requestBody)
    }
    for writer in 0..<8 {
      let own = entries.map { String(decoding: $0.requestBody, as: UTF8.self) }
        .filter { $0.hasPrefix("\(writer).") }
      #expect(own == (0..<100).map { "\(writer).\($0)" })
    }
  }

  @Test func `accounts for every entry when many write more than it holds`() async {
    let journal = Self.journal(entries: 50)
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for number in 0..<100 { Self.append(String(repeating: "y", count: number), to: journal) }
        }
      }
    }
    #expect(journal.count == 50)
    #expect(journal.dropped == 750)
    #expect(journal.entries().map(\.number) == Array(750..<800))
  }
}

@Suite struct `A journal entry` {
  /// A request as it is received, the way it is kept.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var testDescription: String { name }

    init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  private static func kept(_ request: HTTPRequest) throws -> HTTPRequest {
    let journal = Journal()
    journal.append(
      request, Answer(.text("", status: .ok)), from: nil, at: Timestamp(microseconds: 0))
    return try #require(journal.latest?.request)
  }

  @Test(arguments: [
    Case("a GET", "GET /a%20b?c=d&c=e HTTP/1.1\r\nHost: h\r\n\r\n"),
    Case("names in any case", "GET / HTTP/1.1\r\nhOST: h\r\nX-a:  1 \r\n\r\n"),
    Case("repeated names", "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\na: 3\r\nA: 1\r\n\r\n"),
    Case("an absolute target", "GET http://h/x?y HTTP/1.1\r\nHost: h\r\n\r\n"),
    Case("the target of OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"),
    Case("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n"),
    Case("a body", "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n\r\n\0é"),
    Case(
      "a chunked body",
      "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n"
    ),
    Case(
      "a chunked body with trailers",
      "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 1\r\n\r\n"
    ),
    Case(
      "a body that is waited for",
      "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"),
  ])
  func `gives back the request that was received`(example: Case) throws {
    let request = try HTTPRequest.received(example.text)
    let kept = try Self.kept(request)
    #expect(kept.method == request.method)
    #expect(kept.target.raw == request.target.raw)
    #expect(kept.version == request.version)
    #expect(kept.fields.map(\.name.spelling) == request.fields.map(\.name.spelling))
    #expect(kept.fields == request.fields)
    #expect(kept.body == request.body)
    #expect(example.text.utf8.starts(with: kept.receivedHead))
  }

  @Test func `gives back the second request on a connection`() throws {
    var parser = HTTPRequestParser()
    parser.append(
      Array(
        "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nxPOST /2 HTTP/1.1\r\nHost: i\r\nContent-Length: 2\r\n\r\nyz"
          .utf8))
    _ = try parser.next()
    guard case .request(let second) = try parser.next() else {
      Issue.record("there is no second request")
      return
    }
    let kept = try Self.kept(second)
    #expect(kept.target.pathAndQuery == "/2")
    #expect(kept.fields[.host] == "i")
    #expect(kept.body.elementsEqual("yz".utf8))
  }

  @Test func `gives back a request that was made here`() throws {
    let kept = try Self.kept(HTTPRequest("POST", "/x", fields: ["A": "1", "a": "2"], body: "b"))
    #expect(kept.method == .post)
    #expect(kept.fields[values: "a"] == ["1", "2"])
    #expect(kept.body.elementsEqual("b".utf8))
  }
}
