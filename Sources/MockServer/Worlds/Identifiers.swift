import Synchronization

/// Where a world takes new random identifiers from.
public protocol IdentifierSource: Sendable {
  /// A lower-case UUID.
  func uuid() -> String
}

/// Random UUIDs (RFC 9562, version 4): seeded by the machine, then made without asking it again, since
/// some services put one into every answer.
public final class RandomIdentifiers: IdentifierSource {
  /// SplitMix64 (Steele, Lea and Flood, 2014): every thread takes the next step of one sequence.
  private let state: Atomic<UInt64>

  public init() { state = Atomic(UInt64.random(in: .min ... .max)) }

  private func next() -> UInt64 {
    var mixed = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  public func uuid() -> String {
    UUIDText.format(
      high: next() & ~0xF000 | 0x4000, low: next() & ~(0b11 << 62) | 0b10 << 62)
  }
}

/// UUIDs that count up, so that a run can be repeated exactly.
public final class CountingIdentifiers: IdentifierSource {
  private let count = Atomic<UInt64>(0)

  public init() {}

  public func uuid() -> String {
    let number = count.add(1, ordering: .relaxed).newValue
    return UUIDText.format(high: 0x4000, low: 0b10 << 62 | number)
  }
}

/// The text form of a UUID.
enum UUIDText {
  private static let digits = Array("0123456789abcdef".utf8)

  static func format(high: UInt64, low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 36) { text in
      var place = 0
      for (half, isHigh) in [(high, true), (low, false)] {
        for shift in stride(from: 60, through: 0, by: -4) {
          text[place] = digits[Int(half >> UInt64(shift) & 15)]
          place += 1
          // Groups of 8, 4, 4, 4 and 12 digits.
          if isHigh ? shift == 32 || shift == 16 || shift == 0 : shift == 48 {
            text[place] = UInt8(ascii: "-")
            place += 1
          }
        }
      }
      return place
    }
  }
}
