/// A public key that verifies signatures by RSA with SHA-256 (RFC 8017, section 8.2).
///
/// Nothing secret is handled here, so time and memory needn't hide anything.
struct RSAPublicKey: Sendable {
  private let modulus: Montgomery
  /// In bytes.
  private let size: Int
  private let exponent: UInt32

  /// In bytes: keys of 1,024 to 8,192 bits.
  private static let sizes = 128...1024

  /// - Parameter der: a SubjectPublicKeyInfo (RFC 5280, section 4.1), as the realm has it without the
  ///   lines of a PEM file. Nil for anything else, and for a key that protects nothing.
  init?(der bytes: [UInt8]) {
    var outer = DERReader(bytes[...])
    guard var info = outer.read(.sequence), outer.isAtEnd, info.read(.sequence) != nil,
      var bits = info.read(.bitString), info.isAtEnd, bits.skip(0),
      var key = bits.read(.sequence), bits.isAtEnd,
      let modulus = key.read(.integer)?.number, let exponent = key.read(.integer)?.number,
      key.isAtEnd, Self.sizes.contains(modulus.count), let last = modulus.last, last & 1 == 1,
      exponent.count <= 4
    else { return nil }
    self.exponent = exponent.reduce(0) { $0 << 8 | UInt32($1) }
    // With an exponent of 1 anybody can sign.
    guard self.exponent >= 3, self.exponent & 1 == 1 else { return nil }
    size = modulus.count
    self.modulus = Montgomery(modulus)
  }

  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == size else { return false }
    return modulus.power(signature, exponent) == Self.padded(SHA256.digest(of: message), to: size)
  }

  /// DER of the algorithm's name, in front of a digest by SHA-256 (RFC 8017, section 9.2).
  private static let digestInfo: [UInt8] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
  ]

  private static func padded(_ digest: [UInt8], to size: Int) -> [UInt8] {
    let end = [0] + digestInfo + digest
    return [0, 1] + Array(repeating: 0xFF, count: size - 2 - end.count) + end
  }
}

/// Reads the few forms of DER that a key has.
private struct DERReader {
  enum Tag: UInt8 {
    case integer = 0x02
    case bitString = 0x03
    case sequence = 0x30
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  /// Without leading zeros; nil for zero and negative ones.
  var number: [UInt8]? {
    guard let first = rest.first, first < 0x80 else { return nil }
    let digits = rest.drop { $0 == 0 }
    return digits.isEmpty ? nil : Array(digits)
  }

  mutating func skip(_ byte: UInt8) -> Bool { rest.popFirst() == byte }

  mutating func read(_ tag: Tag) -> DERReader? {
    guard rest.popFirst() == tag.rawValue, let first = rest.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let digits = rest.prefix(Int(first) - 0x80)
      // Longer than any key.
      guard digits.count == Int(first) - 0x80, (1...2).contains(digits.count) else { return nil }
      length = digits.reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(digits.count)
    }
    guard length <= rest.count else { return nil }
    let content = rest.prefix(length)
    rest = rest.dropFirst(length)
    return DERReader(content)
  }
}
