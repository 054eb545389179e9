/// Finds what somebody may have meant.
public enum Suggestion {
  /// A longer list helps nobody.
  private static let most = 20

  /// `; did you mean "x"?` when one of the candidates is close, else the list of them.
  public static func hint(for word: String, among candidates: [String]) -> String {
    if let best = closest(to: word, among: candidates) { return "; did you mean \"\(best)\"?" }
    if candidates.isEmpty { return "" }
    let shown = candidates.sorted().prefix(most).joined(separator: ", ")
    return "; known: " + shown
      + (candidates.count > most ? " and \(candidates.count - most) more" : "")
  }

  /// The candidate with the fewest changes, when at most a third of the word needs changing; of
  /// several, the first in the alphabet.
  public static func closest(to word: String, among candidates: [String]) -> String? {
    let limit = max(1, word.count / 3)
    let scored = candidates.map {
      (word: $0, distance: distance(word.lowercased(), $0.lowercased()))
    }
    return scored.filter { $0.distance <= limit }
      .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var best = min(
          rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
