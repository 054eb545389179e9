import Synchronization

/// Calls back after a number of steps from any threads.
public final class Countdown: Sendable {
  private let left: Atomic<Int>
  private let done: @Sendable () -> Void

  /// - Parameter steps: at least one.
  public init(_ steps: Int, _ done: @escaping @Sendable () -> Void) {
    left = Atomic(steps)
    self.done = done
  }

  public func step() {
    if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done() }
  }
}
