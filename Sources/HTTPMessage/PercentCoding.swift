/// Percent-encoding (RFC 3986, section 2.1).
public enum PercentCoding {
  /// The text with every byte encoded but letters, digits and `-._~`.
  public static func encode(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.append(byte)
      default:
        encoded.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
          encoded.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The decoded bytes; the same slice when nothing is encoded; nil when an escape is malformed.
  public static func decode(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        plain.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(ASCII.hexadecimal),
        let low = rest.popFirst().flatMap(ASCII.hexadecimal)
      else { return nil }
      plain.append(high << 4 | low)
    }
    return plain[...]
  }
}
