public import Contracts
public import HTTPMessage

/// Judges what a client really sends, and what it is answered, by a contract.
public struct Judge: Sendable {
  public let contract: Contract
  private let entries: [Entry]

  private struct Entry {
    let place: Int
    let request: RequestPattern
    let response: ResponsePattern
  }

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

    var isRefusal: Bool {
      guard case .http(_, let response) = interaction.exchange else { return false }
      return response.status >= 400
    }
  }

  private static let nearMissesShown = 3

  public init(_ contract: Contract) {
    self.contract = contract
    entries = contract.interactions.enumerated().compactMap { place, interaction in
      guard case .http(let request, let response) = interaction.exchange else { return nil }
      return Entry(place: place, request: request, response: response)
    }
  }

  public func judge(_ request: HTTPRequest, _ response: HTTPResponse) -> Verdict {
    var covered: [Int] = []
    var asked: [NearMiss] = []
    var resembling: [NearMiss] = []
    for entry in entries {
      let mismatches = entry.request.mismatches(with: request)
      guard mismatches.isEmpty else {
        if mismatches.allSatisfy({ $0.kind != .method && $0.kind != .path }) {
          resembling.append(miss(entry, mismatches))
        }
        continue
      }
      let differences = entry.response.mismatches(with: response)
      if differences.isEmpty {
        covered.append(entry.place)
      } else {
        asked.append(miss(entry, differences))
      }
    }
    if !covered.isEmpty { return .covered(covered) }
    if let closest = asked.min(by: { $0.mismatches.count < $1.mismatches.count }) {
      return .answerDiffers(closest)
    }
    if resembling.isEmpty { return .uncovered }
    return .breach(Array(resembling.sorted(by: Self.isCloser).prefix(Self.nearMissesShown)))
  }

  /// Who asks wants something done: interactions that succeed are nearer than refusals.
  private static func isCloser(_ left: NearMiss, _ right: NearMiss) -> Bool {
    (left.isRefusal ? 1 : 0, left.mismatches.count) < (
      right.isRefusal ? 1 : 0, right.mismatches.count
    )
  }

  private func miss(_ entry: Entry, _ mismatches: [Mismatch]) -> NearMiss {
    NearMiss(interaction: contract.interactions[entry.place], mismatches: mismatches)
  }
}
