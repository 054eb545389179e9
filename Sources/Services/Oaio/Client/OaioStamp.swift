import Glibc
import HTTPMessage

/// A moment in UTC as oaio writes it: twenty digits, `YYYYMMDDhhmmssffffff`, compared as text (sheet,
/// section 6). It tells the versions of an object apart.
public struct OaioStamp: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The twenty digits.
  public let text: String

  /// Nil for anything but twenty digits.
  public init?(_ text: String) {
    guard text.utf8.count == 20, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    self.text = text
  }

  /// The moment that many microseconds after 1970-01-01T00:00:00Z.
  public init(microsecondsSince1970 microseconds: Int) {
    let seconds = microseconds / 1_000_000
    let time = CalendarTime(secondsSince1970: seconds)
    let parts = [(time.year, 4), (time.month, 2), (time.day, 2), (time.hour, 2), (time.minute, 2)]
    text = (parts + [(time.second, 2), (microseconds - seconds * 1_000_000, 6)])
      .map { value, digits in
        let text = String(value)
        return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
      }.joined()
  }

  /// Microseconds since 1970-01-01T00:00:00Z; what digits beyond the calendar mean is not checked.
  public var microsecondsSince1970: Int {
    func number(_ from: Int, _ digits: Int) -> Int {
      text.utf8.dropFirst(from).prefix(digits).reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
    let time = CalendarTime(
      year: number(0, 4), month: number(4, 2), day: number(6, 2), hour: number(8, 2),
      minute: number(10, 2), second: number(12, 2))
    return time.secondsSince1970 * 1_000_000 + number(14, 6)
  }

  /// What the stamp file says before the first sync. No object has this stamp or an older one.
  public static let oldest = OaioStamp(microsecondsSince1970: 1_672_485_071_012_345)

  /// The moment a microsecond later.
  var next: OaioStamp { OaioStamp(microsecondsSince1970: microsecondsSince1970 + 1) }

  /// The machine's time, in microseconds since 1970-01-01T00:00:00Z.
  @Sendable public static func machineTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
  }

  public static func < (left: OaioStamp, right: OaioStamp) -> Bool { left.text < right.text }
  public var description: String { text }
}
