import HTTPMessage
import JSON

/// Compares form bodies (`application/x-www-form-urlencoded`): fields in any order, the values of one
/// field in order, rules under `$.name`.
struct FormComparison {
  let rules: RuleTable
  let isStrict: Bool
  /// Names of fields that may be absent.
  let optional: [String]

  func mismatches(_ expected: ArraySlice<UInt8>, _ actual: ArraySlice<UInt8>) -> [Mismatch] {
    let table = NamedValues.RuleLookup { name in
      rules.best(for: BodyPath().appending(name))?.list
    }
    return NamedValues(form: expected).mismatches(
      with: NamedValues(form: actual), rules: table, optional: optional, allowsOthers: !isStrict
    ) { name, rule, difference in
      Mismatch(.body, at: BodyPath().appending(name).text, rule: rule, difference)
    }
  }
}
