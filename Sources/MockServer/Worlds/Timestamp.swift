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
    var rest = Substring(text).utf8
    func number(_ digits: ClosedRange<Int>) -> Int? {
      let part = rest.prefix(digits.upperBound).prefix { $0 &- 0x30 < 10 }
      guard digits.contains(part.count) else { return nil }
      rest = rest.dropFirst(part.count)
      return part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    func take(_ separator: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: separator) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4...4), take("-"), let month = number(2...2), take("-"),
      let day = number(2...2), take("T"), let hour = number(2...2), take(":"),
      let minute = number(2...2)
    else { return nil }
    var second = 0
    var fraction = 0
    if take(":") {
      guard let digits = number(2...2) else { return nil }
      second = digits
      if take(".") {
        let before = rest.count
        guard let digits = number(1...6) else { return nil }
        fraction = (before - rest.count..<6).reduce(digits) { value, _ in value * 10 }
      }
    }
    let moment = CalendarTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    // A field beyond its range comes back as another one.
    guard rest.isEmpty, CalendarTime(secondsSince1970: moment.secondsSince1970) == moment else {
      return nil
    }
    microseconds = moment.secondsSince1970 * 1_000_000 + fraction
  }

  /// Reads the same with or without a `Z` at the end, as people write moments in UTC.
  public init?(utc text: String) {
    self.init(iso8601: text.hasSuffix("Z") ? String(text.dropLast()) : text)
  }

  /// `YYYY-MM-DDTHH:MM:SS.ffffff`, the fraction left out when it is zero, as Python's `isoformat`.
  public var iso8601: String {
    CalendarTime(secondsSince1970: seconds).iso8601(
      microseconds: microseconds - seconds * 1_000_000)
  }

  /// `YYYY-MM-DDTHH:MM:SS`, whatever the fraction.
  public var iso8601Seconds: String {
    CalendarTime(secondsSince1970: seconds).iso8601(microseconds: 0)
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
