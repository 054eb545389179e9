import ServiceAnswers

/// A day of the Gregorian calendar as the data store writes it: `2023-05-01`.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
  public let year: Int
  /// From 1.
  public let month: Int
  /// From 1.
  public let day: Int

  /// Nil for a day that doesn't exist, and for years beyond 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Nil for text of any other form.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public var description: String {
    [(year, 4), (month, 2), (day, 2)].map { number, digits in
      let text = "\(number)"
      return String(repeating: "0", count: digits - text.count) + text
    }.joined(separator: "-")
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDate: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    let text = try answer.string()
    guard let date = CalendarDate(text) else {
      throw UnreadableAnswer(path: answer.path, reason: "\"\(text)\" is no date as 2023-05-01")
    }
    self = date
  }
}

/// A moment as the data store writes it: `2026-11-21T18:14:25.523659+00:00`.
public struct ProvenaTimestamp: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { text }

  /// Microseconds since 1970-01-01T00:00:00Z; without an offset the text is taken for UTC. Nil when
  /// it is in no form that the data store is known to use.
  public var microsecondsSince1970: Int? {
    guard let sign = text.dropFirst(10).lastIndex(where: { $0 == "+" || $0 == "-" }) else {
      return ISO8601.microsecondsSince1970(text)
    }
    let offset = text[sign...].dropFirst().split(separator: ":")
    guard let local = ISO8601.microsecondsSince1970(String(text[..<sign])),
      offset.map(\.count) == [2, 2], let hours = Int(offset[0]), let minutes = Int(offset[1])
    else { return nil }
    let ahead = (hours * 60 + minutes) * 60_000_000
    return local + (text[sign] == "+" ? -ahead : ahead)
  }
}
