import JSON
public import Contracts
public import HTTPMessage
import Synchronization

/// A client on trial: what it did, judged by one contract.
public final class Trial: Sendable {
  /// An exchange that is worth telling, with how often it came.
  public struct Finding: Sendable {
    /// Method and target, or where a message went.
    public let title: String
    public let verdict: Judge.Verdict
    public internal(set) var count: Int
    /// The exchange that came first, for reports.
    public let request: RunReport.Message
    /// Nil for a message.
    public let response: RunReport.Message?

    /// Whether the request breaks the interaction that it resembles.
    public var isBreach: Bool {
      if case .breach = verdict { return true }
      return false
    }
  }

  public let contract: Contract
  private let judge: Judge
  private let messageJudge: MessageJudge
  private let record = Mutex(Record())

  private struct Record {
    var exchanges = 0
    var messages = 0
    var exercised: Set<Int> = []
    var variants = VariantLog()
    var findings: [Finding] = []
    /// Place of a finding by what it says.
    var places: [String: Int] = [:]

    /// - Parameter shown: what came, for reports; asked for when it comes for the first time.
    mutating func add(
      _ verdict: Judge.Verdict, _ title: String,
      shown: () -> (RunReport.Message, RunReport.Message?)
    ) {
      let key = "\(title) \(verdict.text)"
      if let place = places[key] {
        findings[place].count += 1
        return
      }
      places[key] = findings.count
      let (request, response) = shown()
      findings.append(
        Finding(
          title: title, verdict: verdict, count: 1, request: .kept(request),
          response: response.map { .kept($0) }))
    }
  }

  public init(_ contract: Contract) {
    self.contract = contract
    judge = Judge(contract)
    messageJudge = MessageJudge(contract)
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
      record.add(verdict, "\(request.method) \(request.target.pathAndQuery)") {
        (RunReport.Message(request), RunReport.Message(response))
      }
    }
    return verdict
  }

  /// Judges one message.
  @discardableResult
  public func take(_ message: SentMessage) -> Judge.Verdict {
    let verdict = messageJudge.judge(message)
    record.withLock { record in
      record.messages += 1
      guard case .covered(let places) = verdict else {
        return record.add(verdict, message.title) { (RunReport.Message(message), nil) }
      }
      record.exercised.formUnion(places)
      for place in places {
        guard let pattern = contract.interactions[place].exchange.sentMessage else { continue }
        let seen = pattern.variants(inContents: message.contents, metadata: message.metadata)
        record.variants.take(seen, of: place)
      }
    }
    return verdict
  }

  /// How many exchanges were judged.
  public var exchanges: Int { record.withLock { $0.exchanges } }

  /// How many messages were judged.
  public var messages: Int { record.withLock { $0.messages } }

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
