import HTTPMessage
import Synchronization

/// A world's time: the machine's, until somebody moves it on or stops it.
///
/// Every request reads it, so reading takes no lock; a reader that meets a change reads again behind
/// it.
public final class AdjustableClock: WorldClock {
  /// What the clock shows at one moment.
  public struct Reading: Sendable, Hashable {
    public let now: Timestamp
    /// How far it is ahead of the machine's time, in microseconds; behind when negative.
    public let offset: Int
    public let isFrozen: Bool
  }

  /// The times that it can be put to: those that every service can write, also some years later.
  public static let range =
    Timestamp(
      microseconds: 0)...Timestamp(
      microseconds: CalendarTime(year: 9_000, month: 1, day: 1).secondsSince1970 * 1_000_000)

  private let base: any WorldClock
  /// Microseconds added to the base while it runs.
  private let lead = Atomic<Int>(0)
  /// The time at which it stands still; ``running`` while it doesn't.
  private let standstill = Atomic<Int>(AdjustableClock.running)
  /// Counts the beginnings and the ends of changes: odd while one is made.
  private let changes = Atomic<Int>(0)
  /// Held while a change is made.
  private let changing = Mutex(())

  private static let running = Int.min

  public init(base: any WorldClock = SystemClock()) { self.base = base }

  public func now() -> Timestamp {
    whole {
      let frozen = standstill.load(ordering: .acquiring)
      if frozen != Self.running { return Timestamp(microseconds: frozen) }
      return Timestamp(microseconds: base.now().microseconds + lead.load(ordering: .acquiring))
    }
  }

  public var reading: Reading { whole(read) }

  public var isFrozen: Bool { reading.isFrozen }

  /// How far it is ahead of the machine's time, in microseconds; behind when negative.
  public var offset: Int { reading.offset }

  /// Moves the time on; back when negative. False, and nothing has changed, when the ``range`` ends
  /// before.
  @discardableResult
  public func advance(microseconds: Int) -> Bool {
    set { now in
      let (time, isTooFar) = now.microseconds.addingReportingOverflow(microseconds)
      return isTooFar ? nil : Timestamp(microseconds: time)
    }
  }

  /// Puts the clock to a time, from which it runs on, or at which it stays frozen. False, and nothing
  /// has changed, when that is out of ``range``.
  @discardableResult
  public func set(to time: Timestamp) -> Bool { set { _ in time } }

  private func set(_ wanted: (Timestamp) -> Timestamp?) -> Bool {
    change { reading in
      guard let time = wanted(reading.now), Self.range.contains(time) else { return false }
      let machine = reading.now.microseconds - reading.offset
      store(
        lead: time.microseconds - machine,
        standstill: reading.isFrozen ? time.microseconds : Self.running)
      return true
    }
  }

  /// Stops the time.
  public func freeze() {
    change { store(lead: $0.offset, standstill: $0.now.microseconds) }
  }

  /// Lets the time run on from where it was stopped.
  public func resume() {
    change { store(lead: $0.offset, standstill: Self.running) }
  }

  /// Back to the machine's time.
  public func reset() {
    change { _ in store(lead: 0, standstill: Self.running) }
  }

  // MARK: Reading and writing as a whole

  private func read() -> Reading {
    let frozen = standstill.load(ordering: .acquiring)
    let machine = base.now().microseconds
    let lead = lead.load(ordering: .acquiring)
    let now = frozen == Self.running ? machine + lead : frozen
    return Reading(
      now: Timestamp(microseconds: now), offset: now - machine, isFrozen: frozen != Self.running)
  }

  /// What `body` reads, none of it from before a change and none from behind it: with the parts of
  /// two settings, or an old machine's time and a new lead, it would be a time that never was.
  private func whole<Result>(_ body: () -> Result) -> Result {
    let before = changes.load(ordering: .acquiring)
    if before.isMultiple(of: 2) {
      let result = body()
      if changes.load(ordering: .relaxed) == before { return result }
    }
    return changing.withLock { _ in body() }
  }

  /// Makes a change that follows from what the clock shows. Readers wait from before that is read, so
  /// that none has seen a later time than the one at which the clock is stopped.
  private func change<Result>(_ body: (Reading) -> Result) -> Result {
    changing.withLock { _ in
      changes.add(1, ordering: .sequentiallyConsistent)
      defer { changes.add(1, ordering: .releasing) }
      return body(read())
    }
  }

  private func store(lead: Int, standstill: Int) {
    self.lead.store(lead, ordering: .releasing)
    self.standstill.store(standstill, ordering: .releasing)
  }
}
