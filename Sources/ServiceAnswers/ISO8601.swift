import HTTPMessage

/// Moments as services in Python write them: in UTC, with or without `Z`.
package enum ISO8601 {
  /// Microseconds since 1970-01-01T00:00:00Z of `2012-03-21T13:35`, `2026-11-21T10:12:43` or
  /// `2026-11-21T10:12:43.809367`; digits beyond are cut off. Nil for any other form.
  package static func microsecondsSince1970(_ text: String) -> Int? {
    var rest = text.utf8[...]
    guard let year = number(&rest, digits: 4), take(&rest, "-"),
      let month = number(&rest, digits: 2), (1...12).contains(month), take(&rest, "-"),
      let day = number(&rest, digits: 2), (1...31).contains(day), take(&rest, "T"),
      let hour = number(&rest, digits: 2), hour < 24, take(&rest, ":"),
      let minute = number(&rest, digits: 2), minute < 60
    else { return nil }
    var second = 0
    var microseconds = 0
    if take(&rest, ":") {
      guard let number = Self.number(&rest, digits: 2), number < 61 else { return nil }
      second = number
      if take(&rest, ".") {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        microseconds = (digits.map { Int($0) - 0x30 } + [0, 0, 0, 0, 0]).prefix(6)
          .reduce(0) { $0 * 10 + $1 }
      }
    }
    _ = take(&rest, "Z")
    guard rest.isEmpty else { return nil }
    let time = CalendarTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    return time.secondsSince1970 * 1_000_000 + microseconds
  }

  private static func number(_ text: inout Substring.UTF8View, digits: Int) -> Int? {
    let part = text.prefix(digits)
    guard part.count == digits, part.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    text = text.dropFirst(digits)
    return part.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  private static func take(_ text: inout Substring.UTF8View, _ mark: Unicode.Scalar) -> Bool {
    guard text.first == UInt8(ascii: mark) else { return false }
    text = text.dropFirst()
    return true
  }
}
