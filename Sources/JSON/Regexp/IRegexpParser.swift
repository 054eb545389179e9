extension IRegexp {
  /// Reads an expression by the grammar of RFC 9485, section 4.
  struct Parser {
    private let text: [Unicode.Scalar]
    private var at = 0
    private var depth = 0

    static let maximumDepth = 100
    /// Minor letters of each category's major one.
    private static let categories: [Unicode.Scalar: String] = [
      "L": "lmotu", "M": "cen", "N": "dlo", "P": "cdefios", "Z": "lps", "S": "ckmo", "C": "cfno",
    ]

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func expression() throws(Malformed) -> Tree {
      let tree = try alternatives()
      guard at == text.count else { throw failure("unexpected \(seen)") }
      return tree
    }

    private mutating func alternatives() throws(Malformed) -> Tree {
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.maximumDepth else { throw failure("nested too deep") }
      var branches: [Tree] = []
      repeat {
        var pieces: [Tree] = []
        while let next = peek, next != "|", next != ")" { pieces.append(try piece()) }
        branches.append(.sequence(pieces))
      } while take("|")
      return .alternatives(branches)
    }

    private mutating func piece() throws(Malformed) -> Tree {
      let atom = try atom()
      if take("*") { return .repeated(atom, least: 0, most: nil) }
      if take("+") { return .repeated(atom, least: 1, most: nil) }
      if take("?") { return .repeated(atom, least: 0, most: 1) }
      guard take("{") else { return atom }
      let least = try count()
      var most: Int? = least
      if take(",") { most = peek == "}" ? nil : try count() }
      guard take("}") else { throw failure("expected '}', found \(seen)") }
      if let most, most < least { throw failure("the repetition ends before it begins") }
      return .repeated(atom, least: least, most: most)
    }

    private mutating func count() throws(Malformed) -> Int {
      let digits = text[at...].prefix { $0 >= "0" && $0 <= "9" }
      guard !digits.isEmpty else { throw failure("expected a number, found \(seen)") }
      at += digits.count
      guard let value = Int(String(String.UnicodeScalarView(digits))), value <= maximumSteps else {
        throw failure("it repeats too much")
      }
      return value
    }

    private mutating func atom() throws(Malformed) -> Tree {
      guard let scalar = next() else { throw failure("unexpected end") }
      switch scalar {
      case "(":
        let inner = try alternatives()
        guard take(")") else { throw failure("expected ')', found \(seen)") }
        return inner
      case "[": return .characters(try set())
      case ".": return .characters(.anything)
      case "\\": return .characters(Characters([try escape()]))
      case "^": return .start
      case "$": return .end
      case "*", "+", "?", "{", "}", "]", ")", "|":
        throw failure("unexpected '\(scalar)'", at: at - 1)
      default: return .characters(Characters([.range(scalar...scalar)]))
      }
    }

    /// Behind the opening bracket, to behind the closing one.
    private mutating func set() throws(Malformed) -> Characters {
      let isComplement = take("^")
      var members: [Characters.Member] = []
      if take("-") { members.append(.range("-"..."-")) }
      while let scalar = next() {
        switch scalar {
        case "]":
          if members.isEmpty { throw failure("the set is empty", at: at - 1) }
          return Characters(members, isComplement: isComplement)
        case "-":
          guard peek == "]" else {
            throw failure("a '-' stands first or last in a set", at: at - 1)
          }
          members.append(.range("-"..."-"))
        case "[": throw failure("unexpected '['", at: at - 1)
        default:
          let first: Characters.Member =
            scalar == "\\" ? try escape() : .range(scalar...scalar)
          members.append(try ranged(first))
        }
      }
      throw failure("the set does not end")
    }

    /// With the end of a range, when one follows.
    private mutating func ranged(
      _ first: Characters.Member
    ) throws(Malformed) -> Characters.Member {
      guard case .range(let lower) = first, peek == "-", at + 1 < text.count, text[at + 1] != "]"
      else { return first }
      at += 1
      guard let scalar = next(), scalar != "[", scalar != "-" else {
        throw failure("a range needs an end")
      }
      guard case .range(let upper) = scalar == "\\" ? try escape() : .range(scalar...scalar),
        lower.lowerBound <= upper.lowerBound
      else { throw failure("the range ends before it begins") }
      return .range(lower.lowerBound...upper.lowerBound)
    }

    /// Behind the backslash.
    private mutating func escape() throws(Malformed) -> Characters.Member {
      guard let scalar = next() else { throw failure("unexpected end") }
      switch scalar {
      case "n": return .range("\n"..."\n")
      case "r": return .range("\r"..."\r")
      case "t": return .range("\t"..."\t")
      case "(", ")", "*", "+", "-", ".", "?", "[", "\\", "]", "^", "{", "|", "}", "$":
        return .range(scalar...scalar)
      case "p", "P": return .category(try category(), isComplement: scalar == "P")
      default: throw failure("'\\\(scalar)' is no escape", at: at - 2)
      }
    }

    private mutating func category() throws(Malformed) -> String {
      guard take("{"), let major = next(), let minors = Self.categories[major] else {
        throw failure("expected a category such as {L} or {Lu}")
      }
      var name = String(major)
      if let minor = peek, minor != "}" {
        guard minors.unicodeScalars.contains(minor) else {
          throw failure("there is no category {\(name)\(minor)}")
        }
        name.unicodeScalars.append(minor)
        at += 1
      }
      guard take("}") else { throw failure("expected '}', found \(seen)") }
      return name
    }

    private var peek: Unicode.Scalar? { at < text.count ? text[at] : nil }
    private var seen: String { peek.map { "'\($0)'" } ?? "the end" }

    private mutating func next() -> Unicode.Scalar? {
      guard let scalar = peek else { return nil }
      at += 1
      return scalar
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard peek == scalar else { return false }
      at += 1
      return true
    }

    private func failure(_ reason: String, at place: Int? = nil) -> Malformed {
      Malformed(reason: reason, column: (place ?? at) + 1)
    }
  }
}
