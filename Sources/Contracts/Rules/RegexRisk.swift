/// Names regular expressions that can take exponential time on texts that don't match.
public enum RegexRisk {
  /// A sentence about the first dangerous place in `pattern`, or nil.
  ///
  /// Two shapes are known: an endless repetition inside an endless repetition with nothing between
  /// two rounds that tells them apart, for example `(a+)+`, and alternatives under an endless
  /// repetition that begin alike all the way, for example `(a|a?b)*`.
  public static func warning(for pattern: String) -> String? {
    // Both shapes need a group.
    guard pattern.utf8.contains(UInt8(ascii: "(")) || !TextPattern.isShallow(pattern) else {
      return nil
    }
    guard TextPattern.isShallow(pattern) else {
      return "more than \(TextPattern.maximumBrackets) opening brackets can't be judged"
    }
    var parser = RegexSketch.Parser(rest: Substring(pattern))
    return parser.alternatives().lazy.compactMap(warning).first
  }

  private static func warning(in sequence: [RegexSketch]) -> String? {
    sequence.lazy.compactMap(warning).first
  }

  private static func warning(in sketch: RegexSketch) -> String? {
    guard case .group(let alternatives) = sketch.atom else { return nil }
    if sketch.isEndless {
      for sequence in alternatives {
        if let inner = ambiguousRepetition(in: sequence) {
          return "\(sketch.text) repeats \(inner.text) inside a repetition: "
            + "a text that does not match can take exponential time"
        }
      }
      for (place, left) in alternatives.enumerated() {
        for right in alternatives.dropFirst(place + 1) where overlap(left[...], right[...]) {
          return "the alternatives of \(sketch.text) overlap under a repetition: "
            + "a text that does not match can take exponential time"
        }
      }
    }
    return alternatives.lazy.compactMap(warning).first
  }

  /// An endless piece of a repeated sequence, when no other piece must come that it can't swallow.
  private static func ambiguousRepetition(in sequence: [RegexSketch]) -> RegexSketch? {
    for (place, piece) in sequence.enumerated() where piece.isEndless && !piece.characters.isEmpty {
      let others = sequence[..<place] + sequence[(place + 1)...]
      let isDelimited = others.contains { other in
        other.minimum > 0 && !other.characters.isEmpty
          && other.characters.isDisjoint(with: piece.characters)
      }
      if !isDelimited { return piece }
    }
    // A group without repetition of its own is looked through: ((a+))+ is (a+)+.
    for piece in sequence where sequence.count == 1 && !piece.isEndless {
      guard case .group(let alternatives) = piece.atom else { continue }
      if let inner = alternatives.lazy.compactMap(ambiguousRepetition).first { return inner }
    }
    return nil
  }

  /// Whether a text may fit the beginnings of both sequences up to the end of one.
  private static func overlap(
    _ left: ArraySlice<RegexSketch>, _ right: ArraySlice<RegexSketch>
  ) -> Bool {
    var (left, right) = (left, right)
    while let first = left.first, let second = right.first {
      if first.characters.isDisjoint(with: second.characters) {
        return first.minimum == 0 || second.minimum == 0
      }
      guard first.isOne, second.isOne else { return true }
      left = left.dropFirst()
      right = right.dropFirst()
    }
    return left.isEmpty && right.isEmpty
  }
}
