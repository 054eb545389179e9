/// Bytes as Python prints them: `b'j\xc3\xbcrgen'`.
public enum PythonBytes {
  /// The bytes that a literal stands for; nil when the text is none.
  ///
  /// Takes what `repr` writes, and the other escapes of one letter.
  public static func read(_ literal: String) -> [UInt8]? {
    var rest = literal.utf8[...]
    guard rest.popFirst() == UInt8(ascii: "b"), let quote = rest.popFirst(),
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    else { return nil }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case quote: return rest.isEmpty ? bytes : nil
      case UInt8(ascii: "\\"):
        guard let escaped = escape(&rest) else { return nil }
        bytes.append(escaped)
      case 0x20...0x7E: bytes.append(byte)
      default: return nil
      }
    }
    return nil
  }

  private static func escape(_ rest: inout Substring.UTF8View) -> UInt8? {
    guard let letter = rest.popFirst() else { return nil }
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): return letter
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "x"):
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
      else { return nil }
      return high << 4 | low
    default: return nil
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
