import JSON

/// Why Python's reader refuses a text, in its words and with its place: the service hands them on.
struct PythonJSONFault: Error {
  let message: String
  /// In characters from the beginning.
  let position: Int
  private let text: [Unicode.Scalar]

  /// Nil for a text that Python takes, or that is nested deeper than it goes.
  init?(_ text: String) {
    var scanner = Scanner(text: Array(text.unicodeScalars))
    do throws(Scanner.Stop) {
      try scanner.document()
      return nil
    } catch {
      if error.message.isEmpty { return nil }
      message = error.message
      position = error.position
      self.text = scanner.text
    }
  }

  private var line: Int { text.prefix(position).count { $0 == "\n" } + 1 }

  private var column: Int {
    position - (text.prefix(position).lastIndex { $0 == "\n" } ?? -1)
  }

  var invalidField: InvalidField {
    var document = String.UnicodeScalarView()
    document.append(contentsOf: text)
    return InvalidField(
      ["body", .number(JSONNumber(position))],
      "\(message): line \(line) column \(column) (char \(position))", "value_error.jsondecode",
      context: [
        "msg": .string(message), "doc": .string(String(document)),
        "pos": .number(JSONNumber(position)), "lineno": .number(JSONNumber(line)),
        "colno": .number(JSONNumber(column)),
      ])
  }
}

/// Finds the first place that Python's reader stumbles over.
private struct Scanner {
  struct Stop: Error {
    let message: String
    let position: Int
  }

  let text: [Unicode.Scalar]
  var at = 0
  private var depth = 0
  private static let maximumDepth = 512

  init(text: [Unicode.Scalar]) { self.text = text }

  private var next: Unicode.Scalar? { at < text.count ? text[at] : nil }

  private mutating func skipSpace() {
    while let scalar = next, " \t\n\r".unicodeScalars.contains(scalar) { at += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    at += 1
    return true
  }

  mutating func document() throws(Stop) {
    skipSpace()
    try value()
    skipSpace()
    if at < text.count { throw Stop(message: "Extra data", position: at) }
  }

  private mutating func value() throws(Stop) {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { throw Stop(message: "", position: at) }
    switch next {
    case "{": try object()
    case "[": try array()
    case "\"": try string()
    default:
      for word in ["true", "false", "null", "NaN", "Infinity", "-Infinity"]
      where text[at...].starts(with: word.unicodeScalars) {
        at += word.unicodeScalars.count
        return
      }
      try number()
    }
  }

  private mutating func object() throws(Stop) {
    at += 1
    skipSpace()
    if take("}") { return }
    while true {
      guard next == "\"" else {
        throw Stop(message: "Expecting property name enclosed in double quotes", position: at)
      }
      try string()
      skipSpace()
      guard take(":") else { throw Stop(message: "Expecting ':' delimiter", position: at) }
      skipSpace()
      try value()
      skipSpace()
      if take("}") { return }
      guard take(",") else { throw Stop(message: "Expecting ',' delimiter", position: at) }
      skipSpace()
    }
  }

  private mutating func array() throws(Stop) {
    at += 1
    skipSpace()
    if take("]") { return }
    while true {
      try value()
      skipSpace()
      if take("]") { return }
      guard take(",") else { throw Stop(message: "Expecting ',' delimiter", position: at) }
      skipSpace()
    }
  }

  private mutating func string() throws(Stop) {
    let start = at
    at += 1
    while let scalar = next {
      at += 1
      if scalar == "\"" { return }
      if scalar.value < 0x20 {
        throw Stop(message: "Invalid control character at", position: at - 1)
      }
      guard scalar == "\\" else { continue }
      guard let escaped = next else { break }
      at += 1
      if escaped == "u" {
        let digits = text[at...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0.properties.isASCIIHexDigit }) else {
          throw Stop(message: "Invalid \\uXXXX escape", position: at - 1)
        }
        at += 4
      } else if !"\"\\/bfnrt".unicodeScalars.contains(escaped) {
        throw Stop(message: "Invalid \\escape", position: at - 2)
      }
    }
    throw Stop(message: "Unterminated string starting at", position: start)
  }

  private mutating func number() throws(Stop) {
    let start = at
    _ = take("-")
    if !take("0"), !digits() {
      throw Stop(message: "Expecting value", position: start)
    }
    let whole = at
    if take("."), !digits() {
      at = whole
      return
    }
    let fraction = at
    if let scalar = next, scalar == "e" || scalar == "E" {
      at += 1
      if let sign = next, sign == "+" || sign == "-" { at += 1 }
      if !digits() { at = fraction }
    }
  }

  private mutating func digits() -> Bool {
    let start = at
    while let scalar = next, ("0"..."9").contains(scalar) { at += 1 }
    return at > start
  }
}
