import HTTPMessage
import JSON

/// Names with lists of values: a query or a form, in the order of first appearance.
struct NamedValues: Sendable, Equatable {
  var entries: [Entry] = []

  struct Entry: Sendable, Equatable {
    let name: String
    var values: [String]
  }

  init() {}

  init(_ items: [(name: String, value: String)]) {
    for item in items { append(item.name, item.value) }
  }

  /// Reads `a=1&b=2`, percent-encoded.
  init(form bytes: ArraySlice<UInt8>) {
    self.init(HTTPTarget("/?" + String(decoding: bytes, as: UTF8.self)).queryItems)
  }

  mutating func append(_ name: String, _ value: String) {
    if let place = entries.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      entries[place].values.append(value)
    } else {
      entries.append(Entry(name: name, values: [value]))
    }
  }

  func values(of name: String) -> [String]? {
    entries.first { $0.name.utf8.elementsEqual(name.utf8) }?.values
  }

  /// How the rules of a name are found.
  struct RuleLookup {
    let list: (String) -> RuleList?
  }

  /// Every difference, as `mismatch` puts it.
  ///
  /// - Parameter optional: names that may be absent.
  func mismatches(
    with actual: NamedValues, rules: RuleLookup, optional: [String] = [], allowsOthers: Bool,
    mismatch: (_ name: String, _ rule: String, Difference) -> Mismatch
  ) -> [Mismatch] {
    var mismatches: [Mismatch] = []
    for entry in entries {
      guard let values = actual.values(of: entry.name) else {
        if optional.contains(where: { $0.utf8.elementsEqual(entry.name.utf8) }) { continue }
        let wanted = Difference(expected: Self.shown(entry.values), actual: Difference.missing)
        mismatches.append(mismatch(entry.name, "equality", wanted))
        continue
      }
      mismatches += ValueList(entry.values).differences(
        from: values, rules: rules.list(entry.name)
      ).map { mismatch(entry.name, $0.rule, $0.difference) }
    }
    if allowsOthers { return mismatches }
    return mismatches
      + actual.entries.filter { values(of: $0.name) == nil }.map { entry in
        mismatch(
          entry.name, "equality",
          Difference(expected: Difference.missing, actual: Self.shown(entry.values)))
      }
  }

  static func shown(_ values: [String]) -> String {
    values.count == 1
      ? Difference.shown(values[0]) : Difference.shown(.array(values.map { .string($0) }))
  }
}

/// The example values of one parameter.
struct ValueList {
  let expected: [String]

  init(_ expected: [String]) { self.expected = expected }

  /// Under rules, every value must be accepted, and there may be more or fewer of them than in the
  /// example; without, all must be equal.
  func differences(
    from actual: [String], rules: RuleList?
  ) -> [(rule: String, difference: Difference)] {
    guard let rules, !rules.rules.isEmpty else {
      if expected.elementsEqual(actual, by: { $0.utf8.elementsEqual($1.utf8) }) { return [] }
      if expected.count == 1, actual.count == 1 {
        return [("equality", Difference(text: expected[0], actual[0]))]
      }
      return [
        (
          "equality",
          Difference(
            .array(expected.map { .string($0) }), .array(actual.map { .string($0) }))
        )
      ]
    }
    return rules.complaints { rule in
      if case .type(let min, let max) = rule,
        let difference = Rule.sizeObjection(actual.count, min: min, max: max)
      {
        return [(rule.name, difference)]
      }
      return actual.enumerated().compactMap { place, value in
        let example = expected.indices.contains(place) ? expected[place] : expected.first ?? value
        return rule.objection(toText: value, example: example).map { (rule.name, $0) }
      }
    }
  }
}

extension Rule {
  /// What the rule has against a value that came as text, where numbers have no type of their own.
  func objection(toText actual: String, example: String) -> Difference? {
    switch self {
    case .integer, .decimal, .number, .null, .boolean:
      let typed = (try? JSONReader.value(of: Array(actual.utf8))) ?? .string(actual)
      guard let difference = objection(to: typed, example: typed, isCascaded: false) else {
        return nil
      }
      return Difference(expected: difference.expected, actual: Difference.shown(actual))
    default:
      return objection(to: .string(actual), example: .string(example), isCascaded: false)
    }
  }
}
