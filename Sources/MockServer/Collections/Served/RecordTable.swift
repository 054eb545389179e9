import JSON

/// The records of one collection: found by key, listed by owner in the collection's order.
struct RecordTable: Sendable {
  struct Row: Sendable {
    var record: JSONObject
    /// What tells it from all others.
    let key: String
    /// What its path holds.
    let values: [String]
    let id: String
    fileprivate let number: Int
  }

  /// Where a page begins.
  enum Start {
    /// Behind the record of a key.
    case behind(String)
    /// Behind so many records.
    case skipping(Int)
  }

  private var rows = OrderedTable<Row>()
  /// Where in the order a key is.
  private var places: [String: String] = [:]
  private var made = 0
  private let order: String?

  init(order: String?) { self.order = order }

  subscript(key: String) -> Row? { places[key].flatMap { rows[$0] } }

  func contains(_ key: String) -> Bool { places[key] != nil }

  func count(of owner: String) -> Int { rows.count(of: owner) }

  /// The keys of an owner's records.
  func keys(of owner: String) -> [String] {
    rows.keys(of: owner).compactMap { rows[$0]?.key }
  }

  /// What owns the records below a path.
  static func owner(_ values: [String]) -> String { RecordText.joined(values) }

  /// Adds a record that is not there yet.
  mutating func add(_ record: JSONObject, key: String, values: [String], id: String) {
    made += 1
    insert(Row(record: record, key: key, values: values, id: id, number: made))
  }

  /// Changes a record; its key and its path stay.
  mutating func set(_ record: JSONObject, of key: String) {
    guard let place = places[key], var row = rows[place] else { return }
    row.record = record
    if order == nil {
      rows.change(place) { $0 = row }
    } else {
      rows.remove(place)
      insert(row)
    }
  }

  mutating func remove(_ key: String) {
    if let place = places.removeValue(forKey: key) { rows.remove(place) }
  }

  private mutating func insert(_ row: Row) {
    let place = Self.sortText(order.flatMap { row.record[$0] }, row.number)
    places[row.key] = place
    rows.insert(row, key: place, owner: Self.owner(row.values))
  }

  /// Rows in order, as many as wanted, and whether more follow.
  func page(
    of owner: String, from start: Start, limit: Int, isDescending: Bool,
    where isIncluded: ((JSONObject) -> Bool)?
  ) -> (rows: [Row], hasMore: Bool) {
    let keys = rows.keys(of: owner)
    var step = 0
    var left = 0
    switch start {
    case .behind(let key):
      let place = places[key].map { OrderedTable<Row>.place(of: $0, in: keys) } ?? 0
      step = isDescending ? keys.count - place : place + 1
    case .skipping(let count):
      if isIncluded == nil { step = min(count, keys.count) } else { left = count }
    }
    var page: [Row] = []
    while step < keys.count {
      let place = isDescending ? keys.count - 1 - step : step
      step += 1
      guard let row = rows[keys[place]], isIncluded?(row.record) ?? true else { continue }
      if left > 0 {
        left -= 1
      } else if page.count == limit {
        return (page, true)
      } else {
        page.append(row)
      }
    }
    return (page, false)
  }

  /// How many records of an owner count.
  func count(of owner: String, where isIncluded: (JSONObject) -> Bool) -> Int {
    rows.keys(of: owner).count { rows[$0].map { isIncluded($0.record) } ?? false }
  }

  /// A text that stands in order as the value does: nothing, truth values, numbers, texts; equal ones
  /// in the order of making.
  private static func sortText(_ value: JSONValue?, _ number: Int) -> String {
    let tail = padded(UInt64(number), 12, radix: 10)
    switch value {
    case .none: return tail
    case .null, .array, .object: return "0\u{1}" + tail
    case .bool(let flag): return (flag ? "1t\u{1}" : "1f\u{1}") + tail
    case .number(let number):
      // Doubles stand in the order of their bits, once the sign is seen to.
      let bits = (number.double + 0).bitPattern
      let ordered = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
      return "2" + padded(ordered, 16, radix: 16) + "\u{1}" + tail
    case .string(let text): return "3" + text + "\u{1}" + tail
    }
  }

  private static func padded(_ number: UInt64, _ width: Int, radix: Int) -> String {
    let digits = String(number, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
