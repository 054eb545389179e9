/// Lengths of time as people write them.
public enum TimeLength {
  /// Longest first, so that `ms` is not taken for `m`.
  private static let units: [(suffix: String, microseconds: Int)] = [
    ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000),
    ("d", 86_400_000_000),
  ]

  /// A thousand years are more than any test needs, and far from overflowing.
  private static let end = 365_250 * 86_400_000_000

  /// What to say of a text that is none.
  static let expectation = "a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\""

  /// The microseconds in `1h`, `90s`, `1.5h` or `1h30m`; nil when the text has another form, or
  /// when it is a thousand years or longer.
  public static func microseconds(_ text: String) -> Int? {
    var rest = text[...]
    var total = 0
    repeat {
      guard let (whole, fraction) = number(&rest),
        let unit = units.first(where: { rest.hasPrefix($0.suffix) })
      else { return nil }
      rest = rest.dropFirst(unit.suffix.count)
      let (product, isTooLong) = whole.multipliedReportingOverflow(by: unit.microseconds)
      guard !isTooLong, product < end else { return nil }
      total += product + fraction * unit.microseconds / 1_000_000
      guard total < end else { return nil }
    } while !rest.isEmpty
    return total
  }

  /// The same, where `-1h` is an hour back.
  public static func signedMicroseconds(_ text: String) -> Int? {
    text.hasPrefix("-") ? microseconds(String(text.dropFirst())).map { -$0 } : microseconds(text)
  }

  /// A number with up to six digits behind the point, which are given in millionths.
  private static func number(_ rest: inout Substring) -> (whole: Int, millionths: Int)? {
    func digits() -> Substring {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count)
      return digits
    }
    guard let whole = Int(digits()) else { return nil }
    guard rest.first == "." else { return (whole, 0) }
    rest = rest.dropFirst()
    let fraction = digits()
    guard (1...6).contains(fraction.count), let value = Int(fraction) else { return nil }
    return (whole, (fraction.count..<6).reduce(value) { value, _ in value * 10 })
  }

  /// The text that ``signedMicroseconds(_:)`` reads as this, as `1h30m`, `-2d`, `0.25s`, `0s`.
  public static func text(microseconds: Int) -> String {
    var rest = microseconds.magnitude
    var parts = ""
    for unit in units.reversed() where unit.microseconds > 1_000_000 {
      let (count, remainder) = rest.quotientAndRemainder(dividingBy: UInt(unit.microseconds))
      if count > 0 { parts += "\(count)\(unit.suffix)" }
      rest = remainder
    }
    if rest > 0 || parts.isEmpty { parts += seconds(rest) }
    return (microseconds < 0 ? "-" : "") + parts
  }

  private static func seconds(_ microseconds: UInt) -> String {
    let (whole, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    guard fraction > 0 else { return "\(whole)s" }
    var digits = String(fraction + 1_000_000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)s"
  }
}
