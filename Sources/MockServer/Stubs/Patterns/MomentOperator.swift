import HTTPMessage

/// What `before`, `after` and `equalToDateTime` want.
struct MomentOperator: Sendable {
  enum Relation: String, Sendable {
    case before
    case after
    case equal = "equalToDateTime"
  }

  /// A fixed moment, or one that lies so many microseconds from the moment of the comparison.
  enum Wanted: Sendable, Equatable {
    case at(Timestamp)
    case fromNow(Int)
  }

  let relation: Relation
  let wanted: Wanted
  /// As it was written.
  let text: String

  private static let units: [String: Int] = [
    "second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800,
    // As long as WireMock's calendar has them on the average.
    "month": 2_629_746, "year": 31_556_952,
  ]

  /// Nil when the text is neither a moment nor `now`, alone or with `+3 days` behind it.
  init?(_ relation: Relation, _ text: String, offset: Int = 0) {
    self.relation = relation
    self.text = text
    if let moment = Self.moment(text) {
      wanted = .at(Timestamp(microseconds: moment.microseconds + offset))
    } else if let distance = Self.fromNow(text) {
      wanted = .fromNow(distance + offset)
    } else {
      return nil
    }
  }

  func fits(_ value: String, now: Timestamp = SystemClock().now()) -> Bool {
    guard let moment = Self.moment(value) else { return false }
    let limit: Timestamp
    switch wanted {
    case .at(let time): limit = time
    case .fromNow(let distance): limit = Timestamp(microseconds: now.microseconds + distance)
    }
    return switch relation {
    case .before: moment < limit
    case .after: moment > limit
    case .equal: moment == limit
    }
  }

  /// The microseconds of `3 days`; nil when it is no length of time.
  static func length(_ amount: Int, _ unit: String) -> Int? {
    let word = unit.lowercased()
    let factor = units[word.hasSuffix("s") ? String(word.dropLast()) : word]
    guard let factor, abs(amount) < 1_000_000 else { return nil }
    return amount * factor * 1_000_000
  }

  private static func fromNow(_ text: String) -> Int? {
    guard text.hasPrefix("now") else { return nil }
    let words = text.dropFirst(3).split(separator: " ")
    guard let first = words.first else { return 0 }
    guard words.count == 2, let amount = Int(first) else { return nil }
    return length(amount, String(words[1]))
  }

  /// Reads ISO 8601 with or without zone, taken for UTC without one, a day alone, and the form of
  /// HTTP's `Date`.
  static func moment(_ text: String) -> Timestamp? {
    if text.utf8.count == 10 { return Timestamp(iso8601: text + "T00:00") }
    if let time = Timestamp(utc: text) { return time }
    if text.hasSuffix("GMT") { return httpDate(text) }
    guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }),
      let local = Timestamp(iso8601: String(text[..<sign]))
    else { return nil }
    let digits = text[sign...].dropFirst().filter { $0 != ":" }
    guard digits.utf8.count == 4, let zone = Int(digits) else { return nil }
    let seconds = (zone / 100 * 3_600 + zone % 100 * 60) * (text[sign] == "+" ? 1 : -1)
    return Timestamp(microseconds: local.microseconds - seconds * 1_000_000)
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  private static func httpDate(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 6, let day = Int(words[1]), let year = Int(words[3]),
      (1...31).contains(day), (1...9_999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    for month in 1...12 {
      let time = CalendarTime(
        year: year, month: month, day: day, hour: clock[0], minute: clock[1], second: clock[2])
      if time.httpDate == text {
        return Timestamp(microseconds: time.secondsSince1970 * 1_000_000)
      }
    }
    return nil
  }
}
