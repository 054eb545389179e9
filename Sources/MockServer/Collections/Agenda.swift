/// What goes on by itself in a world: for each key at most one change that waits for its time, for
/// being shown, or for both.
///
/// Nothing happens behind anybody's back: whoever holds the state asks what is due before it looks.
public struct Agenda<Key: Hashable & Sendable>: Sendable {
  private struct Entry: Sendable {
    let due: Timestamp
    var readsLeft: Int
    /// Whether the change never happens by time alone.
    let needsReads: Bool
    let number: Int
  }

  private var entries: [Key: Entry] = [:]
  /// A heap by time, then by order of planning; entries that were replaced are skipped when they come up.
  private var queue: [(due: Timestamp, number: Int, key: Key)] = []
  private var counter = 0

  public init() {}

  public var isEmpty: Bool { entries.isEmpty }

  /// Plans a change; replaces one that is planned for the same key.
  public mutating func plan(_ key: Key, _ delay: Delay, at now: Timestamp) {
    counter += 1
    let due = Timestamp(microseconds: now.microseconds + delay.time)
    entries[key] = Entry(
      due: due, readsLeft: delay.reads, needsReads: delay.time == 0 && delay.reads > 0,
      number: counter)
    push((due, counter, key))
  }

  /// Drops what is planned for a key.
  public mutating func cancel(_ key: Key) { entries[key] = nil }

  /// Whether a change is planned for a key.
  public func isPlanned(_ key: Key) -> Bool { entries[key] != nil }

  /// Takes the next change whose time has come and that needs not be shown first; nil when there is
  /// none. Ask until it is nil, since what follows from a change may be due, too.
  public mutating func next(at now: Timestamp) -> (key: Key, due: Timestamp)? {
    while let first = queue.first, first.due <= now {
      pop()
      // Others wait to be shown or used, outside the queue.
      guard let entry = entries[first.key], entry.number == first.number, entry.readsLeft <= 0
      else { continue }
      entries[first.key] = nil
      return (first.key, entry.due)
    }
    return nil
  }

  /// Counts that a key was shown. True when its change is due now, after what was shown; it is taken.
  public mutating func shown(_ key: Key, at now: Timestamp) -> Bool {
    guard entries[key] != nil else { return false }
    entries[key]?.readsLeft -= 1
    guard let entry = entries[key], entry.readsLeft <= 0, entry.due <= now else { return false }
    entries[key] = nil
    return true
  }

  /// Takes the change of a key whose time has come though nobody was shown what was before: the key is
  /// about to be used. False when there is none.
  public mutating func used(_ key: Key, at now: Timestamp) -> Bool {
    guard let entry = entries[key], entry.due <= now, !entry.needsReads || entry.readsLeft <= 0
    else { return false }
    entries[key] = nil
    return true
  }

  // MARK: Heap

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    (queue[left].due, queue[left].number) < (queue[right].due, queue[right].number)
  }

  private mutating func push(_ item: (due: Timestamp, number: Int, key: Key)) {
    queue.append(item)
    var at = queue.count - 1
    while at > 0, isBefore(at, (at - 1) / 2) {
      queue.swapAt(at, (at - 1) / 2)
      at = (at - 1) / 2
    }
  }

  private mutating func pop() {
    queue.swapAt(0, queue.count - 1)
    queue.removeLast()
    var at = 0
    while true {
      var least = at
      for child in [2 * at + 1, 2 * at + 2] where child < queue.count && isBefore(child, least) {
        least = child
      }
      if least == at { return }
      queue.swapAt(at, least)
      at = least
    }
  }
}
