public import Contracts
import HTTPClient
import HTTPMessage

/// Asks a live service what a contract asks, and finds what changed since.
///
/// Only requests that change nothing are made, unless it is told otherwise: who looks for drift does
/// not want to find deleted records.
public struct DriftSurvey: Sendable {
  private let verifier: Verifier
  private let rules: RecordingRules
  private let asksAll: Bool

  /// - Parameters:
  ///   - verifier: where and how to ask.
  ///   - rules: how identifiers and headers with secrets are known.
  ///   - asksAll: also what may change the service; provider states imply it, since with them the
  ///     service is one for tests.
  public init(_ verifier: Verifier, rules: RecordingRules, asksAll: Bool) {
    self.verifier = verifier
    self.rules = rules
    self.asksAll = asksAll || verifier.states != nil
  }

  /// What came of one interaction.
  public struct Finding: Sendable {
    public enum Outcome: Sendable {
      /// Answered; the changes, or none.
      case compared([Change])
      /// Not asked, or its answer tells nothing of changes; why.
      case left(String)
      case unanswered(String)
    }

    /// Method and path, with `{id}` for identifiers.
    public let operation: String
    public let outcome: Outcome
    /// The same for reports: changes are its mismatches.
    public let result: InteractionResult
  }

  /// Asks the interactions that `filter` lets through, in file order. Ends early when nothing can be
  /// connected to.
  public func survey(
    _ contract: Contract, filter: (Interaction) -> Bool = { _ in true },
    progress: () -> Void = {}
  ) -> [Finding] {
    let chosen = contract.interactions.filter(filter)
    var results = verifier.verify(
      contract, filter: { filter($0) && reasonNotToAsk($0) == nil }, progress: { _ in progress() }
    )[...]
    var findings: [Finding] = []
    for interaction in chosen {
      if let reason = reasonNotToAsk(interaction) {
        let result = InteractionResult(contract, interaction, outcome: .notPlayed(reason))
        findings.append(
          Finding(operation: operation(interaction), outcome: .left(reason), result: result))
      } else if let result = results.popFirst() {
        findings.append(finding(result))
      } else {
        break
      }
    }
    return findings
  }

  private func reasonNotToAsk(_ interaction: Interaction) -> String? {
    guard case .http(let request, _) = interaction.exchange else {
      return "only HTTP can be asked"
    }
    return asksAll || Self.isSafe(request.method) ? nil : "may change the service (--all)"
  }

  private func finding(_ result: InteractionResult) -> Finding {
    let operation = operation(result.interaction)
    guard case .http(let request, let expected) = result.interaction.exchange,
      let response = result.response
    else { return Finding(operation: operation, outcome: result.driftOutcome, result: result) }
    var result = result
    let changes = expected.changes(in: response)
    if changes.contains(where: { $0.kind == .status }),
      let reason = reasonNotToCompare(result.interaction, request, response.status.code)
    {
      result.outcome = .notPlayed(reason)
      return Finding(operation: operation, outcome: .left(reason), result: result)
    }
    result.outcome = changes.isEmpty ? .passed : .failed(changes.map(\.mismatch))
    return Finding(operation: operation, outcome: .compared(changes), result: result)
  }

  /// Methods that ask for nothing to be done (RFC 9110, section 9.2.1).
  static func isSafe(_ method: String) -> Bool {
    ["GET", "HEAD", "OPTIONS"].contains(method.uppercased())
  }

  /// An answer of another status may be about the service's state or the caller instead of a change.
  private func reasonNotToCompare(
    _ interaction: Interaction, _ request: RequestPattern, _ status: Int
  ) -> String? {
    let carriesOldSecret = request.example.fields.contains { line in
      rules.secretHeaders.contains(line.name.spelling) && verifier.fields.value(line.name) == nil
    }
    if status == 401 || status == 403, carriesOldSecret {
      return "refused with \(status): the contract's credentials are not valid there (--header)"
    }
    if verifier.states == nil, !interaction.providerStates.isEmpty {
      let names = interaction.providerStates.map { "\"\($0.name)\"" }.joined(separator: ", ")
      return "answered \(status): it needs the provider state \(names) (--states)"
    }
    return nil
  }

  private func operation(_ interaction: Interaction) -> String {
    guard case .http(let request, _) = interaction.exchange else { return interaction.description }
    let segments = request.path.split(separator: "/", omittingEmptySubsequences: false).map {
      segment in
      let isNumber = !segment.isEmpty && segment.utf8.allSatisfy { (0x30...0x39).contains($0) }
      let identifies = rules.shape(of: String(segment))?.identifies ?? false
      return isNumber || identifies ? "{id}" : String(segment)
    }
    return "\(request.method.uppercased()) \(segments.joined(separator: "/"))"
  }
}

extension InteractionResult {
  fileprivate var driftOutcome: DriftSurvey.Finding.Outcome {
    switch outcome {
    case .noAnswer(let error): .unanswered(error.description)
    case .stateFailed(let reason): .left("the provider state could not be changed: \(reason)")
    case .notPlayed(let reason): .left(reason)
    case .passed, .failed: .compared([])
    }
  }
}
