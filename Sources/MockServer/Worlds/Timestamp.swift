import Glibc
import HTTPMessage

/// A moment in UTC, to the microsecond.
public struct Timestamp: Sendable, Hashable, Comparable {
  public var microseconds: Int

  /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
  public init(microseconds: Int) { self.microseconds = microseconds }

  /// Reads `YYYY-MM-DDTHH:MM:SS`, with a fraction of up to six digits, or without seconds; nil when
  /// the text has another form.
  public init?(iso8601 text: String) {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let date = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    let clock = halves[1].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let time = clock[0].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
      (1...12).contains(month), (1...31).contains(day), (2...3).contains(time.count),
      let hour = time[0], let minute = time[1], (0...23).contains(hour), (0...59).contains(minute),
      let second = time.count == 3 ? time[2] : 0, (0...60).contains(second)
    else { return nil }
    var fraction = 0
    if clock.count == 2 {
      guard (1...6).contains(clock[1].count), let digits = Int(clock[1]), digits >= 0 else {
        return nil
      }
      fraction = (clock[1].count..<6).reduce(digits) { value, _ in value * 10 }
    }
    let moment = CalendarTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    microseconds = moment.secondsSince1970 * 1_000_000 + fraction
  }

  /// `YYYY-MM-DDTHH:MM:SS.ffffff`, the fraction left out when it is zero, as Python's `isoformat`.
  public var iso8601: String {
    CalendarTime(secondsSince1970: seconds).iso8601(
      microseconds: microseconds - seconds * 1_000_000)
  }

  /// Seconds since 1970.
  public var seconds: Int { microseconds.quotientRoundedDown(by: 1_000_000) }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Int {
  fileprivate func quotientRoundedDown(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}

/// Where a world takes its time from.
public protocol WorldClock: Sendable {
  func now() -> Timestamp
}

/// The machine's time.
public struct SystemClock: WorldClock {
  public init() {}

  public func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(microseconds: time.tv_sec * 1_000_000 + time.tv_nsec / 1_000)
  }
}
