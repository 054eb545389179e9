/// Makes texts that match a regular expression.
public struct RegexText: Sendable {
  public let pattern: TextPattern

  /// What an endless repetition adds at most to what it must have.
  private static let more = 8
  private static let longest = 4_096
  private static let attempts = 20

  init(_ pattern: TextPattern) { self.pattern = pattern }

  /// A text that the expression takes as a whole; nil when none is found.
  ///
  /// The expression is read loosely, so that what it says beyond characters and repetitions
  /// (look-around, references) is left to chance: what comes out is tried, and made anew when it does
  /// not fit.
  func text(_ random: inout SeededRandom) -> String? {
    var parser = RegexSketch.Parser(rest: Substring(pattern.text))
    let alternatives = parser.alternatives()
    for _ in 0..<Self.attempts {
      var text = ""
      Self.append(alternatives, to: &text, &random)
      if text.utf8.count <= Self.longest, pattern.matches(text) { return text }
    }
    return nil
  }

  private static func append(
    _ alternatives: [[RegexSketch]], to text: inout String, _ random: inout SeededRandom
  ) {
    guard let sequence = alternatives.randomElement(using: &random) else { return }
    for piece in sequence {
      let most = max(
        piece.minimum, piece.maximum.map { min($0, piece.minimum + more) } ?? piece.minimum + more)
      for _ in 0..<Int.random(in: piece.minimum...most, using: &random) {
        guard text.utf8.count <= longest else { return }
        switch piece.atom {
        case .one(let characters):
          text.unicodeScalars.append(characters.any(named: piece.text, &random))
        case .group(let inner):
          guard inner.contains(where: { !$0.isEmpty }) else { break }
          append(inner, to: &text, &random)
        case .nothing: break
        }
      }
    }
  }
}

extension CharacterSketch {
  /// One of the characters, letters and digits before others that are printed, these before the rest.
  ///
  /// - Parameter source: the piece of the expression, which names the characters beyond ASCII.
  fileprivate func any(named source: String, _ random: inout SeededRandom) -> Unicode.Scalar {
    for kind in Self.kinds {
      // From somewhere on all around, so that no list of what fits is made for every character.
      let start = Int.random(in: 0..<kind.count, using: &random)
      for scalar in kind[start...] where contains(scalar) { return scalar }
      for scalar in kind[..<start] where contains(scalar) { return scalar }
    }
    return source.unicodeScalars.filter { !$0.isASCII }.randomElement(using: &random) ?? "é"
  }

  private static let kinds: [[Unicode.Scalar]] = {
    let ascii = (0..<128).compactMap { Unicode.Scalar(UInt8($0)) }
    let plain = ascii.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    let printed = ascii.filter { $0.value >= 0x20 && $0.value < 0x7F && !plain.contains($0) }
    return [plain, printed, ascii]
  }()
}
