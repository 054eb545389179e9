/// Where a world takes new random identifiers from.
public protocol IdentifierSource: Sendable {
  /// A lower-case UUID.
  mutating func uuid() -> String
}

/// Random UUIDs (RFC 9562, version 4).
public struct RandomIdentifiers: IdentifierSource {
  public init() {}

  public mutating func uuid() -> String {
    UUIDText.format(
      high: UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000,
      low: UInt64.random(in: .min ... .max) & ~(0b11 << 62) | 0b10 << 62)
  }
}

/// UUIDs that count up, so that a run can be repeated exactly.
public struct CountingIdentifiers: IdentifierSource {
  private var count: UInt64 = 0

  public init() {}

  public mutating func uuid() -> String {
    count += 1
    return UUIDText.format(high: 0x4000, low: 0b10 << 62 | count)
  }
}

/// The text form of a UUID.
enum UUIDText {
  static func format(high: UInt64, low: UInt64) -> String {
    func hex(_ value: UInt64, _ digits: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    return [
      hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), hex(high & 0xFFFF, 4), hex(low >> 48, 4),
      hex(low & 0xFFFF_FFFF_FFFF, 12),
    ].joined(separator: "-")
  }
}
