public import MockServer
import Synchronization

/// Time that stands still until a test moves it.
public final class ManualClock: WorldClock {
  private let microseconds: Atomic<Int>

  /// - Parameter start: by default 2026-01-31T12:00:00.000001Z.
  public init(_ start: String = "2026-01-31T12:00:00.000001") {
    microseconds = Atomic(Timestamp(iso8601: start)?.microseconds ?? 0)
  }

  public func now() -> Timestamp { Timestamp(microseconds: microseconds.load(ordering: .relaxed)) }

  public func advance(seconds: Int) { microseconds.add(seconds * 1_000_000, ordering: .relaxed) }
}
