/// All stubs of a world.
struct StubTable: Sendable {
  private var byID: [String: RegisteredStub] = [:]
  private(set) var index = StubIndex()
  private var nextOrder = 0
  /// Counts changes, for what is made of the stubs and kept.
  private(set) var version = 0

  var count: Int { byID.count }

  /// Newest first.
  var all: [RegisteredStub] { byID.values.sorted { $0.order > $1.order } }

  subscript(id: String) -> RegisteredStub? { byID[id.lowercased()] }

  /// Adds a stub, or puts it in the place of the one that has its identifier.
  mutating func put(_ stub: Stub, at time: Timestamp) {
    version += 1
    let old = byID[stub.id]
    if let old { index.remove(old) }
    let entry: RegisteredStub
    if let old {
      entry = RegisteredStub(stub, order: old.order, at: time, use: old.use)
    } else {
      entry = RegisteredStub(stub, order: nextOrder, at: time)
      nextOrder += 1
    }
    byID[stub.id] = entry
    index.insert(entry)
  }

  /// Takes a stub out; nil when it is not there.
  @discardableResult
  mutating func remove(_ id: String) -> RegisteredStub? {
    guard let entry = byID.removeValue(forKey: id.lowercased()) else { return nil }
    version += 1
    index.remove(entry)
    return entry
  }

  mutating func removeAll() {
    version += 1
    byID = [:]
    index = StubIndex()
  }

  /// Takes out those whose time is up.
  mutating func removeExpired(at now: Timestamp) {
    for entry in byID.values where entry.hasExpired(at: now) { remove(entry.stub.id) }
  }
}
