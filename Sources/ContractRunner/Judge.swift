public import Contracts
public import HTTPMessage

/// Judges what a client really sends, and what it is answered, by a contract.
public struct Judge: Sendable {
  public let contract: Contract
  private let index: InteractionIndex

  /// What one exchange is, seen by the contract.
  public enum Verdict: Sendable {
    /// Places of the interactions that it is an instance of.
    case covered([Int])
    /// The request is an interaction's, the answer none of theirs: the provider is in another state.
    case answerDiffers(NearMiss)
    /// The request resembles interactions, but breaks each of them; closest first.
    case breach([NearMiss])
    /// No interaction has this method and path.
    case uncovered
  }

  /// An interaction and how an exchange differs from it.
  public struct NearMiss: Sendable {
    public let interaction: Interaction
    public let mismatches: [Mismatch]

    init(interaction: Interaction, mismatches: [Mismatch]) {
      self.interaction = interaction
      self.mismatches = mismatches
    }

    fileprivate var hasOtherStatus: Bool { mismatches.contains { $0.kind == .status } }

    fileprivate var isRefusal: Bool {
      guard case .http(_, let response) = interaction.exchange else { return false }
      return response.status >= 400
    }
  }

  private static let nearMissesShown = 3

  public init(_ contract: Contract) {
    self.contract = contract
    index = InteractionIndex(contract.interactions)
  }

  public func judge(_ request: HTTPRequest, _ response: HTTPResponse) -> Verdict {
    var covered: [Int] = []
    var asked: [NearMiss] = []
    var resembling: [NearMiss] = []
    for place in index.places(for: request) {
      let interaction = contract.interactions[place]
      guard case .http(let wanted, let answer) = interaction.exchange else { continue }
      let mismatches = wanted.mismatches(with: request)
      guard mismatches.isEmpty else {
        resembling.append(NearMiss(interaction: interaction, mismatches: mismatches))
        continue
      }
      let differences = answer.mismatches(with: response)
      if differences.isEmpty {
        covered.append(place)
      } else {
        asked.append(NearMiss(interaction: interaction, mismatches: differences))
      }
    }
    if !covered.isEmpty { return .covered(covered) }
    if let closest = asked.min(by: Self.isCloserAnswer) { return .answerDiffers(closest) }
    if resembling.isEmpty { return .uncovered }
    return .breach(Array(resembling.sorted(by: Self.isCloser).prefix(Self.nearMissesShown)))
  }

  /// An answer of the same status tells more than a shorter list of mismatches does.
  private static func isCloserAnswer(_ left: NearMiss, _ right: NearMiss) -> Bool {
    (left.hasOtherStatus ? 1 : 0, left.mismatches.count) < (
      right.hasOtherStatus ? 1 : 0, right.mismatches.count
    )
  }

  /// Who asks wants something done: interactions that succeed are nearer than refusals.
  private static func isCloser(_ left: NearMiss, _ right: NearMiss) -> Bool {
    (left.isRefusal ? 1 : 0, left.mismatches.count) < (
      right.isRefusal ? 1 : 0, right.mismatches.count
    )
  }
}
