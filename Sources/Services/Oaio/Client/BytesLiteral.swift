/// Text as a Python bytes literal of its UTF-8 form, as the fields that tell who asks have it (sheet,
/// section 2): `b'j\xc3\xbcrgen'`.
enum BytesLiteral {
  static func write(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let hasSingle = bytes.contains(UInt8(ascii: "'"))
    let quote: Character = hasSingle && !bytes.contains(UInt8(ascii: "\"")) ? "\"" : "'"
    var literal = "b\(quote)"
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\\"): literal += "\\\\"
      case UInt8(ascii: "'") where quote == "'": literal += "\\'"
      case 0x09: literal += "\\t"
      case 0x0A: literal += "\\n"
      case 0x0D: literal += "\\r"
      case 0x20...0x7E: literal.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        literal += "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return literal + String(quote)
  }
}
