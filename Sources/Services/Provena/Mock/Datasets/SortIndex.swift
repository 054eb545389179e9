/// Identifiers in the order of a value that each has, so that a page costs the same wherever it
/// begins. Equal values are ordered by identifier.
struct SortIndex<Value: Comparable & Sendable>: Sendable {
  struct Entry: Sendable, Comparable {
    let value: Value
    let id: String

    /// Identifiers end in numbers, so the shorter one comes first.
    static func < (left: Entry, right: Entry) -> Bool {
      if left.value != right.value { return left.value < right.value }
      if left.id.utf8.count != right.id.utf8.count {
        return left.id.utf8.count < right.id.utf8.count
      }
      return left.id < right.id
    }
  }

  private var entries: [Entry] = []

  mutating func insert(_ value: Value, _ id: String) {
    let entry = Entry(value: value, id: id)
    entries.insert(entry, at: place { $0 < entry })
  }

  mutating func remove(_ value: Value, _ id: String) {
    let entry = Entry(value: value, id: id)
    let place = place { $0 < entry }
    if entries.indices.contains(place), entries[place] == entry { entries.remove(at: place) }
  }

  /// How many entries come first for which this holds; it must hold for none behind one for which
  /// it does not.
  private func place(where isBefore: (Entry) -> Bool) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(entries[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The entries behind one, which need not be there itself, and whether more follow.
  ///
  /// - Parameters:
  ///   - isAscending: the direction to go, from the one end or the other when `last` is nil.
  ///   - range: what values may be in the page, by two conditions on how they are ordered.
  func page(
    after last: Entry?, isAscending: Bool, limit: Int,
    from isBelow: (Value) -> Bool = { _ in false },
    through isWithin: (Value) -> Bool = { _ in true }
  ) -> (entries: ArraySlice<Entry>, hasMore: Bool) {
    var low = place { isBelow($0.value) }
    var high = place { isBelow($0.value) || isWithin($0.value) }
    if isAscending {
      if let last { low = max(low, place { $0 <= last }) }
      let end = limit < high - low ? low + limit : max(low, high)
      return (entries[low..<end], end < high)
    }
    if let last { high = min(high, place { $0 < last }) }
    let start = limit < high - low ? high - limit : min(low, high)
    return (entries[start..<high], start > low)
  }
}
