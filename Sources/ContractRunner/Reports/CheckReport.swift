public import Contracts
import HTTPMessage
import JSON

extension RunReport.Section {
  /// What a trial found: the calls that are worth telling, then the interactions.
  ///
  /// - Parameter isStrict: whether a call that no interaction covers fails the run.
  public init(_ trial: Trial, isStrict: Bool) {
    let contract = trial.contract
    let unused = Set(trial.neverExercised.map(\.location.offset))
    let calls = trial.findings.map { finding in
      RunReport.Entry(finding, of: contract, isStrict: isStrict)
    }
    let interactions = contract.interactions.map { interaction in
      var entry = RunReport.Entry(
        .interaction, interaction.description,
        at: RunReport.Place(contract.name, interaction.location.line),
        unused.contains(interaction.location.offset) ? .notExercised : .passed)
      entry.providerStates = interaction.providerStates
      if case .http(let request, let response) = interaction.exchange {
        entry.request = RunReport.Message(request.example)
        entry.expected = RunReport.Message(response.example)
      } else if let message = interaction.exchange.sentMessage {
        entry.expected = RunReport.Message(message)
      }
      return entry
    }
    self.init(contract.name, about: contract.parties, entries: calls + interactions)
  }
}

extension Contract {
  /// Who is bound to whom.
  public var parties: String { "\(consumer) → \(provider)" }
}

extension RunReport.Entry {
  init(_ finding: Trial.Finding, of contract: Contract, isStrict: Bool) {
    self.init(
      .exchange, finding.title, finding.isBreach ? .failed : .notCovered,
      fails: finding.isBreach || isStrict)
    count = finding.count
    request = finding.request
    actual = finding.response
    let misses: [Judge.NearMiss]
    switch finding.verdict {
    case .covered: misses = []
    case .uncovered:
      misses = []
      reasons = [RunReport.Reason("no interaction covers it")]
    case .answerDiffers(let miss):
      misses = [miss]
      reasons = [RunReport.Reason("asked as in an interaction, but answered otherwise")]
    case .breach(let near): misses = near
    }
    nearMisses = misses.map { miss in
      var near = RunReport.NearMiss(
        miss.interaction.description,
        at: RunReport.Place(contract.name, miss.interaction.location.line),
        differences: miss.mismatches.map(RunReport.Difference.init))
      if case .http(let request, let response) = miss.interaction.exchange {
        near.expected =
          finding.isBreach
          ? RunReport.Message(request.example) : RunReport.Message(response.example)
        near.actual = finding.isBreach ? finding.request : finding.response
      } else if let message = miss.interaction.exchange.sentMessage {
        near.expected = RunReport.Message(message)
        near.actual = finding.request
      }
      return near
    }
  }
}

/// What a trial found, as a person reads it.
public enum CheckReport {
  /// How many interactions are named that nothing was an instance of.
  private static let unusedShown = 10

  public static func text(
    _ trial: Trial, isStrict: Bool, style: TextReport.Style = .plain
  ) -> String {
    text(
      RunReport.Section(trial, isStrict: isStrict), exchanges: trial.exchanges,
      messages: trial.messages, isStrict: isStrict, warnings: VariantWarnings.lines(trial),
      style: style)
  }

  /// - Parameters:
  ///   - exchanges: how many were judged.
  ///   - messages: how many of these.
  public static func text(
    _ section: RunReport.Section, exchanges: Int, messages: Int = 0, isStrict: Bool,
    warnings: [String] = [], style: TextReport.Style = .plain
  ) -> String {
    var text = ""
    let calls = section.entries.filter { $0.subject == .exchange }
    for call in calls { text += TextReport.text(call, style: style) }
    for warning in warnings { text += "note: \(warning)\n" }
    let unused = section.entries.filter { $0.outcome == .notExercised }
    let interactions = section.entries.count - calls.count
    if !unused.isEmpty {
      text += "never exercised (\(unused.count) of \(interactions)):\n"
      for entry in unused.prefix(unusedShown) { text += "    \(entry.title)\n" }
      if unused.count > unusedShown { text += "    … and \(unused.count - unusedShown) more\n" }
    }
    let breaches = section.totals[.failed]
    let others = section.totals[.notCovered]
    let sent = messages > 0 ? "\(messages) messages, " : ""
    text += "\(section.name): \(exchanges) requests, \(sent)"
    text += "\(interactions - unused.count) interactions exercised, "
    text += style.verdict(
      "\(breaches) broken", breaches == 0 ? .passed : .failed)
    text += ", \(others) not covered\(isStrict && others > 0 ? " (strict)" : "")\n"
    return text
  }
}
