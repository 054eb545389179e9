import Contracts

/// A stub that nearly answered a request.
struct NearMiss: Sendable {
  let entry: RegisteredStub
  let comparison: StubComparison

  var stub: Stub { entry.stub }
}

extension StubBook {
  /// How many near misses help.
  static let shownNearMisses = 3
  /// So many stubs are all held beside a request; of more, those of its path and of the paths next to
  /// it.
  private static let mostCompared = 64
  private static let neighbours = 8

  /// The stubs that come nearest to a request, the nearest first.
  ///
  /// - Parameter limit: how many.
  func nearMisses(
    of request: SeenRequest, at now: Timestamp, limit: Int = StubBook.shownNearMisses
  ) -> [NearMiss] {
    let table = self.table
    let candidates =
      table.count <= Self.mostCompared
      ? table.all : neighbours(of: request, in: table)
    let compared = candidates.map { entry in
      var comparison = entry.stub.pattern.compared(with: request)
      if comparison.findings.isEmpty { explain(entry, at: now, &comparison) }
      return NearMiss(entry: entry, comparison: comparison)
    }
    let sorted = compared.filter { !$0.comparison.findings.isEmpty }.sorted { left, right in
      left.comparison.distance != right.comparison.distance
        ? left.comparison.distance < right.comparison.distance
        : left.entry.precedes(right.entry)
    }
    return Array(sorted.prefix(limit))
  }

  /// What came nearest, for people.
  func explanation(of request: SeenRequest, at now: Timestamp) -> String {
    NearMissForm.text(
      nearMisses(of: request, at: now), of: request, among: table.count)
  }

  /// Why a stub does not answer although the request is as it wants it.
  private func explain(
    _ entry: RegisteredStub, at now: Timestamp, _ comparison: inout StubComparison
  ) {
    if let step = entry.stub.step, let required = step.required,
      case let state = scenarioState(step.scenario), state != required
    {
      comparison.differ(
        "scenario \(step.scenario)",
        Difference(
          expected: "state \(Difference.shown(required))", actual: Difference.shown(state)),
        by: 0.1)
    } else if entry.hasExpired(at: now) {
      comparison.differ(
        "expiresAfter", Difference(expected: "a stub that lasts", actual: "one that has expired"),
        by: 0.1)
    }
  }

  /// Stubs of the request's path, and those whose paths stand next to it in the alphabet, which have
  /// the longest beginning in common with it.
  private func neighbours(of request: SeenRequest, in table: StubTable) -> [RegisteredStub] {
    var found = Array(table.index.stubs(ofPathOf: request).prefix(Self.mostCompared))
    let sorted = sortedPaths(of: table)
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].path < request.path { low = middle + 1 } else { high = middle }
    }
    let range = max(0, low - Self.neighbours)..<min(sorted.count, low + Self.neighbours)
    let known = Set(found.map(\.order))
    found += sorted[range].map(\.entry).filter { !known.contains($0.order) }
    return found
  }
}
