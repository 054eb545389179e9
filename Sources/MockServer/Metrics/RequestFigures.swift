import HTTPMessage

/// How many requests a world has served, by method and outcome, and how long each took from its last
/// byte to the first of its answer.
///
/// Kept by the journal, under the lock that it takes for every exchange anyhow: counting costs a few
/// additions. Neither a reset nor a cleared journal sets it back, since counters only grow.
struct RequestFigures: Sendable {
  /// Methods that are told apart; others count as the last.
  static let methods: [HTTPMethod] = [.get, .head, .post, .put, .patch, .delete, .options]
  static let otherMethod = "OTHER"
  /// Statuses are told apart by their first digit.
  static let classes = 5
  /// Upper ends of the histogram's buckets, in nanoseconds; one more bucket is without end.
  static let bounds = [
    5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000, 25_000_000,
    100_000_000, 1_000_000_000,
  ]

  /// By method and, within it, class of status.
  private(set) var counts = [Int](repeating: 0, count: (methods.count + 1) * classes)
  private(set) var buckets = [Int](repeating: 0, count: bounds.count + 1)
  private(set) var nanoseconds = 0

  var total: Int { buckets.reduce(0, +) }

  /// - Parameter nanoseconds: how long it took.
  mutating func count(_ method: HTTPMethod, _ status: HTTPStatus, nanoseconds: Int) {
    let place = Self.methods.firstIndex(of: method) ?? Self.methods.count
    let family = min(max(status.code / 100, 1), Self.classes) - 1
    counts[place * Self.classes + family] += 1
    buckets[Self.bounds.firstIndex { nanoseconds <= $0 } ?? Self.bounds.count] += 1
    self.nanoseconds += nanoseconds
  }

  mutating func add(_ other: RequestFigures) {
    for place in counts.indices { counts[place] += other.counts[place] }
    for place in buckets.indices { buckets[place] += other.buckets[place] }
    nanoseconds += other.nanoseconds
  }

  /// Those that are not 0, by method and class of status (`2xx`).
  var nonzero: [(method: String, family: String, count: Int)] {
    counts.indices.filter { counts[$0] > 0 }.map { place in
      let method = place / Self.classes
      return (
        method < Self.methods.count ? Self.methods[method].name : Self.otherMethod,
        "\(place % Self.classes + 1)xx", counts[place]
      )
    }
  }
}
