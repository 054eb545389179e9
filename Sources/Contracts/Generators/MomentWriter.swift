import HTTPMessage

extension MomentPattern {
  /// A moment in this form, so many milliseconds after 1970-01-01T00:00:00Z.
  package func text(ofMilliseconds milliseconds: Int) -> String {
    var moment = PointInTime(time: CalendarTime(secondsSince1970: 0), millisecond: 0)
    moment.milliseconds = milliseconds
    return text(of: moment)
  }

  /// A moment in UTC in this form; a text that the pattern matches.
  func text(of moment: PointInTime) -> String {
    elements.map { Self.text(of: $0, moment) }.joined()
  }

  private static func text(of element: Element, _ moment: PointInTime) -> String {
    switch element {
    case .literal(let text): text
    case .field(let letter, let count): field(letter, count, moment)
    case .optional(let inner): inner.map { text(of: $0, moment) }.joined()
    }
  }

  private static func field(_ letter: Character, _ count: Int, _ moment: PointInTime) -> String {
    let time = moment.time
    return switch letter {
    case "y", "u": count == 2 ? padded(time.year % 100, 2) : padded(time.year, count)
    case "M", "L":
      count < 3 ? padded(time.month, count) : name(MomentReader.months, time.month - 1, count == 3)
    case "d": padded(time.day, count)
    case "D": padded(moment.dayOfYear, count)
    case "H": padded(time.hour, count)
    case "k": padded(time.hour == 0 ? 24 : time.hour, count)
    case "h": padded((time.hour + 11) % 12 + 1, count)
    case "K": padded(time.hour % 12, count)
    case "m": padded(time.minute, count)
    case "s": padded(time.second, count)
    case "S": fraction(moment, digits: count)
    case "n": padded(moment.millisecond * 1_000_000, count)
    case "A": padded(moment.secondOfDay * 1_000 + moment.millisecond, count)
    case "a": time.hour < 12 ? "AM" : "PM"
    case "e" where count < 3: String(moment.weekday + 1)
    case "E", "e": name(MomentReader.weekdays, moment.weekday, count <= 3)
    case "G": count < 4 ? "AD" : "Anno Domini"
    case "X": "Z"
    case "O": "GMT"
    case "Z" where count == 4: "GMT"
    case "Z" where count == 5: "Z"
    case "x", "Z": offset(letter, count)
    default: "UTC"
    }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func fraction(_ moment: PointInTime, digits: Int) -> String {
    let known = padded(moment.millisecond, 3)
    return String(known.prefix(digits)) + String(repeating: "0", count: max(0, digits - 3))
  }

  private static func name(_ names: [String], _ place: Int, _ isShort: Bool) -> String {
    isShort ? String(names[place].prefix(3)) : names[place]
  }

  private static func offset(_ letter: Character, _ count: Int) -> String {
    switch (letter, count) {
    case ("x", 1): "+00"
    case ("x", 3), ("x", 5): "+00:00"
    default: "+0000"
    }
  }
}
