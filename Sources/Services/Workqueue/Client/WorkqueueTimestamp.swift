import HTTPMessage

/// A moment in UTC as the service writes it: `2012-03-21T13:35`, `2026-11-21T10:12:43` or
/// `2026-11-21T10:12:43.809367`, without a zone.
///
/// Keeps the text, so that what a service says is never lost; two are equal when their texts are.
public struct WorkqueueTimestamp: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { text }

  /// Microseconds since 1970-01-01T00:00:00Z; digits beyond are cut off. Nil when the text is in no
  /// form that the service is known to use.
  public var microsecondsSince1970: Int? {
    var rest = text.utf8[...]
    guard let year = Self.number(&rest, digits: 4), Self.take(&rest, "-"),
      let month = Self.number(&rest, digits: 2), (1...12).contains(month), Self.take(&rest, "-"),
      let day = Self.number(&rest, digits: 2), (1...31).contains(day), Self.take(&rest, "T"),
      let hour = Self.number(&rest, digits: 2), hour < 24, Self.take(&rest, ":"),
      let minute = Self.number(&rest, digits: 2), minute < 60
    else { return nil }
    var second = 0
    var microseconds = 0
    if Self.take(&rest, ":") {
      guard let number = Self.number(&rest, digits: 2), number < 61 else { return nil }
      second = number
      if Self.take(&rest, ".") {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        microseconds = (digits.map { Int($0) - 0x30 } + [0, 0, 0, 0, 0]).prefix(6)
          .reduce(0) { $0 * 10 + $1 }
      }
    }
    _ = Self.take(&rest, "Z")
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

extension WorkqueueTimestamp {
  init(_ answer: Answer) throws(UnreadableAnswer) { text = try answer.string() }
}
