extension JSONPath {
  /// A recursive descent over the query's characters.
  struct Parser {
    let text: [Unicode.Scalar]
    var at = 0
    var depth = 0

    /// Filters, brackets and calls inside each other.
    static let maximumDepth = 100

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func query() throws(JSONPathError) -> [Segment] {
      guard take("$") else { throw failure("a query starts with '$', found \(seen)") }
      let segments = try segments()
      guard at == text.count else { throw failure("expected '.', '..' or '[', found \(seen)") }
      return segments
    }

    /// Space is allowed before each segment, not behind the last.
    mutating func segments() throws(JSONPathError) -> [Segment] {
      var segments: [Segment] = []
      while true {
        let start = at
        skipSpace()
        if take("[") {
          segments.append(.child(try bracketed()))
        } else if take(".") {
          if take(".") {
            segments.append(.descendant(take("[") ? try bracketed() : [try shorthand()]))
          } else {
            segments.append(.child([try shorthand()]))
          }
        } else {
          at = start
          return segments
        }
      }
    }

    /// Behind a dot.
    private mutating func shorthand() throws(JSONPathError) -> Selector {
      if take("*") { return .wildcard }
      guard let first = peek, Self.startsName(first) else {
        throw failure("expected a name or '*' behind the dot, found \(seen)")
      }
      var name = String.UnicodeScalarView()
      while let scalar = peek, Self.startsName(scalar) || Self.isDigit(scalar) {
        name.append(scalar)
        at += 1
      }
      return .name(String(name))
    }

    /// Behind the opening bracket, to behind the closing one.
    private mutating func bracketed() throws(JSONPathError) -> [Selector] {
      try descend()
      defer { depth -= 1 }
      var selectors: [Selector] = []
      repeat {
        skipSpace()
        selectors.append(try selector())
        skipSpace()
      } while take(",")
      guard take("]") else { throw failure("expected ',' or ']', found \(seen)") }
      return selectors
    }

    private mutating func selector() throws(JSONPathError) -> Selector {
      switch peek {
      case "'", "\"": return .name(try string())
      case "*":
        at += 1
        return .wildcard
      case "?":
        at += 1
        skipSpace()
        return .filter(try logical())
      case ":", "-", .some("0"..."9"): return try indexOrSlice()
      default:
        throw failure("expected a name in quotes, an index, a slice, '*' or '?', found \(seen)")
      }
    }

    private mutating func indexOrSlice() throws(JSONPathError) -> Selector {
      let start = try integer()
      let end = at
      skipSpace()
      guard take(":") else {
        at = end
        guard let start else { throw failure("expected an index, found \(seen)") }
        return .index(start)
      }
      skipSpace()
      let stop = try integer()
      let behind = at
      skipSpace()
      guard take(":") else {
        at = behind
        return .slice(start: start, end: stop, step: 1)
      }
      let beforeStep = at
      skipSpace()
      let step = try integer()
      if step == nil { at = beforeStep }
      return .slice(start: start, end: stop, step: step ?? 1)
    }

    /// An integer that every JSON library can hold (RFC 9535, section 2.1); nil when none starts here.
    private mutating func integer() throws(JSONPathError) -> Int? {
      let start = at
      let isNegative = take("-")
      let digits = text[at...].prefix(while: Self.isDigit)
      if digits.isEmpty && !isNegative { return nil }
      guard let first = digits.first else { throw failure("expected a digit, found \(seen)") }
      if first == "0", digits.count > 1 || isNegative {
        throw failure("an index may not start with 0 or be -0", at: start)
      }
      at += digits.count
      guard digits.count <= 16, let value = Int(String(String.UnicodeScalarView(digits))),
        value < 1 << 53
      else { throw failure("an index is between -(2^53 - 1) and 2^53 - 1", at: start) }
      return isNegative ? -value : value
    }

    mutating func descend() throws(JSONPathError) {
      depth += 1
      if depth > Self.maximumDepth {
        throw failure("nested deeper than \(Self.maximumDepth) levels")
      }
    }
  }
}

extension JSONPath.Parser {
  var peek: Unicode.Scalar? { at < text.count ? text[at] : nil }

  /// The character here, in words for a message.
  var seen: String { peek.map { "'\($0)'" } ?? "the end of the query" }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    at += 1
    return true
  }

  mutating func skipSpace() {
    while let scalar = peek, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
      at += 1
    }
  }

  func failure(_ reason: String, at place: Int? = nil) -> JSONPathError {
    JSONPathError(reason: reason, column: (place ?? at) + 1)
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    default: scalar.value >= 0x80
    }
  }
}
