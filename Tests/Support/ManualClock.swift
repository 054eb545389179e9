import Synchronization

/// A clock that stands still until a test moves it, in milliseconds.
public final class ManualClock: Sendable {
  private let time: Atomic<Int64>

  public init(_ start: Int64 = 0) { time = Atomic(start) }

  public var now: Int64 { time.load(ordering: .sequentiallyConsistent) }

  public func advance(by milliseconds: Int64) {
    time.add(milliseconds, ordering: .sequentiallyConsistent)
  }
}
