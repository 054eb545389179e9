import Synchronization

/// A world's time: the machine's, until somebody moves it on or stops it.
public final class AdjustableClock: WorldClock {
  private let base: any WorldClock
  /// Microseconds added to the base while it runs.
  private let lead = Atomic<Int>(0)
  /// The time at which it stands still; ``running`` while it doesn't. Written after ``lead``, read
  /// before it.
  private let standstill = Atomic<Int>(AdjustableClock.running)
  /// Held while a change is made of several steps; reading the time needs no lock.
  private let changing = Mutex(())

  private static let running = Int.min

  public init(base: any WorldClock = SystemClock()) { self.base = base }

  public func now() -> Timestamp {
    let frozen = standstill.load(ordering: .acquiring)
    if frozen != Self.running { return Timestamp(microseconds: frozen) }
    return Timestamp(microseconds: base.now().microseconds + lead.load(ordering: .relaxed))
  }

  public var isFrozen: Bool { standstill.load(ordering: .acquiring) != Self.running }

  /// How far it is ahead of the machine's time, in microseconds; behind when negative.
  public var offset: Int { now().microseconds - base.now().microseconds }

  /// Moves the time on; back when negative.
  public func advance(microseconds: Int) { set(now: { $0 + microseconds }) }

  /// Puts the clock to a time, from which it runs on, or at which it stays frozen.
  public func set(to time: Timestamp) { set(now: { _ in time.microseconds }) }

  private func set(now change: (Int) -> Int) {
    changing.withLock { _ in
      let wanted = change(now().microseconds)
      if isFrozen {
        standstill.store(wanted, ordering: .releasing)
      } else {
        lead.store(wanted - base.now().microseconds, ordering: .releasing)
      }
    }
  }

  /// Stops the time.
  public func freeze() {
    changing.withLock { _ in standstill.store(now().microseconds, ordering: .releasing) }
  }

  /// Lets the time run on from where it was stopped.
  public func resume() {
    changing.withLock { _ in
      guard isFrozen else { return }
      lead.store(now().microseconds - base.now().microseconds, ordering: .relaxed)
      standstill.store(Self.running, ordering: .releasing)
    }
  }

  /// Back to the machine's time.
  public func reset() {
    changing.withLock { _ in
      lead.store(0, ordering: .relaxed)
      standstill.store(Self.running, ordering: .releasing)
    }
  }
}
