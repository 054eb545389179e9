/// A piece of a regular expression, as far as its cost is concerned: what it may consume and how
/// often.
struct RegexSketch {
  enum Atom {
    case one(CharacterSketch)
    case group([[RegexSketch]])
    /// An anchor or look-around: consumes nothing.
    case nothing
  }

  let atom: Atom
  /// As it was written, for messages.
  let text: String
  let minimum: Int
  /// Nil when there is no limit.
  let maximum: Int?

  var isEndless: Bool { maximum == nil }

  /// Exactly one character.
  var isOne: Bool {
    guard case .one = atom else { return false }
    return minimum == 1 && maximum == 1
  }

  /// What it can begin with; for the purpose here also what it can consist of.
  var characters: CharacterSketch {
    switch atom {
    case .one(let characters): characters
    case .nothing: CharacterSketch()
    case .group(let alternatives):
      alternatives.joined().reduce(into: CharacterSketch()) { $0.formUnion($1.characters) }
    }
  }
}

/// A set of characters: ASCII exactly, all others as one.
struct CharacterSketch {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var hasOthers = false

  var isEmpty: Bool { low == 0 && high == 0 && !hasOthers }

  static let everything: CharacterSketch = {
    var all = CharacterSketch()
    all.invert()
    return all
  }()

  mutating func insert(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0..<64: low |= 1 << UInt64(scalar.value)
    case 64..<128: high |= 1 << UInt64(scalar.value - 64)
    default: hasOthers = true
    }
  }

  mutating func insert(_ range: ClosedRange<Unicode.Scalar>) {
    for value in range.lowerBound
      .value...max(range.lowerBound.value, min(range.upperBound.value, 128))
    {
      if let scalar = Unicode.Scalar(value) { insert(scalar) }
    }
    if range.upperBound.value > 127 { hasOthers = true }
  }

  mutating func formUnion(_ other: CharacterSketch) {
    low |= other.low
    high |= other.high
    hasOthers = hasOthers || other.hasOthers
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<64: low >> UInt64(scalar.value) & 1 == 1
    case 64..<128: high >> UInt64(scalar.value - 64) & 1 == 1
    default: hasOthers
    }
  }

  mutating func invert() {
    low = ~low
    high = ~high
    hasOthers = true
  }

  func isDisjoint(with other: CharacterSketch) -> Bool {
    low & other.low == 0 && high & other.high == 0 && !(hasOthers && other.hasOthers)
  }

  /// The set of an escape such as `\d`; a plain escaped character is itself.
  init(escape: Character) {
    self.init()
    switch escape {
    case "d", "D": insert("0"..."9")
    case "s", "S":
      for space: Unicode.Scalar in [" ", "\t", "\n", "\r", "\u{B}", "\u{C}"] { insert(space) }
    case "w", "W":
      insert("0"..."9")
      insert("a"..."z")
      insert("A"..."Z")
      insert("_")
    case "n": insert("\n")
    case "r": insert("\r")
    case "t": insert("\t")
    case "p", "P", "h", "v", "R", "X", "N": self = .everything
    default: escape.unicodeScalars.forEach { insert($0) }
    }
    if "DSW".contains(escape) { invert() }
  }

  init() {}

  init(_ character: Character) {
    self.init()
    character.unicodeScalars.forEach { insert($0) }
  }
}
