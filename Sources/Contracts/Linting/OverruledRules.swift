import JSON

extension LintedPart {
  /// Rules for the body that reach something, but never are the ones that hold there.
  var overruled: [ContractFinding] {
    guard case .json(let example) = body.content else { return [] }
    let sites = sites.filter { $0.category == "body" }
    guard sites.count > 1 else { return [] }
    var walk = Walk(table: RuleTable(sites.map { ($0.path, $0.list) }))
    walk.visit(example, at: BodyPath())
    return sites.indices.compactMap { place in
      guard !walk.holding.contains(place), let other = walk.reached[place] else { return nil }
      return sites[place].finding(
        "never matters: wherever it leads, \(sites[other].path) is the rule that holds")
    }
  }

  /// Goes through an example and whatever else its arrays may hold.
  private struct Walk {
    let table: RuleTable
    /// Entries that hold somewhere.
    var holding: Set<Int> = []
    /// Entries that lead somewhere, with one that holds there.
    var reached: [Int: Int] = [:]

    mutating func visit(_ value: JSONValue, at path: BodyPath) {
      let best = table.place(for: path)
      if let best {
        holding.insert(best)
        for (place, entry) in table.entries.enumerated()
        where entry.path.steps.count == path.steps.count && entry.path.exactness(for: path) != nil
          && reached[place] == nil && place != best
        {
          reached[place] = best
        }
      }
      switch value {
      case .array(let elements):
        for (place, element) in elements.enumerated() { visit(element, at: path.appending(place)) }
        // Other items than the example's are like its first one.
        if let first = elements.first { visit(first, at: path.appending(Int.max)) }
      case .object(let object):
        for member in object.members { visit(member.value, at: path.appending(member.key)) }
        if let best, let first = object.members.first,
          table.entries[best].list.rules.contains(where: \.opensContainers)
        {
          visit(first.value, at: path.appending("\u{0}"))
        }
      default: return
      }
    }
  }
}
