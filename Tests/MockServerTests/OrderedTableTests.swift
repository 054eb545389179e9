import MockServer
import Testing

@Suite struct `A table in order` {
  private var table = OrderedTable<Int>()

  /// Owner `x` has `b`, `d` and `f`; `y` has `c`.
  init() {
    for (key, owner, record) in [("d", "x", 4), ("b", "x", 2), ("c", "y", 3), ("f", "x", 6)] {
      table.insert(record, key: key, owner: owner)
    }
  }

  @Test func `finds a record by its key`() {
    #expect(table["b"] == 2)
    #expect(table["z"] == nil)
    #expect(table.owner(of: "c") == "y")
    #expect(table.owner(of: "z") == nil)
  }

  @Test func `counts`() {
    #expect(table.count == 4)
    #expect(table.count(of: "x") == 3)
    #expect(table.count(of: "nobody") == 0)
  }

  @Test func `lists in order of the keys`() {
    #expect(table.keys(of: "x") == ["b", "d", "f"])
    #expect(table.keys(of: nil) == ["b", "c", "d", "f"])
    #expect(table.keys(of: "nobody") == [])
    #expect(table.records(of: "x") == [2, 4, 6])
    #expect(table.records(of: nil) == [2, 3, 4, 6])
  }

  @Test mutating func `replaces the record of a key, also for another owner`() {
    table.insert(40, key: "d", owner: "y")
    #expect(table["d"] == 40)
    #expect(table.count == 4)
    #expect(table.keys(of: "x") == ["b", "f"])
    #expect(table.keys(of: "y") == ["c", "d"])
    #expect(table.keys(of: nil) == ["b", "c", "d", "f"])
  }

  @Test mutating func `changes a record in place`() {
    let said = table.change("d") { record in
      record += 1
      return "done"
    }
    #expect(said == "done")
    #expect(table["d"] == 5)
    let nothing: Void? = table.change("z") { $0 += 1 }
    #expect(nothing == nil)
  }

  @Test mutating func `keeps a record whose change fails`() {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try table.change("d") { _ throws(Failure) in throw Failure() } }
    #expect(table["d"] == 4)
  }

  @Test mutating func `takes a record out`() {
    let removed = (table.remove("d"), table.remove("d"))
    #expect(removed == (4, nil))
    #expect(table["d"] == nil)
    #expect(table.owner(of: "d") == nil)
    #expect(table.keys(of: "x") == ["b", "f"])
    #expect(table.keys(of: nil) == ["b", "c", "f"])
  }

  struct Page: Sendable, CustomTestStringConvertible {
    let owner: String?
    let marker: String?
    let limit: Int
    let keys: [String]
    let hasMore: Bool
    var testDescription: String { "\(limit) of \(owner ?? "all") after \(marker ?? "nothing")" }

    init(_ owner: String?, _ marker: String?, _ limit: Int, _ keys: [String], more: Bool = false) {
      self.owner = owner
      self.marker = marker
      self.limit = limit
      self.keys = keys
      hasMore = more
    }
  }

  @Test(arguments: [
    Page("x", nil, 2, ["b", "d"], more: true), Page("x", nil, 3, ["b", "d", "f"]),
    Page("x", nil, 9, ["b", "d", "f"]), Page("x", "b", 1, ["d"], more: true),
    Page("x", "d", 9, ["f"]), Page("x", "f", 9, []), Page("x", "c", 9, ["d", "f"]),
    Page("x", "", 1, ["b"], more: true), Page("x", "zzz", 9, []),
    Page(nil, "b", 2, ["c", "d"], more: true),
    Page("nobody", nil, 9, []), Page("nobody", "a", 9, []), Page("x", nil, 0, [], more: true),
    Page("x", "f", 0, []),
  ])
  func `gives pages behind a marker`(page: Page) {
    let (keys, hasMore) = table.page(of: page.owner, after: page.marker, limit: page.limit)
    #expect(keys == page.keys)
    #expect(hasMore == page.hasMore)
  }

  @Test func `counts only wanted records for a page`() {
    #expect(table.page(of: "x", after: nil, limit: 2, where: { $0 != 4 }) == (["b", "f"], false))
    #expect(table.page(of: "x", after: nil, limit: 1, where: { $0 > 3 }) == (["d"], true))
    #expect(table.page(of: "x", after: nil, limit: 1, where: { $0 == 4 }) == (["d"], false))
  }

  @Test mutating func `is a value`() {
    let before = table
    table.insert(0, key: "a", owner: "x")
    table.remove("b")
    table.change("d") { $0 = 0 }
    #expect(before.records(of: "x") == [2, 4, 6])
    #expect(table.records(of: "x") == [0, 0, 6])
  }

  @Test(arguments: 0..<20)
  func `is what a plain list would be, whatever is done`(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    var table = OrderedTable<Int>()
    var plain: [String: (record: Int, owner: String)] = [:]
    for record in 0..<300 {
      let key = "k\(Int.random(in: 0..<40, using: &numbers))"
      let owner = "o\(Int.random(in: 0..<3, using: &numbers))"
      if Bool.random(using: &numbers) {
        table.insert(record, key: key, owner: owner)
        plain[key] = (record, owner)
      } else {
        let removed = (table.remove(key), plain.removeValue(forKey: key)?.record)
        #expect(removed.0 == removed.1)
      }
    }
    #expect(table.count == plain.count)
    #expect(table.keys(of: nil) == plain.keys.sorted())
    for owner in ["o0", "o1", "o2"] {
      let expected = plain.filter { $0.value.owner == owner }.sorted { $0.key < $1.key }
      #expect(table.keys(of: owner) == expected.map(\.key))
      #expect(table.records(of: owner) == expected.map(\.value.record))
      #expect(table.count(of: owner) == expected.count)
    }
  }
}
