import JSON
public import Contracts
public import HTTPClient
public import HTTPMessage

/// What came of one interaction.
public struct InteractionResult: Sendable {
  public enum Outcome: Sendable {
    case passed
    case failed([Mismatch])
    /// The provider could not be brought into the state that the interaction needs.
    case stateFailed(String)
    case noAnswer(HTTPClientError)
    case notPlayed(String)

    public var isPassed: Bool {
      if case .passed = self { return true }
      return false
    }
  }

  public let contractName: String
  public let interaction: Interaction
  public internal(set) var outcome: Outcome
  /// What was sent; nil when it did not come to that.
  public let request: HTTPRequest?
  public let url: HTTPURL?
  public internal(set) var response: HTTPResponse?
  /// What could not be generated for the request, so that the contract's example was sent.
  public internal(set) var shortfalls: [String] = []

  init(
    _ contract: Contract, _ interaction: Interaction, outcome: Outcome = .passed,
    request: HTTPRequest? = nil, url: HTTPURL? = nil
  ) {
    contractName = contract.name
    self.interaction = interaction
    self.outcome = outcome
    self.request = request
    self.url = url
  }

  /// Forms that the interaction allows members of the answer, and that this answer had not.
  public internal(set) var unexercised: [Variant] = []

  /// `file:line`
  public var place: String { "\(contractName):\(interaction.location.line)" }

  /// Whether it fails a run: a pending interaction is reported only.
  public var isBreach: Bool {
    switch outcome {
    case .failed, .stateFailed: !interaction.pending
    case .passed, .noAnswer, .notPlayed: false
    }
  }

  /// Whether nothing could be connected to, so that trying further is no use.
  var isUnreachable: Bool {
    switch outcome {
    case .noAnswer(.cannotConnect), .noAnswer(.unknownHost): true
    default: false
    }
  }

  public var isUnanswered: Bool {
    if case .noAnswer = outcome { return true }
    return false
  }

  /// The class of the outcome in one word, for reports.
  public var word: String {
    switch outcome {
    case .passed: "passed"
    case .failed: interaction.pending ? "pending" : "failed"
    case .stateFailed: "state-failed"
    case .noAnswer: "no-answer"
    case .notPlayed: "not-played"
    }
  }
}
