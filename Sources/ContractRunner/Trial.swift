import JSON
public import Contracts
public import HTTPMessage
import Synchronization

/// A client on trial: what it did, judged by one contract.
public final class Trial: Sendable {
  /// An exchange that is worth telling, with how often it came.
  public struct Finding: Sendable {
    public let method: HTTPMethod
    public let target: String
    public let verdict: Judge.Verdict
    public internal(set) var count: Int

    /// Whether the request breaks the interaction that it resembles.
    public var isBreach: Bool {
      if case .breach = verdict { return true }
      return false
    }
  }

  public let contract: Contract
  private let judge: Judge
  private let record = Mutex(Record())

  private struct Record {
    var exchanges = 0
    var exercised: Set<Int> = []
    var variants = VariantLog()
    var findings: [Finding] = []
    /// Place of a finding by what it says.
    var places: [String: Int] = [:]
  }

  public init(_ contract: Contract) {
    self.contract = contract
    judge = Judge(contract)
  }

  /// Judges one exchange.
  @discardableResult
  public func take(_ request: HTTPRequest, _ response: HTTPResponse) -> Judge.Verdict {
    let verdict = judge.judge(request, response)
    record.withLock { record in
      record.exchanges += 1
      if case .covered(let places) = verdict {
        record.exercised.formUnion(places)
        for place in places {
          let seen = contract.interactions[place].variants(in: request, response)
          record.variants.take(seen, of: place)
        }
        return
      }
      let target = request.target.pathAndQuery
      let key = "\(request.method) \(target) \(verdict.text)"
      if let place = record.places[key] {
        record.findings[place].count += 1
      } else {
        record.places[key] = record.findings.count
        record.findings.append(
          Finding(method: request.method, target: target, verdict: verdict, count: 1))
      }
    }
    return verdict
  }

  /// How many exchanges were judged.
  public var exchanges: Int { record.withLock { $0.exchanges } }

  /// What was not covered, in the order it came first.
  public var findings: [Finding] { record.withLock { $0.findings } }

  /// Places of the interactions that something was an instance of, in the contract's order.
  public var exercised: [Int] { record.withLock { $0.exercised.sorted() } }

  /// The interactions that nothing was an instance of.
  public var neverExercised: [Interaction] {
    let exercised = record.withLock { $0.exercised }
    return contract.interactions.enumerated().filter { !exercised.contains($0.offset) }.map(
      \.element)
  }

  /// For each interaction that was exercised, the variants of its members that never were.
  public var unexercised: [(interaction: Interaction, variants: [Variant])] {
    record.withLock { $0.variants }.unexercised(in: contract)
  }

  /// Whether the client broke the contract; with `isStrict`, also by calls that the contract lacks.
  public func isBroken(isStrict: Bool) -> Bool {
    findings.contains { $0.isBreach || isStrict }
  }
}

extension Judge.Verdict {
  /// What the verdict says, for telling equal ones.
  var text: String {
    switch self {
    case .covered: ""
    case .uncovered: "uncovered"
    case .answerDiffers(let miss): miss.mismatches.map(\.words).joined()
    case .breach(let misses): misses.flatMap(\.mismatches).map(\.words).joined()
    }
  }
}
