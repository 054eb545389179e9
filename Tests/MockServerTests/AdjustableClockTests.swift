import MockServer
import MockSupport
import Synchronization
import Testing

@Suite struct `A world's clock` {
  private static let hour = 3_600_000_000

  private let machine = ManualClock("2026-01-31T12:00:00")
  private let clock: AdjustableClock

  init() { clock = AdjustableClock(base: machine) }

  /// A step of a person, or of the machine's time.
  enum Step: Sendable {
    case advance(Int)
    case set(String)
    case freeze, resume, reset
    case pass(Int)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let steps: [Step]
    let now: String
    /// In seconds.
    let offset: Int
    let isFrozen: Bool
    var testDescription: String { steps.map { "\($0)" }.joined(separator: ", ") }

    init(_ steps: Step..., now: String, offset: Int, isFrozen: Bool = false) {
      self.steps = steps
      self.now = now
      self.offset = offset
      self.isFrozen = isFrozen
    }
  }

  @Test(arguments: [
    Case(now: "2026-01-31T12:00:00", offset: 0),
    Case(.pass(60), now: "2026-01-31T12:01:00", offset: 0),
    Case(.advance(3600), now: "2026-01-31T13:00:00", offset: 3600),
    Case(.advance(3600), .pass(60), now: "2026-01-31T13:01:00", offset: 3600),
    Case(.advance(3600), .advance(-7200), now: "2026-01-31T11:00:00", offset: -3600),
    Case(.set("2030-01-01T00:00:00"), .pass(5), now: "2030-01-01T00:00:05", offset: 123_595_200),
    Case(.set("2026-01-31T11:00:00"), now: "2026-01-31T11:00:00", offset: -3600),
    Case(.freeze, .pass(60), now: "2026-01-31T12:00:00", offset: -60, isFrozen: true),
    Case(.freeze, .pass(60), .freeze, now: "2026-01-31T12:00:00", offset: -60, isFrozen: true),
    Case(
      .freeze, .pass(60), .advance(90), .pass(60), now: "2026-01-31T12:01:30", offset: -30,
      isFrozen: true),
    Case(
      .freeze, .set("2026-01-31T13:00:00"), .pass(60), now: "2026-01-31T13:00:00", offset: 3540,
      isFrozen: true),
    Case(.freeze, .pass(60), .resume, .pass(5), now: "2026-01-31T12:00:05", offset: -60),
    Case(.advance(10), .resume, .pass(5), now: "2026-01-31T12:00:15", offset: 10),
    Case(.advance(10), .pass(5), .reset, now: "2026-01-31T12:00:05", offset: 0),
    Case(.advance(10), .freeze, .pass(5), .reset, now: "2026-01-31T12:00:05", offset: 0),
  ])
  func `shows what was made of the machine's time`(example: Case) throws {
    for step in example.steps {
      switch step {
      case .advance(let seconds): #expect(clock.advance(microseconds: seconds * 1_000_000))
      case .set(let time): #expect(clock.set(to: try #require(Timestamp(iso8601: time))))
      case .freeze: clock.freeze()
      case .resume: clock.resume()
      case .reset: clock.reset()
      case .pass(let seconds): machine.advance(seconds: seconds)
      }
    }
    #expect(clock.now().iso8601 == example.now)
    #expect(clock.isFrozen == example.isFrozen)
    #expect(clock.offset == example.offset * 1_000_000)
    let reading = clock.reading
    #expect(reading.now == clock.now())
    #expect(reading.isFrozen == example.isFrozen)
    #expect(reading.offset == example.offset * 1_000_000)
  }

  @Test(arguments: [Int.max, Int.min, 300_000_000_000 * 1_000_000, -57 * 365 * 86_400_000_000])
  func `does not go where services could not follow`(microseconds: Int) {
    #expect(!clock.advance(microseconds: microseconds))
    #expect(!clock.set(to: Timestamp(microseconds: microseconds)))
    #expect(clock.now() == machine.now())
  }

  @Test func `goes to both ends of its range`() {
    let range = AdjustableClock.range
    #expect(range.upperBound.iso8601 == "9000-01-01T00:00:00")
    for end in [range.lowerBound, range.upperBound] {
      #expect(clock.set(to: end))
      #expect(clock.now() == end)
    }
    #expect(!clock.advance(microseconds: 1))
  }

  /// A machine's time whose first reader comes so late with what it has read that others did
  /// something meanwhile.
  private final class Late: WorldClock {
    let machine: ManualClock
    private let meanwhile = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ machine: ManualClock) { self.machine = machine }

    func delayNextReader(_ meanwhile: @escaping @Sendable () -> Void) {
      self.meanwhile.withLock { $0 = meanwhile }
    }

    func now() -> Timestamp {
      let time = machine.now()
      let meanwhile = self.meanwhile.withLock { meanwhile in
        defer { meanwhile = nil }
        return meanwhile
      }
      meanwhile?()
      return time
    }
  }

  @Test(arguments: [true, false])
  func `shows no time that never was to who reads it while it is changed`(isWhole: Bool) {
    let late = Late(machine)
    let clock = AdjustableClock(base: late)
    late.delayNextReader {
      clock.freeze()
      late.machine.advance(seconds: 60)
      clock.resume()
    }
    let seen = isWhole ? clock.reading.now : clock.now()
    #expect(seen.iso8601 == "2026-01-31T12:00:00")
    #expect(clock.now() == seen)
    #expect(clock.offset == -60_000_000)
  }

  /// A machine's time that goes on by a second whenever it is read.
  private final class Ticking: WorldClock {
    private let ticks = Atomic<Int>(1_000_000_000)

    func now() -> Timestamp {
      Timestamp(microseconds: ticks.add(1, ordering: .relaxed).newValue * 1_000_000)
    }
  }

  @Test func `never goes back by being stopped, for anybody who reads it meanwhile`() async {
    let clock = AdjustableClock(base: Ticking())
    await withTaskGroup { group in
      for _ in 0..<2 {
        group.addTask {
          var last = clock.now()
          for _ in 0..<100_000 {
            let now = clock.now()
            if now < last { Issue.record("\(now.iso8601) after \(last.iso8601)") }
            last = now
          }
        }
      }
      group.addTask {
        for _ in 0..<50_000 {
          clock.freeze()
          clock.resume()
        }
      }
    }
  }

  @Test func `shows nothing in between while it is changed`() async {
    let (clock, machine) = (clock, machine.now().microseconds)
    await withTaskGroup { group in
      for _ in 0..<2 {
        group.addTask {
          for _ in 0..<100_000 {
            let reading = clock.reading
            let ahead = reading.now.microseconds - machine
            // Stopped only an hour ahead, and otherwise an hour ahead or not at all.
            if ahead != Self.hour, ahead != 0 || reading.isFrozen || reading.offset != ahead {
              Issue.record("\(reading)")
            }
          }
        }
      }
      group.addTask {
        for _ in 0..<50_000 {
          clock.advance(microseconds: Self.hour)
          clock.freeze()
          clock.resume()
          clock.reset()
        }
      }
    }
  }

  @Test func `loses no step when many move it on`() async {
    let clock = clock
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask { for _ in 0..<1_000 { clock.advance(microseconds: 1) } }
      }
    }
    #expect(clock.offset == 4_000)
  }
}
