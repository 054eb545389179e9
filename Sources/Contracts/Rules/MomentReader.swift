/// Reads a text along the elements of a ``MomentPattern`` and collects what must fit together.
struct MomentReader {
  var rest: Substring
  private var year: Int?
  private var month: Int?
  private var day: Int?

  init(rest: Substring) { self.rest = rest }

  /// Whether the date is in the calendar; a 29 February without a year is.
  var exists: Bool {
    guard let day else { return true }
    guard let month else { return day <= 31 }
    return day <= Self.days(in: month, of: year ?? 2000)
  }

  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  mutating func read(_ elements: [MomentPattern.Element]) -> Bool {
    for element in elements {
      switch element {
      case .literal(let text):
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
      case .field(let letter, let count):
        guard field(letter, count) else { return false }
      case .optional(let inner):
        var attempt = self
        if attempt.read(inner) { self = attempt }
      }
    }
    return true
  }

  private mutating func field(_ letter: Character, _ count: Int) -> Bool {
    switch letter {
    case "y", "u":
      year =
        count == 2 ? number(2...2).map { 2000 + $0 } : number(count < 3 ? 1...9 : count...count)
      return year != nil
    case "M", "L":
      month = count < 3 ? number(1...2, in: 1...12) : name(of: Self.months, isShort: count == 3)
      return month != nil
    case "d":
      day = number(1...2, in: 1...31)
      return day != nil
    case "D": return number(1...3, in: 1...366) != nil
    case "H": return number(1...2, in: 0...23) != nil
    case "k": return number(1...2, in: 1...24) != nil
    case "h": return number(1...2, in: 1...12) != nil
    case "K": return number(1...2, in: 0...11) != nil
    case "m": return number(1...2, in: 0...59) != nil
    // A leap second is a second.
    case "s": return number(1...2, in: 0...60) != nil
    case "S": return number(1...count) != nil
    case "n", "A": return number(1...19) != nil
    case "a": return word(of: ["AM", "PM", "am", "pm"])
    case "E", "e":
      if letter == "e", count < 3 { return number(1...1, in: 1...7) != nil }
      return name(of: Self.weekdays, isShort: count <= 3) != nil
    case "G": return word(of: ["Anno Domini", "Before Christ", "AD", "BC"])
    case "X", "x", "Z", "O": return offset(letter, count)
    default: return zone()
    }
  }

  // MARK: Numbers and names

  /// As many digits as there are, within `width`.
  private mutating func number(
    _ width: ClosedRange<Int>, in range: ClosedRange<Int> = 0...Int.max
  ) -> Int? {
    let digits = rest.prefix(width.upperBound).prefix { $0.isASCII && $0.isNumber }
    guard digits.count >= width.lowerBound, let value = Int(digits), range.contains(value) else {
      return nil
    }
    rest = rest[digits.endIndex...]
    return value
  }

  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  private mutating func name(of names: [String], isShort: Bool) -> Int? {
    for (place, name) in names.enumerated() {
      let text = isShort ? String(name.prefix(3)) : name
      if word(of: [text]) { return place + 1 }
    }
    return nil
  }

  private mutating func word(of words: [String]) -> Bool {
    guard let word = words.first(where: { rest.hasPrefix($0) }) else { return false }
    rest = rest.dropFirst(word.count)
    return true
  }

  // MARK: Zones

  /// `+01` (X), `+0100` (XX, Z), `+01:00` (XXX, ZZZZZ), `GMT+1` (O); X also takes `Z` for zero.
  private mutating func offset(_ letter: Character, _ count: Int) -> Bool {
    if letter == "X" || (letter == "Z" && count == 5), word(of: ["Z"]) { return true }
    if letter == "O" || (letter == "Z" && count == 4) {
      guard word(of: ["GMT"]) else { return false }
      if rest.first != "+", rest.first != "-" { return true }
      guard word(of: ["+", "-"]), number(1...2, in: 0...18) != nil else { return false }
      return !word(of: [":"]) || number(2...2, in: 0...59) != nil
    }
    guard word(of: ["+", "-"]), number(2...2, in: 0...18) != nil else { return false }
    if letter != "Z", count == 1 {
      _ = number(2...2, in: 0...59)
      return true
    }
    let hasColon = letter == "Z" ? count == 5 : count == 3 || count == 5
    if hasColon, !word(of: [":"]) { return false }
    return number(2...2, in: 0...59) != nil
  }

  /// `UTC`, `Europe/Berlin`: taken by their form, because there is no list of zones here.
  private mutating func zone() -> Bool {
    let name = rest.prefix {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "/" || $0 == "_" || $0 == "+" || $0 == "-")
    }
    guard name.first?.isLetter == true else { return false }
    rest = rest[name.endIndex...]
    return true
  }
}
