import Glibc

/// Reads JSON text by RFC 8259, strictly: no comments, no trailing commas, no byte-order mark, no
/// lone surrogates, valid UTF-8 only.
public struct JSONReader {
  /// Nesting that is accepted unless told otherwise; deeper text is an error, not a crash.
  public static let defaultMaximumDepth = 512

  /// Reads one value that fills the whole text.
  public static func value(
    of text: [UInt8], maximumDepth: Int = defaultMaximumDepth
  ) throws(JSONError) -> JSONValue {
    try value(of: text[...], maximumDepth: maximumDepth)
  }

  /// Reads one value that fills the whole slice; offsets in errors count from the slice's start.
  public static func value(
    of text: ArraySlice<UInt8>, maximumDepth: Int = defaultMaximumDepth
  ) throws(JSONError) -> JSONValue {
    var duplicates: [DuplicateKey] = []
    return try read(text, maximumDepth: maximumDepth, duplicates: &duplicates)
  }

  /// A member name that stands again in one object; `offset` is the byte where the repetition starts.
  struct DuplicateKey {
    let key: String
    let offset: Int
  }

  static func read(
    _ text: ArraySlice<UInt8>, maximumDepth: Int, duplicates: inout [DuplicateKey]
  ) throws(JSONError) -> JSONValue {
    let outcome = text.withUnsafeBufferPointer { bytes -> Result<JSONValue, Failure> in
      var scanner = Scanner(bytes: bytes, maximumDepth: maximumDepth)
      defer { duplicates = scanner.duplicates }
      do throws(Failure) {
        return .success(try scanner.document())
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .success(let value): return value
    case .failure(let failure):
      throw JSONError(
        reason: failure.reason,
        location: SourceLocation(offset: failure.offset, in: Array(text)))
    }
  }

  struct Failure: Error {
    let reason: String
    let offset: Int
  }
}

extension JSONReader {
  /// The recursive descent over bytes that outlive it.
  struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var at = 0
    var depth = 0
    var duplicates: [DuplicateKey] = []

    init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
      self.bytes = bytes
      self.maximumDepth = maximumDepth
    }

    mutating func document() throws(Failure) -> JSONValue {
      skipSpace()
      let value = try value()
      skipSpace()
      guard at == bytes.count else { throw failure("unexpected \(seen()) after the value") }
      return value
    }

    mutating func value() throws(Failure) -> JSONValue {
      guard at < bytes.count else { throw failure("expected a value, found the end of the text") }
      switch bytes[at] {
      case UInt8(ascii: "{"): return try object()
      case UInt8(ascii: "["): return try array()
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
      case UInt8(ascii: "t"): return try word("true", .bool(true))
      case UInt8(ascii: "f"): return try word("false", .bool(false))
      case UInt8(ascii: "n"): return try word("null", .null)
      default: throw failure("expected a value, found \(seen())")
      }
    }

    private mutating func object() throws(Failure) -> JSONValue {
      try descend()
      var members = JSONObject()
      skipSpace()
      if take(UInt8(ascii: "}")) {
        depth -= 1
        return .object(members)
      }
      while true {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
          throw failure("expected a member name in quotes, found \(seen())")
        }
        let start = at
        let key = try string()
        if members.place(of: key) != nil {
          duplicates.append(DuplicateKey(key: key, offset: start))
        }
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw failure("expected ':', found \(seen())") }
        skipSpace()
        members.append(key, try value())
        skipSpace()
        if take(UInt8(ascii: ",")) {
          skipSpace()
          continue
        }
        guard take(UInt8(ascii: "}")) else { throw failure("expected ',' or '}', found \(seen())") }
        depth -= 1
        return .object(members)
      }
    }

    private mutating func array() throws(Failure) -> JSONValue {
      try descend()
      var elements: [JSONValue] = []
      skipSpace()
      if take(UInt8(ascii: "]")) {
        depth -= 1
        return .array(elements)
      }
      while true {
        elements.append(try value())
        skipSpace()
        if take(UInt8(ascii: ",")) {
          skipSpace()
          continue
        }
        guard take(UInt8(ascii: "]")) else { throw failure("expected ',' or ']', found \(seen())") }
        depth -= 1
        return .array(elements)
      }
    }

    private mutating func descend() throws(Failure) {
      depth += 1
      guard depth <= maximumDepth else {
        throw failure("nested deeper than \(maximumDepth) levels")
      }
      at += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Failure)
      -> JSONValue
    {
      let count = word.utf8CodeUnitCount
      guard at + count <= bytes.count,
        let base = bytes.baseAddress, memcmp(base + at, word.utf8Start, count) == 0
      else { throw failure("expected a value, found \(seen())") }
      at += count
      return value
    }

    private mutating func number() throws(Failure) -> JSONNumber {
      let start = at
      _ = take(UInt8(ascii: "-"))
      if take(UInt8(ascii: "0")) {
        if let byte = peek(), isDigit(byte) { throw failure("a number may not start with 0") }
      } else {
        try digits("a digit")
      }
      if take(UInt8(ascii: ".")) { try digits("a digit after the decimal point") }
      if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
        at += 1
        if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at += 1 }
        try digits("a digit in the exponent")
      }
      return JSONNumber(validated: text(start, at))
    }

    private mutating func digits(_ what: String) throws(Failure) {
      let start = at
      while at < bytes.count, isDigit(bytes[at]) { at += 1 }
      if at == start { throw failure("expected \(what), found \(seen())") }
    }

    func text(_ start: Int, _ end: Int) -> String {
      String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }

    func peek() -> UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
      guard at < bytes.count, bytes[at] == byte else { return false }
      at += 1
      return true
    }

    mutating func skipSpace() {
      while at < bytes.count {
        switch bytes[at] {
        case 0x20, 0x0A, 0x0D, 0x09: at += 1
        default: return
        }
      }
    }

    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    func failure(_ reason: String, at place: Int? = nil) -> Failure {
      Failure(reason: reason, offset: place ?? at)
    }

    /// The character at the current place, in words for a message.
    func seen() -> String {
      guard at < bytes.count else { return "the end of the text" }
      let byte = bytes[at]
      return byte > 0x20 && byte < 0x7F
        ? "'\(Character(UnicodeScalar(byte)))'"
        : "byte 0x" + String(byte, radix: 16, uppercase: true)
    }
  }
}
