import Synchronization
import Testing
import Threads

@Suite struct `Work on all cores` {
  private struct Failed: Error, Equatable {
    let number: Int
  }

  @Test(arguments: [0, 1, 2, 1_000])
  func `gives what it gives in the order of what it was given`(count: Int) {
    let doubled = Parallel.map(Array(0..<count)) { $0 * 2 }
    #expect(doubled == (0..<count).map { $0 * 2 })
  }

  @Test func `fails as the first of those that fail`() {
    let failure = #expect(throws: Failed.self) {
      try Parallel.map(Array(0..<100)) { number throws(Failed) in
        if number % 10 == 7 { throw Failed(number: number) }
      }
    }
    #expect(failure == Failed(number: 7))
  }
}
