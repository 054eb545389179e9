import JSON

/// What can be asked: an object with the name of an operation as `op`.
enum Conformance {
  /// The answer to a line; `{"skip": REASON}` when it can't be given.
  static func answer(_ line: [UInt8]) -> [UInt8] {
    let answer: JSONValue
    do {
      let question = try JSONReader.value(of: line)
      switch question["op"]?.string {
      case "parse": answer = parse(question)
      case "pact": answer = pact(question)
      case let other: answer = ["skip": .string("unknown op: \(other ?? "none")")]
      }
    } catch {
      answer = ["skip": .string("no question: \(error)")]
    }
    return JSONWriter.compact(answer)
  }

  /// Whether bytes, given in base 64, are one JSON text.
  private static func parse(_ question: JSONValue) -> JSONValue {
    guard let bytes = question["base64"]?.string.flatMap(Base64.decode) else {
      return ["skip": "parse needs base64"]
    }
    return ["ok": .bool((try? JSONReader.value(of: bytes)) != nil)]
  }
}

enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values = Dictionary(
    uniqueKeysWithValues: alphabet.enumerated().map { ($1, UInt32($0)) })

  /// The bytes that a text of RFC 4648, section 4, stands for; nil when it is none.
  static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 4) else { return nil }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var bitCount = 0
    for byte in text.utf8.prefix(while: { $0 != UInt8(ascii: "=") }) {
      guard let value = values[byte] else { return nil }
      bits = bits << 6 | value
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
    }
    return bytes
  }
}
