import Contracts
import JSON

/// A form that texts of one kind have, for example UUIDs: how it is told, and the rule that stands
/// for it in a contract.
struct ValueShape: Sendable {
  private enum Test: Sendable {
    case regex(TextPattern)
    case moment(MomentPattern)
  }

  let name: String
  /// A text of this form that is the same in every run.
  let example: String
  /// Whether such texts name things, so that they differ from run to run also in requests.
  let identifies: Bool
  /// The matching rule, as it stands in a contract.
  let rule: JSONValue
  /// The form as a regular expression, where it is one.
  let regex: String?
  private let test: Test

  /// Reads `{"name", "regex" | "moment" and "format", "example", "identifies"?}`; nil when that is
  /// not what stands there, or the example has not the form.
  init?(_ value: JSONValue) {
    guard let name = value["name"]?.string, let example = value["example"]?.string else {
      return nil
    }
    if let regex = value["regex"]?.string, let pattern = try? TextPattern(regex) {
      test = .regex(pattern)
      rule = ["match": "regex", "regex": .string(regex)]
      self.regex = regex
    } else if let match = value["moment"]?.string, let format = value["format"]?.string,
      let pattern = try? MomentPattern(format)
    {
      test = .moment(pattern)
      rule = ["match": .string(match), "format": .string(format)]
      regex = nil
    } else {
      return nil
    }
    self.name = name
    self.example = example
    identifies = value["identifies"]?.bool ?? false
    guard matches(example) else { return nil }
  }

  func matches(_ text: String) -> Bool {
    // All of these forms are short; longer texts are not worth a search.
    guard (8...100).contains(text.utf8.count) else { return false }
    return switch test {
    case .regex(let pattern): pattern.matches(text)
    // The reader of moments is lenient with digits; what is rewritten must be of the full form.
    case .moment(let pattern): text.utf8.count == example.utf8.count && pattern.matches(text)
    }
  }
}
