/// A row's two lines with what differs in them, long ones cut around it.
struct LineCut {
  struct Line {
    var before: String
    var different = ""
    var after = ""
  }

  private(set) var left: Line?
  private(set) var right: Line?

  /// Characters kept of a part that is the same in both.
  private static let kept = 60
  private static let longest = 600

  init(_ row: SideBySide.Row) {
    guard row.mark != .same, let left = row.left, let right = row.right,
      !left.utf8.elementsEqual(right.utf8)
    else {
      self.left = row.left.map { Line(before: Self.short($0, Self.longest)) }
      self.right = row.right.map { Line(before: Self.short($0, Self.longest)) }
      return
    }
    var (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    // That something follows on one side only is no difference of the lines.
    let comma = a.last == "," ? 1 : b.last == "," ? -1 : 0
    let isOneSided = (a.last == ",") != (b.last == ",")
    if isOneSided, comma > 0 { a.removeLast() } else if isOneSided { b.removeLast() }
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a[start...].reversed(), b[start...].reversed()).prefix { $0 == $1 }.count
    self.left = Self.line(a, start, end)
    self.right = Self.line(b, start, end)
    guard isOneSided else { return }
    if comma > 0 { self.left?.after += "," } else { self.right?.after += "," }
  }

  private static func line(_ scalars: [Unicode.Scalar], _ start: Int, _ end: Int) -> Line {
    let before = scalars[..<start]
    let after = scalars[(scalars.count - end)...]
    let isCutBefore = before.count > longest
    let isCutAfter = after.count > longest
    return Line(
      before: isCutBefore ? "…" + text(before.suffix(kept)) : text(before),
      different: short(text(scalars[start..<(scalars.count - end)]), longest),
      after: isCutAfter ? text(after.prefix(kept)) + "…" : text(after))
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  /// The text, or its beginning with how much more there is.
  static func short(_ text: String, _ longest: Int) -> String {
    guard text.utf8.count > longest else { return text }
    let count = text.unicodeScalars.count
    guard count > longest else { return text }
    let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
    return "\(shown)… (\(count - longest) more characters)"
  }
}
