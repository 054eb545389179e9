import JSON
import Synchronization

/// A request pattern with what is answered to the requests it means.
final class Stub: Sendable {
  /// A step of a scenario: in which state the stub takes part, and which state follows.
  struct Step: Sendable {
    let scenario: String
    let required: String?
    let next: String?
  }

  /// When a stub ends by itself: after so many answers, or microseconds of the world's clock.
  struct Expiry: Sendable {
    let uses: Int?
    let time: Int?
  }

  /// Where a scenario begins.
  static let startState = "Started"
  /// The priority of a stub that names none; 1 is the highest.
  static let usualPriority = 5

  let id: String
  /// As it was given, with its identifier.
  let form: JSONObject
  let priority: Int
  let pattern: StubRequestPattern
  /// One, or several that are given one after another.
  let responses: [StubResponse]
  /// Whether after the last answer the first one follows; else the last one stays.
  let cycles: Bool
  let step: Step?
  let expiry: Expiry?
  let isPersistent: Bool
  let metadata: JSONValue

  init(
    id: String, form: JSONObject, priority: Int, pattern: StubRequestPattern,
    responses: [StubResponse], cycles: Bool, step: Step?, expiry: Expiry?, isPersistent: Bool,
    metadata: JSONValue
  ) {
    self.id = id
    self.form = form
    self.priority = priority
    self.pattern = pattern
    self.responses = responses
    self.cycles = cycles
    self.step = step
    self.expiry = expiry
    self.isPersistent = isPersistent
    self.metadata = metadata
  }

  /// Whether more than the request decides if it answers.
  var isConditional: Bool { step != nil || expiry != nil }

  /// The answer to the request of this number, from 0.
  func response(_ number: Int) -> StubResponse {
    if responses.count == 1 { return responses[0] }
    let place = cycles ? number % responses.count : min(number, responses.count - 1)
    return responses[place]
  }
}

/// How often a stub was used. Survives whatever the journal drops.
final class StubUse: Sendable {
  private let count = Atomic<Int>(0)

  var times: Int { count.load(ordering: .relaxed) }

  /// Counts a use; gives how many there were before.
  func add() -> Int { count.add(1, ordering: .relaxed).oldValue }

  func reset() { count.store(0, ordering: .relaxed) }
}
