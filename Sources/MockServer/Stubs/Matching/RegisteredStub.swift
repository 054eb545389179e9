/// A stub in force in one world.
final class RegisteredStub: Sendable {
  let stub: Stub
  /// Counts up: among stubs of one priority the newest wins.
  let order: Int
  let registered: Timestamp
  let use: StubUse
  /// What it is looked up by.
  let features: [StubFeature]

  init(_ stub: Stub, order: Int, at time: Timestamp, use: StubUse = StubUse()) {
    self.stub = stub
    self.order = order
    registered = time
    self.use = use
    features = StubFeature.all(of: stub.pattern)
  }

  /// Whether it is asked before another.
  func precedes(_ other: RegisteredStub) -> Bool {
    stub.priority != other.stub.priority
      ? stub.priority < other.stub.priority : order > other.order
  }

  /// Whether its uses or its time are up.
  func hasExpired(at now: Timestamp) -> Bool {
    guard let expiry = stub.expiry else { return false }
    if let uses = expiry.uses, use.times >= uses { return true }
    return expiry.time.map { now.microseconds >= registered.microseconds + $0 } ?? false
  }
}

/// Stubs in the order in which they are asked.
struct RankedStubs: Sendable {
  /// Those that are asked last come first, so that the newest are put where nothing must move.
  private var backwards: [RegisteredStub] = []

  var count: Int { backwards.count }
  var all: ReversedCollection<[RegisteredStub]> { backwards.reversed() }

  mutating func insert(_ entry: RegisteredStub) {
    var (low, high) = (0, backwards.count)
    if let last = backwards.last, entry.precedes(last) { low = high }
    while low < high {
      let middle = (low + high) / 2
      if entry.precedes(backwards[middle]) { low = middle + 1 } else { high = middle }
    }
    backwards.insert(entry, at: low)
  }

  mutating func remove(_ entry: RegisteredStub) { backwards.removeAll { $0 === entry } }

  /// Those of several lists in one order.
  static func merged(_ lists: [RankedStubs]) -> RankedStubs {
    guard lists.count > 1 else { return lists.first ?? RankedStubs() }
    var merged = RankedStubs()
    merged.backwards = lists.flatMap(\.backwards).sorted { $1.precedes($0) }
    return merged
  }
}
