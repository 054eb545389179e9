extension MomentExpression {
  /// Which words an expression may have.
  enum Vocabulary: Sendable {
    case date
    case time
    /// A date's words, or `date @ time`; units of time will do in the first part, too.
    case both
  }

  /// Why a text is no expression.
  struct Malformed: Error {
    let reason: String
  }

  init(_ text: String, _ vocabulary: Vocabulary) throws(Malformed) {
    self.text = text
    var moves: [Move] = []
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= (vocabulary == .both ? 2 : 1) else {
      throw Malformed(
        reason: vocabulary == .both ? "more than one '@'" : "'@' belongs to DateTime only")
    }
    for (place, part) in parts.enumerated() {
      var parser = Parser(
        words: try Self.words(part), vocabulary: place == 1 ? .time : vocabulary)
      moves += try parser.moves()
    }
    self.moves = moves
  }

  /// Numbers, signs and words.
  private static func words(_ text: Substring) throws(Malformed) -> [String] {
    var words: [String] = []
    var rest = text
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
        continue
      }
      let isKind: (Character) -> Bool
      switch first {
      case "+", "-":
        words.append(String(rest.removeFirst()))
        continue
      case _ where first.isASCII && first.isNumber: isKind = { $0.isASCII && $0.isNumber }
      case _ where first.isLetter: isKind = { $0.isLetter || $0 == "'" }
      default: throw Malformed(reason: "unexpected '\(first)'")
      }
      let word = rest.prefix(while: isKind)
      words.append(word.lowercased())
      rest = rest[word.endIndex...]
    }
    return words
  }

  /// Reads `[base] [± NUMBER unit]…` or `next|last WORD [± NUMBER unit]…`.
  private struct Parser {
    private var words: ArraySlice<String>
    private let allowsDates: Bool
    private let allowsTimes: Bool
    private let allowsClock: Bool

    init(words: [String], vocabulary: Vocabulary) {
      self.words = words[...]
      allowsDates = vocabulary != .time
      allowsTimes = vocabulary != .date
      allowsClock = vocabulary == .time
    }

    mutating func moves() throws(Malformed) -> [Move] {
      var moves = try beginning()
      while let sign = words.popFirst() {
        guard sign == "+" || sign == "-" else {
          throw Malformed(reason: "expected '+' or '-', found \"\(sign)\"")
        }
        let word = words.popFirst()
        guard let word, let count = Int(word), count <= 1_000_000 else {
          throw Malformed(
            reason: "expected a number up to 1000000 after '\(sign)', found "
              + (word.map { "\"\($0)\"" } ?? "nothing"))
        }
        let unit = try next("a unit")
        guard let one = self.unit(unit) ?? (unit.hasSuffix("s") ? self.unit(unit.dropLast()) : nil)
        else { throw Malformed(reason: "expected \(units), found \"\(unit)\"") }
        moves.append(Self.times(one, sign == "+" ? count : -count))
      }
      return moves
    }

    private mutating func beginning() throws(Malformed) -> [Move] {
      guard let first = words.first, first != "+", first != "-" else { return [] }
      words.removeFirst()
      switch first {
      case "now": return []
      case "today" where allowsDates: return []
      case "yesterday" where allowsDates: return [Self.days(-1)]
      case "tomorrow" where allowsDates: return [Self.days(1)]
      case "midnight" where allowsClock: return [.clock(hour: 0)]
      case "noon" where allowsClock: return [.clock(hour: 12)]
      case "next", "last": return [try offset(try next("a unit"), isAhead: first == "next")]
      default:
        if allowsClock, let hour = Int(first) { return [try clock(hour)] }
        throw Malformed(
          reason: "expected now, "
            + (allowsDates ? "today, yesterday, tomorrow, " : "midnight, noon, an hour, ")
            + "next, last, '+' or '-', found \"\(first)\"")
      }
    }

    private mutating func next(_ what: String) throws(Malformed) -> String {
      guard let word = words.popFirst() else { throw Malformed(reason: "\(what) is missing") }
      return word
    }

    /// `3 o'clock`, `3 o'clock pm`. Pact's own tables have `12 o'clock am` as noon.
    private mutating func clock(_ hour: Int) throws(Malformed) -> Move {
      guard (1...12).contains(hour), words.popFirst() == "o'clock" else {
        throw Malformed(reason: "expected an hour from 1 to 12 with \"o'clock\"")
      }
      guard let half = words.first, half == "am" || half == "pm" else {
        return .nextClock(hour: hour)
      }
      words.removeFirst()
      return .clock(hour: half == "am" || hour == 12 ? hour : hour + 12)
    }

    // MARK: Units

    private func offset(_ word: String, isAhead: Bool) throws(Malformed) -> Move {
      if let unit = unit(word) { return Self.times(unit, isAhead ? 1 : -1) }
      if allowsDates {
        if word == "fortnight" { return Self.days(isAhead ? 14 : -14) }
        if let day = Self.place(of: word, in: MomentReader.weekdays, ["tues", "thurs"]) {
          return .weekday(day, isAhead: isAhead)
        }
        if let month = Self.place(of: word, in: MomentReader.months, []) {
          return .month(month + 1, isAhead: isAhead)
        }
      }
      throw Malformed(
        reason: "expected \(units)" + (allowsDates ? ", fortnight, a day or a month" : "")
          + ", found \"\(word)\"")
    }

    private var units: String {
      ((allowsDates ? ["day", "week", "month", "year"] : [])
        + (allowsTimes ? ["hour", "minute", "second", "millisecond"] : []))
        .joined(separator: ", ")
    }

    private func unit(_ word: some StringProtocol) -> Move? {
      if allowsDates {
        switch word {
        case "day": return Self.days(1)
        case "week": return Self.days(7)
        case "month": return .months(1)
        case "year": return .months(12)
        default: break
        }
      }
      guard allowsTimes else { return nil }
      return switch word {
      case "hour": .milliseconds(3_600_000)
      case "minute": .milliseconds(60_000)
      case "second": .milliseconds(1_000)
      case "millisecond": .milliseconds(1)
      default: nil
      }
    }

    private static func days(_ count: Int) -> Move { .milliseconds(count * 86_400_000) }

    private static func times(_ unit: Move, _ count: Int) -> Move {
      switch unit {
      case .milliseconds(let one): .milliseconds(one * count)
      case .months(let one): .months(one * count)
      default: unit
      }
    }

    /// The place of a name that is given whole, by three letters, or by a longer short form.
    private static func place(of word: String, in names: [String], _ shortForms: [String]) -> Int? {
      names.firstIndex { name in
        let name = name.lowercased()
        return word == name || word == name.prefix(3)
          || (shortForms.contains(word) && name.hasPrefix(word))
      }
    }
  }
}
