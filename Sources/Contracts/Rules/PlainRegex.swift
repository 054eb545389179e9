/// Knows regular expressions of the plain kind at sight: characters, sets, groups, alternatives and
/// repetitions as every dialect has them.
///
/// It says no when in doubt; what it says yes to, every compiler takes.
struct PlainRegex {
  private var rest: ArraySlice<UInt8>
  private var depth = 0

  private static let maximumDepth = 20
  private static let maximumCount = 1_000
  private static let plain = Set("_-/:,;=@!~<>\"'%& ".utf8)
  private static let escapable = Set("dDwWsS.\\/-+*?()[]{}|^$".utf8)
  private static let plainInSet = Set("_./:,;=@!%+*~ ".utf8)

  static func isOne(_ text: String) -> Bool {
    var reader = PlainRegex(rest: Array(text.utf8)[...])
    return reader.alternatives() && reader.rest.isEmpty
  }

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard let byte = character.asciiValue, rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  /// None of them empty.
  private mutating func alternatives() -> Bool {
    repeat {
      var count = 0
      while let next = rest.first, next != UInt8(ascii: "|"), next != UInt8(ascii: ")") {
        guard piece() else { return false }
        count += 1
      }
      if count == 0 { return false }
    } while take("|")
    return true
  }

  private mutating func piece() -> Bool {
    if take("^") || take("$") { return rest.first.map { !"*+?{".utf8.contains($0) } ?? true }
    if take("(") {
      depth += 1
      guard depth <= Self.maximumDepth else { return false }
      if take("?") { guard take(":") else { return false } }
      guard alternatives(), take(")") else { return false }
      depth -= 1
    } else if take("[") {
      guard set() else { return false }
    } else if take("\\") {
      guard let escaped = rest.popFirst(), Self.escapable.contains(escaped) else { return false }
    } else if !take(".") {
      guard let byte = rest.popFirst(), Self.isAlphanumeric(byte) || Self.plain.contains(byte)
      else { return false }
    }
    return quantifier()
  }

  /// Behind the opening bracket, to behind the closing one.
  private mutating func set() -> Bool {
    _ = take("^")
    var count = 0
    while !take("]") {
      count += 1
      guard let byte = rest.popFirst() else { return false }
      if byte == UInt8(ascii: "\\") {
        guard let escaped = rest.popFirst(), Self.escapable.contains(escaped) else { return false }
      } else if byte == UInt8(ascii: "-") {
        // At an end it is a character; anywhere else it could be a range or a difference.
        guard rest.first == UInt8(ascii: "]") || count == 1, rest.first != byte else {
          return false
        }
      } else if Self.isAlphanumeric(byte) {
        guard rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first,
          last != UInt8(ascii: "]")
        else { continue }
        guard Self.isAlphanumeric(last), last >= byte else { return false }
        rest = rest.dropFirst(2)
        if rest.first == UInt8(ascii: "-"), rest.dropFirst().first != UInt8(ascii: "]") {
          return false
        }
      } else if !Self.plainInSet.contains(byte) {
        return false
      }
    }
    return count > 0
  }

  /// At most one, greedy.
  private mutating func quantifier() -> Bool {
    if take("{") {
      guard let least = number() else { return false }
      if take(","), rest.first != UInt8(ascii: "}") {
        guard let most = number(), most >= least else { return false }
      }
      guard take("}") else { return false }
    } else if !take("*"), !take("+"), !take("?") {
      return true
    }
    return rest.first.map { !"*+?{".utf8.contains($0) } ?? true
  }

  private mutating func number() -> Int? {
    let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard let number = Int(String(decoding: digits, as: UTF8.self)), number <= Self.maximumCount
    else {
      return nil
    }
    rest = rest.dropFirst(digits.count)
    return number
  }
}
