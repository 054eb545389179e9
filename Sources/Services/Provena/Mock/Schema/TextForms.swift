import HTTPMessage
import JSON

/// Forms that texts can have.
enum TextForms {
  struct Problem {
    let message: String
    let type: String
    var context: JSONValue?
  }

  /// What is wrong with a text; nil when nothing is.
  static func problem(with text: String, _ form: TextRule.Form) -> Problem? {
    switch form {
    case .any, .date: nil
    case .url(let schemes): urlProblem(text, schemes)
    case .decimal(let message): decimalProblem(text).map { filled(message, $0) }
    case .duration(let message):
      isDuration(text) ? nil : filled(message, "Unable to parse duration string '\(text)'")
    }
  }

  private static func filled(_ message: String, _ details: String) -> Problem {
    Problem(message: message.replacing("${details}", with: details), type: "value_error")
  }

  private static func decimalProblem(_ text: String) -> String? {
    let trimmed = text.filter { !$0.isWhitespace && $0 != "_" }
    guard let number = Double(trimmed) else {
      return "could not convert string to float: '\(text)'"
    }
    if number > 0 { return nil }
    return "Spatial resolution must be non-negative and greater than than 0. Got '\(number)'."
  }

  /// `P1Y2M10DT2H30M`, `P2W`, and the like; numbers may have a fraction.
  static func isDuration(_ text: String) -> Bool {
    var rest = Substring(text)
    if let sign = rest.first, sign == "+" || sign == "-" { rest.removeFirst() }
    guard rest.first == "P" else { return false }
    rest.removeFirst()
    var units = Substring("YMWD")
    var isTime = false
    var count = 0
    while let first = rest.first {
      if first == "T", !isTime {
        isTime = true
        units = "HMS"
        rest.removeFirst()
        if rest.isEmpty { return false }
        continue
      }
      let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." || $0 == "," }
      guard digits.first?.isNumber == true, digits.last?.isNumber == true,
        digits.count(where: { $0 == "." || $0 == "," }) <= 1
      else { return false }
      rest = rest.dropFirst(digits.count)
      guard let unit = rest.first, let place = units.firstIndex(of: unit) else { return false }
      units = units[units.index(after: place)...]
      rest.removeFirst()
      count += 1
    }
    return count > 0
  }

  /// A date as the library takes it: `2024-6-6` or the seconds, or milliseconds, since 1970.
  static func date(_ value: JSONValue) -> String? {
    if let text = value.string, let date = writtenDate(text) { return date }
    let number: Double? =
      switch value {
      case .number(let number): number.double
      case .string(let text): Double(text)
      default: nil
      }
    guard var seconds = number, seconds.isFinite else { return nil }
    // The library takes great numbers for milliseconds, and smaller units still.
    while seconds.magnitude > 2e10 { seconds /= 1000 }
    let time = CalendarTime(secondsSince1970: Int(seconds.rounded(.down)))
    return text(time.year, time.month, time.day)
  }

  private static func writtenDate(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4,
      (1...2).contains(parts[1].utf8.count), (1...2).contains(parts[2].utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0
    else { return nil }
    let time = CalendarTime(year: year, month: month, day: day)
    // A day beyond its month comes back as another one.
    let again = CalendarTime(secondsSince1970: time.secondsSince1970)
    guard again.month == month, again.day == day else { return nil }
    return Self.text(year, month, day)
  }

  private static func text(_ year: Int, _ month: Int, _ day: Int) -> String {
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
  }

  private static func urlProblem(_ text: String, _ schemes: [String]?) -> Problem? {
    guard let colon = text.firstRange(of: "://"), colon.lowerBound > text.startIndex,
      let first = text.utf8.first, first | 0x20 >= UInt8(ascii: "a"),
      first | 0x20 <= UInt8(ascii: "z")
    else {
      return Problem(message: "invalid or missing URL scheme", type: "value_error.url.scheme")
    }
    let scheme = text[..<colon.lowerBound].lowercased()
    guard scheme.utf8.allSatisfy(isSchemeByte) else {
      return Problem(message: "invalid or missing URL scheme", type: "value_error.url.scheme")
    }
    if let schemes, !schemes.contains(scheme) {
      return Problem(
        message: "URL scheme not permitted", type: "value_error.url.scheme",
        context: ["allowed_schemes": .array(schemes.map { .string($0) })])
    }
    let authority = text[colon.upperBound...].prefix { !"/?#".contains($0) }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let name = host.prefix { $0 != ":" }
    guard !name.isEmpty || host.hasPrefix("[") else {
      return Problem(message: "URL host invalid", type: "value_error.url.host")
    }
    let hasBadCharacter = text.utf8.contains { $0 <= 0x20 }
    if hasBadCharacter || name.utf8.contains(where: { !isHostByte($0) }), !host.hasPrefix("[") {
      return Problem(message: "URL host invalid", type: "value_error.url.host")
    }
    return nil
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    isHostByte(byte) && byte < 0x80 && byte != UInt8(ascii: "_") || byte == UInt8(ascii: "+")
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
