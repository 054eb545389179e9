import MockServer
import Testing

@Suite final class `An agenda` {
  private var agenda = Agenda<String>()

  private static func second(_ number: Int) -> Timestamp {
    Timestamp(microseconds: number * 1_000_000)
  }

  private static func after(_ seconds: Int, reads: Int = 0) -> Delay {
    Delay(time: seconds * 1_000_000, reads: reads)
  }

  /// Everything that is due, in order.
  private func due(at second: Int) -> [String] {
    var keys: [String] = []
    while let (key, _) = agenda.next(at: Self.second(second)) { keys.append(key) }
    return keys
  }

  private func shown(_ key: String, at second: Int) -> Bool {
    agenda.shown(key, at: Self.second(second))
  }

  private func used(_ key: String, at second: Int) -> Bool {
    agenda.used(key, at: Self.second(second))
  }

  @Test func `is empty at first`() {
    #expect(agenda.isEmpty)
    #expect(!agenda.isPlanned("a"))
  }

  @Test func `gives a change when its time has come, once`() {
    agenda.plan("a", Self.after(5), at: Self.second(10))
    #expect(due(at: 14) == [])
    #expect(agenda.isPlanned("a"))
    #expect(due(at: 15) == ["a"])
    #expect(agenda.isEmpty)
    #expect(due(at: 99) == [])
  }

  @Test func `tells when a change was due, however late it is asked`() {
    agenda.plan("a", Self.after(5), at: Self.second(10))
    let change = agenda.next(at: Self.second(3600))
    #expect(change?.key == "a")
    #expect(change?.due == Self.second(15))
  }

  @Test func `gives changes by their time, and those of one time as they were planned`() {
    for (key, seconds) in [("d", 3), ("a", 1), ("c", 2), ("b", 1), ("e", 3)] {
      agenda.plan(key, Self.after(seconds), at: Self.second(0))
    }
    #expect(due(at: 2) == ["a", "b", "c"])
    #expect(due(at: 3) == ["d", "e"])
  }

  @Test(arguments: 0..<50)
  func `gives any number of changes in order`(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    var plans: [(due: Int, number: Int)] = []
    for number in 0..<100 {
      let due = Int.random(in: 0..<20, using: &numbers)
      plans.append((due, number))
      agenda.plan("\(number)", Self.after(due), at: Self.second(0))
    }
    var given: [String] = []
    for second in 0..<20 { given += due(at: second) }
    #expect(given == plans.sorted { $0 < $1 }.map { "\($0.number)" })
  }

  @Test func `lets what follows from a change be due at once`() {
    agenda.plan("a", Self.after(1), at: Self.second(0))
    var changes: [String] = []
    while let (key, due) = agenda.next(at: Self.second(10)) {
      changes.append(key)
      if changes.count < 3 { agenda.plan(key + "a", Self.after(1), at: due) }
    }
    #expect(changes == ["a", "aa", "aaa"])
  }

  @Test(arguments: [(1, 5), (5, 1)])
  func `keeps only the last plan for a key`(first: Int, second: Int) {
    agenda.plan("a", Self.after(first), at: Self.second(0))
    agenda.plan("a", Self.after(second), at: Self.second(0))
    #expect(due(at: second - 1) == [])
    #expect(due(at: second) == ["a"])
    #expect(due(at: 10) == [])
  }

  @Test func `drops what is cancelled`() {
    agenda.plan("a", Self.after(1), at: Self.second(0))
    agenda.plan("b", Self.after(1), at: Self.second(0))
    agenda.cancel("a")
    agenda.cancel("unknown")
    #expect(!agenda.isPlanned("a"))
    #expect(due(at: 1) == ["b"])
  }

  @Test func `takes a new plan for a key that was cancelled`() {
    agenda.plan("a", Self.after(1), at: Self.second(0))
    agenda.cancel("a")
    agenda.plan("a", Self.after(3), at: Self.second(0))
    #expect(due(at: 2) == [])
    #expect(due(at: 3) == ["a"])
  }

  // MARK: Changes that wait to be shown

  @Test func `gives no change whose key was not shown, whatever the time`() {
    agenda.plan("a", Self.after(0, reads: 2), at: Self.second(0))
    #expect(due(at: 3600) == [])
    #expect(!shown("a", at: 0))
    #expect(due(at: 3600) == [])
    #expect(shown("a", at: 0))
    #expect(agenda.isEmpty)
    #expect(!shown("a", at: 0))
  }

  @Test func `gives a change at its time when it was shown before`() {
    agenda.plan("a", Self.after(5, reads: 1), at: Self.second(0))
    #expect(!shown("a", at: 1))
    #expect(due(at: 4) == [])
    #expect(due(at: 5) == ["a"])
  }

  @Test func `gives a change when it is shown after its time`() {
    agenda.plan("a", Self.after(5, reads: 1), at: Self.second(0))
    #expect(due(at: 6) == [])
    #expect(shown("a", at: 6))
    #expect(agenda.isEmpty)
  }

  @Test func `counts no more reads than were asked for`() {
    agenda.plan("a", Self.after(5, reads: 1), at: Self.second(0))
    for _ in 0..<3 { #expect(!shown("a", at: 1)) }
    #expect(due(at: 5) == ["a"])
  }

  @Test func `takes a change that needs no reads when its key is shown at its time`() {
    agenda.plan("a", Self.after(5), at: Self.second(0))
    #expect(!shown("a", at: 4))
    #expect(shown("a", at: 5))
    #expect(due(at: 9) == [])
  }

  // MARK: Use

  @Test func `takes a change whose time has come when its key is used unseen`() {
    agenda.plan("a", Self.after(5, reads: 1), at: Self.second(0))
    #expect(!used("a", at: 4))
    #expect(used("a", at: 5))
    #expect(!used("a", at: 5))
    #expect(agenda.isEmpty)
  }

  @Test func `takes none on use that only being shown brings about`() {
    agenda.plan("a", Self.after(0, reads: 1), at: Self.second(0))
    #expect(!used("a", at: 3600))
    #expect(shown("a", at: 3600))
  }

  @Test func `has nothing for keys that it does not know`() {
    #expect(!shown("a", at: 0))
    #expect(!used("a", at: 0))
  }
}
