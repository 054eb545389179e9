extension RegexSketch {
  /// Reads a regular expression loosely: what it doesn't know, it takes for a plain character.
  struct Parser {
    var rest: Substring

    /// Alternatives up to the end or an unmatched `)`.
    mutating func alternatives() -> [[RegexSketch]] {
      var all: [[RegexSketch]] = [[]]
      while let next = rest.first, next != ")" {
        if next == "|" {
          rest.removeFirst()
          all.append([])
        } else {
          all[all.count - 1].append(piece())
        }
      }
      return all
    }

    private mutating func piece() -> RegexSketch {
      let start = rest
      let atom = atom()
      let (minimum, maximum) = quantifier()
      return RegexSketch(
        atom: atom, text: String(start[..<rest.startIndex]), minimum: minimum, maximum: maximum)
    }

    private mutating func atom() -> Atom {
      switch rest.removeFirst() {
      case "(": return group()
      case "[": return .one(set())
      case ".": return .one(.everything)
      case "^", "$": return .nothing
      case "\\": return escape()
      case let plain: return .one(CharacterSketch(plain))
      }
    }

    private mutating func escape() -> Atom {
      guard let next = rest.popFirst() else { return .nothing }
      if "bBAzZGK".contains(next) { return .nothing }
      if "pPxuN".contains(next), rest.first == "{" {
        rest = rest.drop { $0 != "}" }.dropFirst()
      }
      return .one(CharacterSketch(escape: next))
    }

    private mutating func group() -> Atom {
      var consumes = true
      if rest.first == "?" {
        rest.removeFirst()
        let kind = rest.prefix { $0 != ")" && $0 != ":" && $0 != ">" }
        consumes = !["=", "!", "<=", "<!"].contains { kind.hasPrefix($0) }
        if consumes {
          let end = rest.index(kind.startIndex, offsetBy: kind.count)
          // `(?:`, `(?<name>`, `(?>`, `(?i:` end their opening here; `(?i)` is a group by itself.
          rest = rest[end...]
          if rest.first == ":" || rest.first == ">" { rest.removeFirst() }
        }
      }
      let inner = alternatives()
      if rest.first == ")" { rest.removeFirst() }
      return consumes ? .group(inner) : .nothing
    }

    private mutating func set() -> CharacterSketch {
      var set = CharacterSketch()
      let isInverted = rest.first == "^"
      if isInverted { rest.removeFirst() }
      var isFirst = true
      while let next = rest.popFirst(), next != "]" || isFirst {
        isFirst = false
        guard next == "\\" || next == "[" else {
          if rest.first == "-", let last = rest.dropFirst().first, last != "]", last != "\\",
            let from = next.unicodeScalars.first, let to = last.unicodeScalars.first, from <= to
          {
            rest = rest.dropFirst(2)
            set.insert(from...to)
          } else {
            set.formUnion(CharacterSketch(next))
          }
          continue
        }
        if next == "[" {
          set.formUnion(self.set())
        } else if case .one(let characters) = escape() {
          set.formUnion(characters)
        }
      }
      if isInverted { set.invert() }
      return set
    }

    private mutating func quantifier() -> (minimum: Int, maximum: Int?) {
      guard let sign = rest.first else { return (1, 1) }
      let counts: (Int, Int?)
      switch sign {
      case "*": counts = (0, nil)
      case "+": counts = (1, nil)
      case "?": counts = (0, 1)
      case "{":
        guard let end = rest.firstIndex(of: "}") else { return (1, 1) }
        let parts = rest[..<end].dropFirst().split(separator: ",", omittingEmptySubsequences: false)
        guard let minimum = parts.first.flatMap({ $0.isEmpty ? 0 : Int($0) }) else { return (1, 1) }
        counts = (minimum, parts.count == 1 ? minimum : Int(parts[1]))
        rest = rest[end...]
      default: return (1, 1)
      }
      rest.removeFirst()
      // Possessive repetitions never go back, so they can't explode.
      if rest.first == "+" {
        rest.removeFirst()
        return (counts.0, counts.1 ?? counts.0 + 1)
      }
      if rest.first == "?" { rest.removeFirst() }
      return counts
    }
  }
}
