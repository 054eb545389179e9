import Contracts
import HTTPMessage
import HTTPServer
import JSON
import Synchronization
import Threads

/// A verification being made of one world.
final class VerificationRun: @unchecked Sendable {
  // Used by one thread at a time: the caller's, then the one that waits.
  private let verification: Verification
  private let world: any ServiceWorld
  private let now: Timestamp
  private var tally: RequestTally?

  private static let waiting = Atomic<Int>(0)
  private static let mostWaiting = 64

  init(_ verification: Verification, of world: any ServiceWorld, at now: Timestamp) {
    self.verification = verification
    self.world = world
    self.now = now
    if case .requests(let wanted) = verification.subject { tally = RequestTally(wanted) }
  }

  /// The answer, when nothing need be waited for.
  func settledAnswer() throws(AdminError) -> HTTPResponse? {
    if case .stub(let id) = verification.subject, world.stubs.stub(id, at: now) == nil {
      throw AdminError(.notFound, "there is no stub \"\(id)\"")
    }
    return isSettled() || verification.within == 0 ? answer() : nil
  }

  /// Waits on a thread of its own and calls `done` there.
  func wait(_ done: @escaping @Sendable (HTTPResponse) -> Void) {
    let others = Self.waiting.add(1, ordering: .relaxed).oldValue
    guard others < Self.mostWaiting else {
      Self.waiting.subtract(1, ordering: .relaxed)
      return done(
        AdminError(
          .serviceUnavailable, "\(Self.mostWaiting) verifications are waiting already"
        ).response)
    }
    do throws(ThreadError) {
      try DetachedThread.start { [self] in
        _ = world.journal.changes.wait(milliseconds: verification.within) { isSettled() }
        Self.waiting.subtract(1, ordering: .relaxed)
        done(answer())
      }
    } catch {
      Self.waiting.subtract(1, ordering: .relaxed)
      done(answer())
    }
  }

  private var count: Int {
    if case .stub(let id) = verification.subject {
      return world.stubs.stub(id, at: now)?.use.times ?? 0
    }
    return tally?.count ?? 0
  }

  private func isSettled() -> Bool {
    tally?.look(at: world.journal)
    switch verification.verdict(count: count) {
    case .holds: return verification.endsEarly
    case .isBroken: return true
    case .open: return false
    }
  }

  // MARK: Answers

  /// What can be said now.
  func answer() -> HTTPResponse {
    tally?.look(at: world.journal)
    let verdict = verification.verdict(count: count)
    let missed = tally?.missed ?? 0
    var form = JSONObject()
    let isUnknown = missed > 0 && verification.needsDropped(verdict)
    let isTrue = verdict == .holds && !isUnknown
    form["verified"] = isUnknown ? .null : .bool(isTrue)
    form["count"] = .number(JSONNumber(count))
    form["dropped"] = .number(JSONNumber(missed))
    guard !isTrue else { return .json(JSONWriter.pretty(.object(form))) }
    let found = "\(Verification.requests(count)) came"
    form["errors"] = [
      [
        "code": 422,
        "title": .string(
          isUnknown
            ? "whether \(verification.wanted) came can't be told"
            : "\(verification.wanted) wanted, \(found)"),
        "detail": .string(
          isUnknown
            ? "\(found) of those that the journal holds; \(missed) more were dropped for lack of room: reset the journal before the test, or ask for a stub, whose uses are counted"
            : explanation),
      ]
    ]
    if let near = nearest, !near.isEmpty { form["nearMisses"] = .array(near) }
    return .json(JSONWriter.pretty(.object(form)), status: .unprocessable)
  }

  private var explanation: String {
    guard case .requests(.sequence(let patterns)) = verification.subject else {
      return "the journal holds \(Verification.requests(world.journal.count)) in all"
    }
    return patterns.indices.contains(count)
      ? "the first \(count) came in order; none behind them fits pattern \(count + 1)"
      : "all of them came"
  }

  /// The requests that nearly fit the pattern, when too few did.
  private var nearest: [JSONValue]? {
    guard case .requests(let wanted) = verification.subject,
      verification.verdict(count: count) == .open
    else { return nil }
    switch wanted {
    case .pattern(let pattern): return NearRequests.json(of: pattern, in: world)
    case .sequence(let patterns):
      return patterns.indices.contains(count)
        ? NearRequests.json(of: patterns[count], in: world) : nil
    }
  }
}

/// The requests that came nearest to a pattern.
enum NearRequests {
  /// Journals are long: the newest are what is meant.
  private static let mostCompared = 1_000

  static func json(
    of pattern: StubRequestPattern, in world: any ServiceWorld, asked: JSONValue? = nil
  ) -> [JSONValue] {
    let compared = world.journal.entries().suffix(mostCompared).reversed().compactMap {
      entry -> (entry: JournalEntry, comparison: StubComparison)? in
      SeenRequest(entry).map { (entry, pattern.compared(with: $0)) }
    }
    let nearest = compared.filter { !$0.comparison.findings.isEmpty }
      .sorted { $0.comparison.distance < $1.comparison.distance }
      .prefix(StubBook.shownNearMisses)
    return nearest.map { near in
      var form = JSONObject()
      form["request"] = JournalForm.loggedRequest(near.entry)
      form["requestPattern"] = asked
      let result = NearMissForm.result(near.comparison)
      form[result.key] = result.value
      form["differences"] = NearMissForm.differences(near.comparison)
      return .object(form)
    }
  }
}
