/// Powers of large numbers modulo an odd one, by P. L. Montgomery's multiplication.
struct Montgomery: Sendable {
  /// Digits of 32 bits, the least first; the same wherever digits are.
  private let modulus: [UInt32]
  /// In bytes.
  private let size: Int
  /// -1 divided by the modulus, modulo 2³².
  private let factor: UInt32
  /// 2 to the number of the modulus's bits (in whole digits), squared; modulo the modulus.
  private let square: [UInt32]

  /// - Parameter modulus: odd, the most significant byte first and not 0.
  init(_ modulus: [UInt8]) {
    let digits = Self.digits(modulus)
    self.modulus = digits
    size = modulus.count
    // Newton's iteration doubles the number of right bits; one bit is right at first.
    var inverse: UInt32 = 1
    for _ in 0..<5 { inverse = inverse &* (2 &- digits[0] &* inverse) }
    factor = 0 &- inverse
    var square = [UInt32](repeating: 0, count: digits.count)
    square[0] = 1
    for _ in 0..<(64 * digits.count) { square = Self.doubled(square, digits) }
    self.square = square
  }

  /// `base` to the power of `exponent`, in as many bytes as the modulus has. A base that is not less
  /// than the modulus is no base: the result is empty.
  func power(_ base: [UInt8], _ exponent: UInt32) -> [UInt8] {
    var base = Self.digits(base)
    guard base.count == modulus.count, Self.isLess(base, modulus) else { return [] }
    base = product(base, square)
    var result = base
    for bit in (0..<(31 - exponent.leadingZeroBitCount)).reversed() {
      result = product(result, result)
      if exponent >> UInt32(bit) & 1 == 1 { result = product(result, base) }
    }
    var one = [UInt32](repeating: 0, count: modulus.count)
    one[0] = 1
    let bytes = product(result, one).flatMap { digit in
      (0..<4).map { UInt8(truncatingIfNeeded: digit >> UInt32(8 * $0)) }
    }
    return bytes.prefix(size).reversed()
  }

  /// The product, divided by 2 to the number of the modulus's bits.
  private func product(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    let count = modulus.count
    var sum = [UInt32](repeating: 0, count: count + 2)
    for i in 0..<count {
      var carry: UInt64 = 0
      for j in 0..<count {
        let part = UInt64(sum[j]) + UInt64(a[j]) * UInt64(b[i]) + carry
        sum[j] = UInt32(truncatingIfNeeded: part)
        carry = part >> 32
      }
      let high = UInt64(sum[count]) + carry
      sum[count] = UInt32(truncatingIfNeeded: high)
      sum[count + 1] = UInt32(truncatingIfNeeded: high >> 32)
      let multiple = UInt64(sum[0] &* factor)
      carry = (UInt64(sum[0]) + multiple * UInt64(modulus[0])) >> 32
      for j in 1..<count {
        let part = UInt64(sum[j]) + multiple * UInt64(modulus[j]) + carry
        sum[j - 1] = UInt32(truncatingIfNeeded: part)
        carry = part >> 32
      }
      let top = UInt64(sum[count]) + carry
      sum[count - 1] = UInt32(truncatingIfNeeded: top)
      sum[count] = sum[count + 1] &+ UInt32(truncatingIfNeeded: top >> 32)
    }
    let digits = Array(sum.prefix(count))
    return sum[count] == 0 && Self.isLess(digits, modulus)
      ? digits : Self.difference(digits, modulus)
  }

  /// Twice the number, modulo the modulus.
  private static func doubled(_ digits: [UInt32], _ modulus: [UInt32]) -> [UInt32] {
    var twice = digits
    var carry: UInt32 = 0
    for place in twice.indices {
      let next = twice[place] >> 31
      twice[place] = twice[place] << 1 | carry
      carry = next
    }
    return carry == 0 && isLess(twice, modulus) ? twice : difference(twice, modulus)
  }

  /// Modulo 2 to the number of their bits.
  private static func difference(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var difference = a
    var borrow: UInt64 = 0
    for place in a.indices {
      let part = UInt64(a[place]) &- UInt64(b[place]) &- borrow
      difference[place] = UInt32(truncatingIfNeeded: part)
      borrow = part >> 63
    }
    return difference
  }

  private static func isLess(_ a: [UInt32], _ b: [UInt32]) -> Bool {
    for (left, right) in zip(a.reversed(), b.reversed()) where left != right { return left < right }
    return false
  }

  private static func digits(_ bytes: [UInt8]) -> [UInt32] {
    var digits = [UInt32](repeating: 0, count: (bytes.count + 3) / 4)
    for (place, byte) in bytes.reversed().enumerated() {
      digits[place / 4] |= UInt32(byte) << UInt32(8 * (place % 4))
    }
    return digits
  }
}
