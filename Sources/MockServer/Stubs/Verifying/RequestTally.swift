import EventLoop
import HTTPMessage

/// Counts requests in the journal, entry by entry: what was seen once stays counted, whatever the
/// journal drops later.
struct RequestTally {
  /// What is looked for.
  enum Wanted {
    case pattern(StubRequestPattern)
    /// One after another, with others between them.
    case sequence([StubRequestPattern])
  }

  let wanted: Wanted
  /// How many requests fit; of a sequence, how many of its patterns have had theirs.
  private(set) var count = 0
  /// Entries that were dropped before they were looked at.
  private(set) var missed = 0
  private var next = 0

  init(_ wanted: Wanted) { self.wanted = wanted }

  /// Looks at what has come since the last time.
  mutating func look(at journal: Journal) {
    let news = journal.news(since: next)
    next = news.next
    missed += news.missed
    for entry in news.entries {
      guard let request = SeenRequest(entry) else { continue }
      switch wanted {
      case .pattern(let pattern): if pattern.fits(request) { count += 1 }
      case .sequence(let patterns):
        if patterns.indices.contains(count), patterns[count].fits(request) { count += 1 }
      }
    }
  }
}

extension SeenRequest {
  convenience init(_ request: HTTPRequest, from peer: SocketAddress?) {
    self.init(request, clientIP: peer?.host)
  }

  /// A request out of the journal; nil when its bytes are none.
  convenience init?(_ entry: JournalEntry) {
    guard let request = entry.request else { return nil }
    self.init(request, clientIP: entry.peer?.host)
  }
}
