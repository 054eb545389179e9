/// How far apart two texts are.
enum TextDistance {
  /// What is behind it tells little more, and costs.
  private static let most = 200

  /// The share of the longer text that must be changed: 0 for equal texts, 1 at most.
  static func share(_ left: String, _ right: String) -> Double {
    if left.utf8.elementsEqual(right.utf8) { return 0 }
    let a = Array(left.utf8.prefix(most))
    let b = Array(right.utf8.prefix(most))
    let longest = max(a.count, b.count)
    // Texts that differ behind the end differ nevertheless.
    return max(Double(changes(a, b)), 1) / Double(max(longest, 1))
  }

  /// Insertions, deletions and substitutions that make one of the other (Levenshtein, in two rows).
  private static func changes(_ a: [UInt8], _ b: [UInt8]) -> Int {
    let start = zip(a, b).prefix { $0 == $1 }.count
    let (a, b) = (a.dropFirst(start), b.dropFirst(start))
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var row = Array(0...b.count)
    for (i, byte) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (byte == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
