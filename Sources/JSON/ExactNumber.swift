/// A number's value, whatever its spelling: `1`, `1.0` and `10e-1` are one.
///
/// Kept as decimal digits and an exponent, so that no two numbers become equal by rounding.
struct ExactNumber: Sendable, Hashable, Comparable {
  let isNegative: Bool
  /// Without zeros at either end; empty for zero.
  let digits: [UInt8]
  /// The value is 0.DIGITS times ten to this power; 0 for zero.
  let exponent: Int

  /// Exponents beyond this are taken for it: such numbers are told apart by nothing in practice, and
  /// sums of exponents stay within an integer.
  static let maximumExponent = 1 << 40

  init(_ number: JSONNumber) {
    var digits: [UInt8] = []
    var isNegative = false
    var point: Int?
    var written = 0
    var text = Substring(number.text).utf8
    if text.first == UInt8(ascii: "-") {
      isNegative = true
      text = text.dropFirst()
    }
    while let byte = text.popFirst() {
      switch byte {
      case UInt8(ascii: "."): point = digits.count
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        let isBelow = text.first == UInt8(ascii: "-")
        let value = Int(Substring(text).drop { $0 == "-" || $0 == "+" }) ?? Self.maximumExponent
        written = min(value, Self.maximumExponent) * (isBelow ? -1 : 1)
        text = text.dropFirst(text.count)
      default: digits.append(byte &- UInt8(ascii: "0"))
      }
    }
    let whole = point ?? digits.count
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    while digits.last == 0 { digits.removeLast() }
    self.digits = digits
    self.isNegative = isNegative && !digits.isEmpty
    exponent = digits.isEmpty ? 0 : whole - leading + written
  }

  /// Whether it has no fraction.
  var isInteger: Bool { digits.count <= max(exponent, 0) }

  static func < (left: ExactNumber, right: ExactNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isNearer(than: left) : left.isNearer(than: right)
  }

  /// Whether it is nearer to zero.
  private func isNearer(than other: ExactNumber) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    if exponent != other.exponent { return exponent < other.exponent }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}

extension JSONNumber {
  var exact: ExactNumber { ExactNumber(self) }

  func hasSameValue(as other: JSONNumber) -> Bool {
    text == other.text || exact == other.exact
  }
}

extension JSONValue {
  /// Whether two values are equal where the spelling of numbers does not matter, as JSONPath and
  /// JSON Schema have it: `1` is `1.0`, members may stand in any order, strings are compared by code
  /// points.
  public func hasSameMeaning(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): return a.hasSameValue(as: b)
    case (.array(let a), .array(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.hasSameMeaning(as: $1) }
    case (.object(let a), .object(let b)):
      return a.count == b.count
        && a.members.allSatisfy { b[$0.key]?.hasSameMeaning(as: $0.value) ?? false }
    default: return self == other
    }
  }
}
