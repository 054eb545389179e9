/// Records by key, and for each owner the keys in order, so that a page costs the same wherever it
/// begins.
public struct OrderedTable<Record: Sendable>: Sendable {
  private struct Row: Sendable {
    var record: Record
    let owner: String
  }

  private var rows: [String: Row] = [:]
  private var keysByOwner: [String: [String]] = [:]
  private var allKeys: [String] = []

  public init() {}

  public var count: Int { rows.count }

  /// How many records an owner has.
  public func count(of owner: String) -> Int { keysByOwner[owner]?.count ?? 0 }

  /// The record of a key.
  public subscript(key: String) -> Record? { rows[key]?.record }

  /// Changes the record of a key in place; gives what `body` gives, or nil when there is none.
  @discardableResult
  public mutating func change<Result, Failure>(
    _ key: String, _ body: (inout Record) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let place = rows.index(forKey: key) else { return nil }
    return try body(&rows.values[place].record)
  }

  /// Whom a key belongs to.
  public func owner(of key: String) -> String? { rows[key]?.owner }

  /// Adds a record, or replaces the one of the same key.
  public mutating func insert(_ record: Record, key: String, owner: String) {
    if let old = rows[key] { take(key, outOf: old.owner) }
    rows[key] = Row(record: record, owner: owner)
    var keys = keysByOwner.removeValue(forKey: owner) ?? []
    keys.insert(key, at: Self.place(of: key, in: keys))
    keysByOwner[owner] = keys
    allKeys.insert(key, at: Self.place(of: key, in: allKeys))
  }

  /// Takes a record out; nil when there is none.
  @discardableResult
  public mutating func remove(_ key: String) -> Record? {
    guard let row = rows.removeValue(forKey: key) else { return nil }
    take(key, outOf: row.owner)
    return row.record
  }

  private mutating func take(_ key: String, outOf owner: String) {
    Self.remove(key, from: &keysByOwner[owner, default: []])
    Self.remove(key, from: &allKeys)
  }

  private static func remove(_ key: String, from keys: inout [String]) {
    let place = place(of: key, in: keys)
    if place < keys.count, keys[place] == key { keys.remove(at: place) }
  }

  /// The keys of an owner, or of all, in order.
  public func keys(of owner: String?) -> [String] {
    guard let owner else { return allKeys }
    return keysByOwner[owner] ?? []
  }

  /// The records of an owner, or of all, in order of their keys.
  public func records(of owner: String?) -> [Record] { keys(of: owner).compactMap { self[$0] } }

  /// Keys behind a marker, which need not be a key itself, as many as wanted, and whether more follow.
  ///
  /// - Parameter isIncluded: which records count; nil for all, which need not be looked at then.
  public func page(
    of owner: String?, after marker: String?, limit: Int,
    where isIncluded: ((Record) -> Bool)? = nil
  ) -> (keys: [String], hasMore: Bool) {
    let keys = keys(of: owner)
    var place = marker.map { Self.place(of: $0, in: keys) } ?? 0
    if let marker, place < keys.count, keys[place] == marker { place += 1 }
    guard let isIncluded else {
      let end = min(place + limit, keys.count)
      return (Array(keys[place..<end]), end < keys.count)
    }
    var page: [String] = []
    while place < keys.count {
      if let record = self[keys[place]], isIncluded(record) {
        if page.count == limit { return (page, true) }
        page.append(keys[place])
      }
      place += 1
    }
    return (page, false)
  }

  /// Where a key stands or would stand.
  static func place(of key: String, in keys: [String]) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
