extension SideBySide {
  /// A run of rows.
  struct Piece {
    let rows: ArraySlice<Row>
    /// Whether nothing in it breaks the contract and it is long enough to be put away.
    let isFolded: Bool
  }

  /// Unbroken rows that are shown around broken ones.
  private static let context = 3
  /// Fewer are not worth a click.
  private static let shortestFold = 6

  /// All rows, long runs without a breach apart.
  var pieces: [Piece] {
    var isShown = [Bool](repeating: false, count: rows.count)
    for (place, row) in rows.enumerated() where row.mark == .broken {
      isShown[place] = true
      for near in (max(0, place - Self.context)..<place).reversed() {
        guard !rows[near].isGap else { break }
        isShown[near] = true
      }
      for near in place..<min(rows.count, place + Self.context + 1) {
        guard !rows[near].isGap else { break }
        isShown[near] = true
      }
    }
    var pieces: [Piece] = []
    var start = 0
    while start < rows.count {
      let end = isShown[start...].firstIndex(of: !isShown[start]) ?? rows.count
      let isFolded = !isShown[start] && end - start >= Self.shortestFold
      if !isFolded, let last = pieces.last, !last.isFolded {
        pieces[pieces.count - 1] = Piece(rows: rows[last.rows.startIndex..<end], isFolded: false)
      } else {
        pieces.append(Piece(rows: rows[start..<end], isFolded: isFolded))
      }
      start = end
    }
    return pieces
  }
}

extension SideBySide.Row {
  /// Between the fields and the content of messages.
  fileprivate var isGap: Bool { left == "" && right == "" }
}
