/// The rules of a body by path.
public struct RuleTable: Sendable {
  public private(set) var entries: [(path: RulePath, list: RuleList)]

  init(_ entries: [(path: RulePath, list: RuleList)] = []) { self.entries = entries }

  func adding(_ path: RulePath, _ list: RuleList) -> RuleTable {
    RuleTable(entries + [(path, list)])
  }

  mutating func append(_ others: RuleTable) {
    entries = entries.isEmpty ? others.entries : entries + others.entries
  }

  /// The rules that hold for a place, and whether they came down from a place above.
  ///
  /// The specification weighs a path by a product over its steps: 2 for each name or index that is
  /// named, 1 for each star. That is the order by the number of named steps, which can't overflow.
  /// The heaviest path wins, of equally heavy ones the longest, and of those the one that is last in
  /// a canonical file, so that the order in which rules are written means nothing.
  func best(for place: BodyPath) -> (list: RuleList, isCascaded: Bool)? {
    guard let entry = self.place(for: place).map({ entries[$0] }) else { return nil }
    guard entry.path.steps.count < place.steps.count else { return (entry.list, false) }
    return (
      RuleList(entry.list.rules.filter(\.cascades), combination: entry.list.combination), true
    )
  }

  /// Which of the entries these are.
  func place(for place: BodyPath) -> Int? {
    var best: (entry: Int, exactness: Int, length: Int)?
    for (number, entry) in entries.enumerated() {
      guard let exactness = entry.path.exactness(for: place) else { continue }
      let length = entry.path.steps.count
      guard length == place.steps.count || entry.list.rules.contains(where: \.cascades) else {
        continue
      }
      if let best, (best.exactness, best.length) >= (exactness, length) {
        guard (best.exactness, best.length) == (exactness, length),
          !entries[best.entry].path.isWritten(after: entry.path)
        else { continue }
      }
      best = (number, exactness, length)
    }
    return best?.entry
  }
}

extension RulePath {
  /// Whether it stands behind another path in a canonical file.
  fileprivate func isWritten(after other: RulePath) -> Bool {
    other.description.utf8.lexicographicallyPrecedes(description.utf8)
  }

  /// How many of its steps name a member or element, where the path leads to `place` or to
  /// something above it; nil when it doesn't.
  func exactness(for place: BodyPath) -> Int? {
    guard steps.count <= place.steps.count else { return nil }
    var exact = 0
    for (step, actual) in zip(steps, place.steps) {
      switch (step, actual) {
      case (.name(let wanted), .name(let name)) where wanted.utf8.elementsEqual(name.utf8):
        exact += 1
      case (.index(let wanted), .index(let index)) where wanted == index: exact += 1
      case (.any, _), (.anyIndex, .index): continue
      default: return nil
      }
    }
    return exact
  }
}
