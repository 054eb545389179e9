/// Classes of bytes in HTTP/1.1 messages.
enum ASCII {
  static let space: UInt8 = 0x20
  static let tab: UInt8 = 0x09
  static let cr: UInt8 = 0x0D
  static let lf: UInt8 = 0x0A
  static let colon: UInt8 = 0x3A

  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// `tchar` of RFC 9110, section 5.6.2, as two 64-bit sets.
  static func isToken(_ byte: UInt8) -> Bool {
    let set: UInt64 = byte < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
    return byte < 128 && set >> UInt64(byte & 63) & 1 == 1
  }

  /// What may stand in a field value: visible characters, space, tab and bytes from 0x80 on.
  static func isFieldValue(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7F) || byte == tab }

  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// Whether the bytes spell `name`, which is in lower case, without regard to their case.
  static func equalsIgnoringCase<Bytes: Collection<UInt8>>(_ bytes: Bytes, _ name: [UInt8]) -> Bool
  {
    bytes.count == name.count && zip(bytes, name).allSatisfy { lowercased($0) == $1 }
  }
}
