/// Strings and numbers inside a query.
extension JSONPath.Parser {
  /// From the opening quote to behind the closing one.
  mutating func string() throws(JSONPathError) -> String {
    let start = at
    guard let quote = peek else { throw failure("expected a string, found \(seen)") }
    at += 1
    var content = String.UnicodeScalarView()
    while let scalar = peek {
      at += 1
      switch scalar {
      case quote: return String(content)
      case "\\": content.append(try escaped(quote))
      case "\0"..<" ": throw failure("control characters must be escaped in a string", at: at - 1)
      default: content.append(scalar)
      }
    }
    throw failure("the string that starts here does not end", at: start)
  }

  /// Behind the backslash.
  private mutating func escaped(_ quote: Unicode.Scalar) throws(JSONPathError) -> Unicode.Scalar {
    let place = at - 1
    guard let scalar = peek else { throw failure("the query ends in an escape", at: place) }
    at += 1
    switch scalar {
    case quote, "\\", "/": return scalar
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try unicode(at: place)
    default:
      throw failure("'\\' must be followed by one of \(quote) \\ / b f n r t u", at: place)
    }
  }

  private mutating func unicode(at place: Int) throws(JSONPathError) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, take("\\"), take("u") {
      let second = try fourDigits()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw failure("half of a surrogate pair", at: place)
  }

  private mutating func fourDigits() throws(JSONPathError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = peek, let digit = Character(scalar).hexDigitValue, scalar.isASCII else {
        throw failure("expected four hexadecimal digits after \\u")
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }

  /// A number literal, which is as in JSON.
  mutating func number() throws(JSONPathError) -> JSONNumber {
    let start = at
    while let scalar = peek, Self.isDigit(scalar) || "+-.eE".unicodeScalars.contains(scalar) {
      at += 1
    }
    let written = String(String.UnicodeScalarView(text[start..<at]))
    guard let number = JSONNumber(written) else {
      throw failure("'\(written)' is no number", at: start)
    }
    return number
  }
}
