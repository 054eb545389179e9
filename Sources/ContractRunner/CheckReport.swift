import JSON
import HTTPMessage
import Contracts
/// What a trial found, as a person reads it.
public enum CheckReport {
  public static func text(_ trial: Trial, isStrict: Bool) -> String {
    var text = ""
    let findings = trial.findings
    for finding in findings { text += line(finding, trial, isStrict: isStrict) }
    for (interaction, variants) in trial.unexercised {
      for variant in variants {
        text += VariantWarnings.line(variant, of: interaction, in: trial.contract.name) + "\n"
      }
    }
    let unused = trial.neverExercised
    if !unused.isEmpty {
      text += "never exercised (\(unused.count) of \(trial.contract.interactions.count)):\n"
      for interaction in unused.prefix(10) { text += "    \(interaction.description)\n" }
      if unused.count > 10 { text += "    … and \(unused.count - 10) more\n" }
    }
    let breaches = findings.filter(\.isBreach)
    let others = findings.count - breaches.count
    let used = trial.contract.interactions.count - unused.count
    text += "\(trial.contract.name): \(trial.exchanges) requests, \(used) interactions exercised, "
    text +=
      "\(breaches.count) broken, \(others) not covered\(isStrict && others > 0 ? " (strict)" : "")\n"
    return text
  }

  private static func line(_ finding: Trial.Finding, _ trial: Trial, isStrict: Bool) -> String {
    let times = finding.count > 1 ? "  (\(finding.count) times)" : ""
    let call = "\(finding.method) \(finding.target)\(times)"
    let mark = isStrict ? "✗" : "!"
    switch finding.verdict {
    case .covered: return ""
    case .uncovered: return "\(mark) \(call)\n    no interaction covers it\n"
    case .answerDiffers(let miss):
      return "\(mark) \(call)\n    asked as in an interaction, but answered otherwise\n"
        + self.miss(miss, trial)
    case .breach(let misses):
      return "✗ \(call)\n" + misses.map { miss($0, trial) }.joined()
    }
  }

  private static func miss(_ miss: Judge.NearMiss, _ trial: Trial) -> String {
    let place = "\(trial.contract.name):\(miss.interaction.location.line)"
    return "    near: \(miss.interaction.description)  (\(place))\n"
      + miss.mismatches.map { "        \($0.words)\n" }.joined()
  }
}
