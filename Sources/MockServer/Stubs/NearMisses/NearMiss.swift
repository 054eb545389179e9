import Contracts
import HTTPMessage
import Synchronization

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
    // Texts are made for those that are shown, not for all that are held beside the request.
    let compared = candidates.map { entry in
      (entry: entry, distance: self.compared(entry, request, at: now, isDetailed: false).distance)
    }
    let sorted = compared.filter { $0.distance > 0 }.sorted { left, right in
      left.distance != right.distance
        ? left.distance < right.distance : left.entry.precedes(right.entry)
    }
    return sorted.prefix(limit).map { near in
      NearMiss(
        entry: near.entry, comparison: self.compared(near.entry, request, at: now, isDetailed: true)
      )
    }
  }

  private func compared(
    _ entry: RegisteredStub, _ request: SeenRequest, at now: Timestamp, isDetailed: Bool
  ) -> StubComparison {
    var comparison = entry.stub.pattern.compared(with: request, isDetailed: isDetailed)
    if comparison.isMatch { explain(entry, at: now, &comparison) }
    return comparison
  }

  /// What came nearest, for people, in UTF-8.
  ///
  /// Kept for a request that comes again, as those of a client that waits for something do.
  func explanation(of request: SeenRequest, at now: Timestamp) -> [UInt8] {
    let key = ExplanationKey(request, of: self)
    if let key, let known = explanations.withLock({ $0[key] }) { return known }
    let text = Array(
      NearMissForm.text(nearMisses(of: request, at: now), of: request, among: table.count).utf8)
    if let key {
      explanations.withLock { known in
        if known.count >= Self.mostExplanations { known = [:] }
        known[key.copy] = text
      }
    }
    return text
  }

  private static let mostExplanations = 32

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
    var found = Array(table.index.stubs(ofPathOf: request).all.prefix(Self.mostCompared))
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

/// All that an explanation depends on but the time.
struct ExplanationKey: Hashable {
  private var head: ArraySlice<UInt8>
  private var body: ArraySlice<UInt8>
  private let clientIP: String?
  private let changes: Int

  /// A longer request is explained anew each time.
  private static let longest = 8 * 1024

  init?(_ request: SeenRequest, of stubs: StubBook) {
    let size = request.http.receivedHead.count + request.http.body.count
    guard !request.http.receivedHead.isEmpty, size <= Self.longest else { return nil }
    head = request.http.receivedHead
    body = request.http.body
    clientIP = request.clientIP
    changes = stubs.changes
  }

  /// One that can be kept: the request's bytes are slices of what a connection reads into.
  var copy: ExplanationKey {
    var copy = self
    copy.head = Array(head)[...]
    copy.body = Array(body)[...]
    return copy
  }

  /// In one piece; byte by byte takes several times as long.
  func hash(into hasher: inout Hasher) {
    head.withUnsafeBytes { hasher.combine(bytes: $0) }
    body.withUnsafeBytes { hasher.combine(bytes: $0) }
    hasher.combine(changes)
  }
}
