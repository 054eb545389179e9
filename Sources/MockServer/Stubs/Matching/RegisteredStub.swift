/// A stub in force in one world.
final class RegisteredStub: Sendable {
  let stub: Stub
  /// Counts up: among stubs of one priority the newest wins.
  let order: Int
  let registered: Timestamp
  let use: StubUse

  init(_ stub: Stub, order: Int, at time: Timestamp, use: StubUse = StubUse()) {
    self.stub = stub
    self.order = order
    registered = time
    self.use = use
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
  private(set) var all: [RegisteredStub] = []

  var count: Int { all.count }

  mutating func insert(_ entry: RegisteredStub) {
    // The newest are nearly always first.
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].precedes(entry) { low = middle + 1 } else { high = middle }
    }
    all.insert(entry, at: low)
  }

  mutating func remove(_ order: Int) { all.removeAll { $0.order == order } }

  /// Those of several lists in one order.
  static func merged(_ lists: [[RegisteredStub]]) -> [RegisteredStub] {
    guard lists.count > 1 else { return lists.first ?? [] }
    return lists.flatMap(\.self).sorted { $0.precedes($1) }
  }
}
