public import EventLoop
public import HTTPMessage
import Synchronization

/// What was asked and answered, newest kept: bounded by number of entries and by bytes.
///
/// An entry is complete before its answer's first byte leaves, so whoever has an answer finds its
/// entry here. Entries are kept as the bytes that were on the wire and read again only when asked for.
public final class Journal: Sendable {
  public struct Limits: Sendable {
    public var entries = 10_000
    public var bytes = 8 * 1024 * 1024
    /// A longer body is kept up to here; its full length is told.
    public var bodyBytes = 256 * 1024

    public init() {}
  }

  private let limits: Limits
  /// Raised by every entry.
  let changes = ChangeSignal()
  private let ring: Mutex<Ring>

  public init(limits: Limits = Limits()) {
    self.limits = limits
    ring = Mutex(Ring())
  }

  /// What is known of an entry without reading it, and where its parts are in the ring, one behind the
  /// other.
  struct Record {
    let number: Int
    let time: Timestamp
    let duration: Int
    let delay: Int
    let peer: SocketAddress?
    let status: Int
    let reason: String?
    let fault: ArmedFault?
    let isMatched: Bool
    let stub: String?
    fileprivate let start: Int
    fileprivate let head: Int32
    fileprivate let body: Int32
    fileprivate let fields: Int32
    fileprivate let answer: Int32
    fileprivate let bodyLength: Int
    fileprivate let answerLength: Int

    fileprivate var end: Int { start + Int(head) + Int(body) + Int(fields) + Int(answer) }
  }

  private struct Ring {
    var bytes = ByteRing()
    /// Records by number modulo the limit; the oldest is `first`.
    var records: [Record] = []
    var first = 0
    var next = 0
    var dropped = 0
    var removed: Set<Int> = []
    var figures = RequestFigures()
  }

  /// Adds an exchange, dropping the oldest where a limit is reached.
  ///
  /// - Parameter duration: how long the answer took, in nanoseconds.
  public func append(
    _ request: HTTPRequest, _ answer: Answer, from peer: SocketAddress?, at time: Timestamp,
    duration: Int = 0
  ) {
    let head =
      request.receivedHead.isEmpty ? HTTPWriter.head(of: request)[...] : request.receivedHead
    let body = request.body.prefix(limits.bodyBytes)
    let fields = answer.response.fields.wireForm
    let content = answer.response.body.prefix(limits.bodyBytes)
    ring.withLock { ring in
      let size = head.count + body.count + fields.count + content.count
      makeRoom(for: size, in: &ring)
      let record = Record(
        number: ring.next, time: time, duration: duration,
        delay: answer.response.delivery?.delay ?? 0, peer: peer,
        status: answer.response.status.code,
        reason: answer.reason, fault: answer.fault, isMatched: answer.isMatched, stub: answer.stub,
        start: ring.bytes.end,
        head: Int32(head.count), body: Int32(body.count), fields: Int32(fields.count),
        answer: Int32(content.count), bodyLength: request.body.count,
        answerLength: answer.response.body.count)
      head.withUnsafeBytes { ring.bytes.append($0) }
      body.withUnsafeBytes { ring.bytes.append($0) }
      fields.withUnsafeBytes { ring.bytes.append($0) }
      content.withUnsafeBytes { ring.bytes.append($0) }
      if ring.records.count < limits.entries {
        ring.records.append(record)
      } else {
        ring.records[ring.next % limits.entries] = record
      }
      ring.next += 1
      ring.figures.count(request.method, answer.response.status, nanoseconds: duration)
    }
    changes.raise()
  }

  private func makeRoom(for size: Int, in ring: inout Ring) {
    while ring.next - ring.first >= limits.entries
      || (ring.next > ring.first && ring.bytes.count + size > limits.bytes)
    {
      let oldest = ring.records[ring.first % limits.entries]
      ring.bytes.drop(before: oldest.end)
      if ring.removed.remove(ring.first) == nil { ring.dropped += 1 }
      ring.first += 1
    }
    ring.bytes.reserve(size)
  }

  /// How many entries were dropped for lack of room since the last clearing.
  public var dropped: Int { ring.withLock { $0.dropped } }

  /// How many entries are held.
  public var count: Int { ring.withLock { $0.next - $0.first - $0.removed.count } }

  /// The entries held, oldest first.
  public func entries() -> [JournalEntry] {
    ring.withLock { ring in
      (ring.first..<ring.next).filter { !ring.removed.contains($0) }.map { number in
        entry(ring.records[number % limits.entries], ring.bytes)
      }
    }
  }

  /// The newest of the entries held that are meant, newest first, and how many are meant at all. Only
  /// what is given is read.
  func newest(
    _ limit: Int, where isMeant: (Record) -> Bool
  ) -> (entries: [JournalEntry], total: Int) {
    ring.withLock { ring in
      var entries: [JournalEntry] = []
      var total = 0
      for number in (ring.first..<ring.next).reversed() where !ring.removed.contains(number) {
        let record = ring.records[number % limits.entries]
        guard isMeant(record) else { continue }
        total += 1
        if entries.count < limit { entries.append(entry(record, ring.bytes)) }
      }
      return (entries, total)
    }
  }

  /// Counts all requests, also those whose entries are dropped or cleared.
  var figures: RequestFigures { ring.withLock { $0.figures } }

