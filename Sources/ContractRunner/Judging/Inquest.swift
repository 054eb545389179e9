public import Contracts
import HTTPMessage

/// Contracts on trial: whether they are true to what real servers were recorded to say.
public struct Inquest: Sendable {
  /// What the contracts say of one recorded exchange.
  public enum Verdict: Sendable {
    case accepted
    /// Interactions have this request, and none of them this answer; closest first.
    case broken([NearMiss])
    /// No interaction has this request; those that resemble it, closest first.
    case uncovered([NearMiss])
  }

  /// An interaction and how an exchange differs from it.
  public struct NearMiss: Sendable {
    public let contract: String
    public let interaction: Interaction
    public let mismatches: [Mismatch]
  }

  /// What was recorded.
  public enum Subject: Sendable {
    case exchange(RecordedExchange)
    case message(RecordedSending)

    /// As `file:line:column`.
    public var place: String {
      switch self {
      case .exchange(let exchange): exchange.place
      case .message(let sending): sending.place
      }
    }

    /// Method and target, or where a message went.
    public var title: String {
      switch self {
      case .exchange(let exchange):
        "\(exchange.request.method) \(exchange.request.target.pathAndQuery)"
      case .message(let sending): sending.message.title
      }
    }
  }

  /// Something recorded that the contracts do not accept.
  public struct Finding: Sendable {
    public let subject: Subject
    public let verdict: Verdict

    public var isBreach: Bool {
      if case .broken = verdict { return true }
      return false
    }
  }

  public let contracts: [String]
  /// How many exchanges were judged.
  public let exchanges: Int
  /// How many messages were judged.
  public let messages: Int
  public let accepted: Int
  /// In the order of the recordings.
  public let findings: [Finding]
  public let coverage: Coverage

  public var broken: Int { findings.count(where: \.isBreach) }
  public var uncovered: Int { findings.count - broken }

  /// Judges every exchange by all contracts: it is accepted when one of them accepts it.
  public init(_ contracts: [Contract], _ recordings: [Recording]) {
    let judges = contracts.map(Judge.init)
    var count = CoverageCount(contracts)
    var (exchanges, accepted) = (0, 0)
    var findings: [Finding] = []
    for exchange in recordings.lazy.flatMap(\.exchanges) {
      let verdict = Self.verdict(exchange, judges)
      exchanges += 1
      if case .accepted = verdict {
        accepted += 1
        count.add(exchange, isAccepted: true)
      } else {
        findings.append(Finding(subject: .exchange(exchange), verdict: verdict))
        count.add(exchange, isAccepted: false)
      }
    }
    let messageJudges = contracts.map(MessageJudge.init).filter(\.hasMessages)
    var messages = 0
    for sending in recordings.lazy.flatMap(\.messages) {
      messages += 1
      switch Self.verdict(sending, messageJudges, &count) {
      case .accepted: accepted += 1
      case let verdict: findings.append(Finding(subject: .message(sending), verdict: verdict))
      }
    }
    self.messages = messages
    self.contracts = contracts.map(\.name)
    self.exchanges = exchanges
    self.accepted = accepted
    self.findings = findings
    coverage = count.coverage
  }

  /// Whether a contract is not true; with `isStrict`, also when it lacks what was recorded.
  public func isBroken(isStrict: Bool) -> Bool { isStrict ? !findings.isEmpty : broken > 0 }

  /// A message that resembles one of a contract, and is none of them, breaks it.
  private static func verdict(
    _ sending: RecordedSending, _ judges: [MessageJudge], _ count: inout CoverageCount
  ) -> Verdict {
    var resembling: [NearMiss] = []
    for judge in judges {
      switch judge.judge(sending.message) {
      case .covered(let places):
        for place in places { count.add(judge.contract.interactions[place]) }
        return .accepted
      case .breach(let misses):
        resembling += misses.map {
          NearMiss(
            contract: judge.contract.name, interaction: $0.interaction, mismatches: $0.mismatches)
        }
      case .answerDiffers, .uncovered: break
      }
    }
    return resembling.isEmpty ? .uncovered([]) : .broken(resembling)
  }

  private static func verdict(_ exchange: RecordedExchange, _ judges: [Judge]) -> Verdict {
    var broken: [NearMiss] = []
    var resembling: [NearMiss] = []
    for judge in judges {
      let name = judge.contract.name
      switch judge.judge(exchange.request, exchange.response) {
      case .covered: return .accepted
      case .answerDiffers(let miss):
        broken.append(
          NearMiss(contract: name, interaction: miss.interaction, mismatches: miss.mismatches))
      case .breach(let misses):
        resembling += misses.map {
          NearMiss(contract: name, interaction: $0.interaction, mismatches: $0.mismatches)
        }
      case .uncovered: break
      }
    }
    return broken.isEmpty ? .uncovered(resembling) : .broken(broken)
  }
}
