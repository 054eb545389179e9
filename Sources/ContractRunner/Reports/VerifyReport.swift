import JSON
public import HTTPMessage
import Contracts
import HTTPClient

extension RunReport {
  /// What a verification found.
  ///
  /// - Parameter hidden: fields that are written without their values: those that somebody gave with
  ///   the command are secrets more often than not, and reports are kept and passed on.
  public init(
    _ title: String = "understudy verify", facts: [Fact] = [],
    verifying results: [InteractionResult], hiding hidden: HTTPFields = [:]
  ) {
    var places: [String: Int] = [:]
    var sections: [Section] = []
    for result in results {
      let place = places[result.contractName] ?? sections.count
      if place == sections.count {
        places[result.contractName] = place
        sections.append(Section(result.contractName, entries: []))
      }
      sections[place].entries.append(Entry(result, hiding: hidden))
    }
    self.init(
      title, facts: facts, sections: sections, warnings: VariantWarnings.lines(results))
  }
}

extension RunReport.Entry {
  /// What came of one interaction.
  public init(_ result: InteractionResult, hiding hidden: HTTPFields = [:]) {
    let interaction = result.interaction
    self.init(
      .interaction, interaction.description,
      at: RunReport.Place(result.contractName, interaction.location.line), result.reportOutcome,
      fails: result.isBreach || result.isUnanswered)
    providerStates = interaction.providerStates
    switch result.outcome {
    case .passed: break
    case .failed(let mismatches): differences = mismatches.map(RunReport.Difference.init)
    case .stateFailed(let reason):
      reasons = [RunReport.Reason(reason, lead: "the provider state could not be changed")]
    case .noAnswer(let error): reasons = [RunReport.Reason(error.description)]
    case .notPlayed(let reason): reasons = [RunReport.Reason(reason, lead: "not played")]
    }
    if case .http(_, let response) = interaction.exchange {
      expected = RunReport.Message(response.example)
    }
    if let request = result.request?.hiding(hidden) {
      self.request = RunReport.Message(request)
      repeatLine = result.url.map { CurlLine.text(request, to: $0) }
    }
    actual = result.response.map(RunReport.Message.init)
    notes = result.shortfalls
    unexercised = result.unexercised
  }
}

extension InteractionResult {
  fileprivate var reportOutcome: RunReport.Outcome {
    switch outcome {
    case .passed: .passed
    case .failed: interaction.pending ? .pending : .failed
    case .stateFailed: .stateFailed
    case .noAnswer: .noAnswer
    case .notPlayed: .notPlayed
    }
  }
}

extension HTTPRequest {
  fileprivate func hiding(_ hidden: HTTPFields) -> HTTPRequest {
    guard !hidden.isEmpty else { return self }
    var shown = HTTPFields()
    for (name, value) in fields {
      shown.append(name, hidden.value(name) == nil ? value : "…")
    }
    return HTTPRequest(
      method: method, target: target.pathAndQuery, fields: shown, body: Array(body))
  }
}