  /// The number that the next entry gets.
  var next: Int { ring.withLock { $0.next } }

  /// The newest of what has come since an earlier look, oldest first.
  ///
  /// - Parameter number: the first that is wanted; what was given as `next` the last time.
  func newest(
    since number: Int, limit: Int
  ) -> (entries: [JournalEntry], next: Int, skipped: Int) {
    ring.withLock { ring in
      let held = max(number, ring.first)
      let start = max(held, ring.next - limit)
      let entries = (start..<max(start, ring.next)).filter { !ring.removed.contains($0) }.map {
        entry(ring.records[$0 % limits.entries], ring.bytes)
      }
      // A clearing makes numbers jump; what it took away was not left out.
      let dropped = min(ring.dropped, max(0, ring.first - number))
      return (entries, ring.next, dropped + start - held)
    }
  }

  /// What has come since an earlier look, and how much of that was dropped meanwhile.
  struct News {
    let entries: [JournalEntry]
    /// What to ask with the next time.
    let next: Int
    let missed: Int
  }

  /// - Parameter number: 0 for all since the last clearing.
  func news(since number: Int) -> News {
    ring.withLock { ring in
      let held = (max(ring.first, number)..<max(ring.next, number))
      let entries = held.filter { !ring.removed.contains($0) }.map { number in
        entry(ring.records[number % limits.entries], ring.bytes)
      }
      let missed = number < ring.first ? min(ring.dropped, ring.first - number) : 0
      return News(entries: entries, next: max(ring.next, number), missed: missed)
    }
  }

  /// The entry that was added last; nil when it is not held.
  public var latest: JournalEntry? { entry(ring.withLock { $0.next } - 1) }

  /// One entry; nil when it is not held.
  public func entry(_ number: Int) -> JournalEntry? {
    ring.withLock { ring in
      guard (ring.first..<ring.next).contains(number), !ring.removed.contains(number) else {
        return nil
      }
      return entry(ring.records[number % limits.entries], ring.bytes)
    }
  }

  /// Takes one entry out; false when it is not held.
  public func remove(_ number: Int) -> Bool {
    ring.withLock { ring in
      guard (ring.first..<ring.next).contains(number) else { return false }
      return ring.removed.insert(number).inserted
    }
  }

  /// Forgets everything, also how many were dropped. Numbers go on counting.
  public func clear() {
    ring.withLock { ring in
      ring.bytes.removeAll()
      ring.records.removeAll()
      // Places in `records` follow from numbers, so counting goes on at a whole multiple.
      ring.next = (ring.next + limits.entries - 1) / limits.entries * limits.entries
      ring.first = ring.next
      ring.dropped = 0
      ring.removed = []
    }
  }

  private func entry(_ record: Record, _ bytes: ByteRing) -> JournalEntry {
    var place = record.start
    func take(_ count: Int32) -> [UInt8] {
      defer { place += Int(count) }
      return bytes.bytes(place..<(place + Int(count)))
    }
    return JournalEntry(
      number: record.number, time: record.time, duration: record.duration, delay: record.delay,
      peer: record.peer, requestHead: take(record.head),
      requestBody: take(record.body), requestBodyLength: record.bodyLength,
      status: HTTPStatus(record.status), responseFields: take(record.fields),
      responseBody: take(record.answer), responseBodyLength: record.answerLength,
      reason: record.reason, fault: record.fault, isMatched: record.isMatched, stub: record.stub)
  }
}

/// One exchange out of the journal.
public struct JournalEntry: Sendable {
  /// Counts all exchanges of a world.
  public let number: Int
  public let time: Timestamp
  /// How long the answer took, in nanoseconds.
  public let duration: Int
  /// What it was to wait beyond that, in milliseconds.
  public let delay: Int
  public let peer: SocketAddress?
  /// The request line and field lines as received.
  public let requestHead: [UInt8]
  /// The decoded body, up to the journal's limit.
  public let requestBody: [UInt8]
  public let requestBodyLength: Int
  public let status: HTTPStatus
  /// The answer's field lines in wire form, without those that every answer has.
  public let responseFields: [UInt8]
  public let responseBody: [UInt8]
  public let responseBodyLength: Int
  /// Why the request was refused.
  public let reason: String?
  /// The fault that the answer met.
  public let fault: ArmedFault?
  public let isMatched: Bool
  /// The identifier of the stub that answered.
  public let stub: String?

  /// The request, read again from its bytes.
  public var request: HTTPRequest? {
    try? HTTPRequest(receivedHead: requestHead, body: requestBody)
  }

  /// An identifier in the form of a UUID, as WireMock's clients expect; no two services share one.
  public func id(in service: String) -> String { Self.id(number, in: service) }

  /// The number behind an ``id(in:)``; nil when it is none of this service.
  public static func number(ofID id: String, in service: String) -> Int? {
    guard let number = Int(id.replacing("-", with: "").suffix(12), radix: 16), number >= 0,
      Self.id(number, in: service) == id.lowercased()
    else { return nil }
    return number
  }

  /// The service's name, hashed (FNV-1a), is the first half; the number ends the second.
  static func id(_ number: Int, in service: String) -> String {
    let name = service.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return UUIDText.format(high: name & ~0xF000 | 0x4000, low: 0b10 << 62 | UInt64(number))
  }
}
