extension JSONReader.Scanner {
  /// Reads a string from its opening quote to behind its closing one.
  mutating func string() throws(JSONReader.Failure) -> String {
    at += 1
    let start = at
    var ascii: UInt8 = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        let text = try utf8(start, at, isASCII: ascii < 0x80)
        at += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw failure("control characters must be escaped in a string") }
      ascii |= byte
      at += 1
    }
    throw failure("the string that starts here does not end", at: start - 1)
  }

  private func utf8(_ start: Int, _ end: Int, isASCII: Bool) throws(JSONReader.Failure) -> String {
    if isASCII { return text(start, end) }
    let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
    guard let text = String(validating: part, as: UTF8.self) else {
      throw failure("the string is not valid UTF-8", at: start)
    }
    return text
  }

  /// The slow way, taken at the first backslash.
  private mutating func escapedString(from start: Int) throws(JSONReader.Failure) -> String {
    var plain = Array(bytes[start..<at])
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: plain, as: UTF8.self) else {
          throw failure("the string is not valid UTF-8", at: start)
        }
        at += 1
        return text
      case UInt8(ascii: "\\"):
        at += 1
        try escape(into: &plain)
      case 0..<0x20: throw failure("control characters must be escaped in a string")
      default:
        plain.append(byte)
        at += 1
      }
    }
    throw failure("the string that starts here does not end", at: start - 1)
  }

  private mutating func escape(into plain: inout [UInt8]) throws(JSONReader.Failure) {
    guard let byte = peek() else { throw failure("the text ends in an escape") }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(byte)
    case UInt8(ascii: "b"): plain.append(0x08)
    case UInt8(ascii: "f"): plain.append(0x0C)
    case UInt8(ascii: "n"): plain.append(0x0A)
    case UInt8(ascii: "r"): plain.append(0x0D)
    case UInt8(ascii: "t"): plain.append(0x09)
    case UInt8(ascii: "u"):
      at += 1
      plain.append(contentsOf: String(try unicodeEscape()).utf8)
      return
    default: throw failure("'\\' must be followed by one of \" \\ / b f n r t u")
    }
    at += 1
  }

  /// Reads `XXXX`, and a second `\uXXXX` where the first is half of a surrogate pair.
  private mutating func unicodeEscape() throws(JSONReader.Failure) -> Unicode.Scalar {
    let start = at - 2
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw failure("half of a surrogate pair", at: start)
    }
    let second = try hexadecimal()
    guard second >= 0xDC00, second < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("half of a surrogate pair", at: start) }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONReader.Failure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw failure("expected four hexadecimal digits after \\u")
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }
}
