import Contracts
import HTTPMessage
import JSON

extension RunReport {
  /// What an inquest found: the exchanges that the contracts do not accept, and, as facts, the
  /// coverage.
  ///
  /// - Parameter isStrict: whether an exchange that no interaction covers fails the run.
  public init(_ inquest: Inquest, isStrict: Bool, facts: [Fact] = []) {
    let (operations, answers) = (inquest.coverage.operations, inquest.coverage.answers)
    self.init(
      "understudy judge",
      facts: [
        Fact(
          "Recorded",
          "\(inquest.exchanges) exchanges\(inquest.messages > 0 ? ", \(inquest.messages) messages" : ""), "
            + "\(inquest.accepted) of them accepted"),
        Fact("Operations", operations.words),
        Fact("Answers by status", answers.words),
      ] + facts,
      sections: [
        Section(
          inquest.contracts.joined(separator: ", "),
          entries: inquest.findings.map { Entry($0, isStrict: isStrict) })
      ])
    details = InquestReport.json(inquest)
  }
}

extension Coverage.Count {
  fileprivate var words: String {
    "\(described) in the contract, \(seen) recorded, \(both) in both"
  }
}

extension RunReport.Entry {
  fileprivate init(_ finding: Inquest.Finding, isStrict: Bool) {
    self.init(
      .exchange, finding.subject.title, finding.isBreach ? .failed : .notCovered,
      fails: finding.isBreach || isStrict)
    var blame = "asked as in an interaction, but answered otherwise"
    switch finding.subject {
    case .exchange(let exchange):
      request = RunReport.Message(exchange.request)
      actual = RunReport.Message(exchange.response)
    case .message(let sending):
      actual = RunReport.Message(sending.message)
      blame = "it is no message of the contract, but resembles some"
    }
    notes = ["recorded at \(finding.subject.place)"]
    let misses: [Inquest.NearMiss]
    switch finding.verdict {
    case .accepted: misses = []
    case .broken(let near):
      misses = near
      reasons = [RunReport.Reason(blame)]
    case .uncovered(let near):
      misses = near
      reasons = [RunReport.Reason("no interaction covers it")]
    }
    nearMisses = misses.map { miss in
      RunReport.NearMiss(
        miss.interaction.description,
        at: RunReport.Place(miss.contract, miss.interaction.location.line),
        differences: miss.mismatches.map(RunReport.Difference.init))
    }
  }
}
