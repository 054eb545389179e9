import JSON

/// Compares a JSON body with its example under rules.
struct JSONComparison {
  let rules: RuleTable
  /// Whether members that the example lacks are mismatches, as in requests.
  let isStrict: Bool
  /// Which members may be absent or null.
  var variations = BodyVariations()

  func mismatches(_ expected: JSONValue, _ actual: JSONValue) -> [Mismatch] {
    compare(expected, actual, at: BodyPath())
  }

  private func compare(
    _ expected: JSONValue, _ actual: JSONValue, at path: BodyPath
  ) -> [Mismatch] {
    if !variations.isEmpty, actual == .null, variations.allowsNull(at: path) { return [] }
    let found = rules.best(for: path)
    let list = found?.list ?? RuleList([])
    let own =
      list.rules.isEmpty
      ? plainObjection(expected, actual, path)
      : list.complaints { rule in
        objections(of: rule, expected, actual, path, isCascaded: found?.isCascaded ?? false)
      }
    guard own.isEmpty else { return own }
    switch (expected, actual) {
    case (.array(let expected), .array(let actual)):
      return elements(expected, actual, list, path)
    case (.object(let expected), .object(let actual)):
      return members(expected, actual, list, path)
    default: return []
    }
  }

  private func plainObjection(
    _ expected: JSONValue, _ actual: JSONValue, _ path: BodyPath
  ) -> [Mismatch] {
    if expected.isContainer, expected.typeName == actual.typeName { return [] }
    return expected == actual ? [] : [Mismatch(.body, at: path.text, Difference(expected, actual))]
  }

  /// What one rule has against this place itself.
  private func objections(
    of rule: Rule, _ expected: JSONValue, _ actual: JSONValue, _ path: BodyPath, isCascaded: Bool
  ) -> [Mismatch] {
    if let difference = rule.objection(to: actual, example: expected, isCascaded: isCascaded) {
      return [Mismatch(.body, at: path.text, rule: rule.name, difference)]
    }
    switch (rule, expected, actual) {
    case (.eachKey(let keyRules), _, .object(let members)):
      return members.keys.flatMap { key in
        keyRules.compactMap { keyRule in
          keyRule.objection(to: .string(key), example: .string(key), isCascaded: false).map {
            Mismatch(.body, at: path.appending(key).text, rule: "eachKey", $0.naming("the key"))
          }
        }
      }
    case (.arrayContains(let variants), .array(let examples), .array(let items)):
      return variants.compactMap { variant in
        guard examples.indices.contains(variant.index) else { return nil }
        let example = examples[variant.index]
        let inner = JSONComparison(rules: variant.rules, isStrict: false)
        if items.contains(where: { inner.mismatches(example, $0).isEmpty }) { return nil }
        return Mismatch(
          .body, at: path.text, rule: "arrayContains",
          Difference(
            expected: "an item like \(Difference.shown(example))",
            actual: "\(Difference.shown(actual)) without one"))
      }
    default: return []
    }
  }

  // MARK: Arrays

  private func elements(
    _ expected: [JSONValue], _ actual: [JSONValue], _ list: RuleList, _ path: BodyPath
  ) -> [Mismatch] {
    if list.has(\.isArrayContains) { return [] }
    if let inner = forEachValue(list, path, .anyIndex) {
      return actual.enumerated().flatMap { place, item in
        inner.compare(
          expected.first ?? list.eachValueExample ?? item, item, at: path.appending(place))
      }
    }
    if list.rules.contains(where: { !$0.isEquality }) {
      // Every item is held against the example item; an empty example says nothing of items.
      guard let example = expected.first else { return [] }
      return actual.enumerated().flatMap { place, item in
        compare(example, item, at: path.appending(place))
      }
    }
    guard expected.count == actual.count else {
      return [
        Mismatch(
          .body, at: path.text,
          Difference(
            expected: "\(expected.count) items: \(Difference.shown(.array(expected)))",
            actual: "\(actual.count): \(Difference.shown(.array(actual)))"))
      ]
    }
    return zip(expected, actual).enumerated().flatMap { place, pair in
      compare(pair.0, pair.1, at: path.appending(place))
    }
  }

  // MARK: Objects

  private func members(
    _ expected: JSONObject, _ actual: JSONObject, _ list: RuleList, _ path: BodyPath
  ) -> [Mismatch] {
    let inner = forEachValue(list, path, .any)
    if inner != nil || list.has(\.isValues) {
      return actual.distinctMembers.flatMap { member in
        let example =
          expected[member.key] ?? expected.members.first?.value ?? list.eachValueExample
          ?? member.value
        return (inner ?? self).compare(example, member.value, at: path.appending(member.key))
      }
    }
    var mismatches = list.has(\.isEachKey) ? [] : keyMismatches(expected, actual, path)
    for member in expected.distinctMembers {
      guard let value = actual[member.key] else { continue }
      mismatches += compare(member.value, value, at: path.appending(member.key))
    }
    return mismatches
  }

  private func keyMismatches(
    _ expected: JSONObject, _ actual: JSONObject, _ path: BodyPath
  ) -> [Mismatch] {
    let missing = expected.distinctMembers.filter { member in
      actual[member.key] == nil
        && (variations.isEmpty || !variations.allowsAbsence(at: path.appending(member.key)))
    }.map { member in
      Mismatch(
        .body, at: path.appending(member.key).text,
        Difference(
          expected: "\(Difference.shown(member.value)) (\(Difference.type(of: member.value)))",
          actual: Difference.missing))
    }
    guard isStrict else { return missing }
    return missing
      + actual.distinctMembers.filter { expected[$0.key] == nil }.map { member in
        Mismatch(
          .body, at: path.appending(member.key).text,
          Difference(expected: Difference.missing, actual: Difference.shown(member.value)))
      }
  }

  /// The comparison below a place with `eachValue`: its rules hold for every value there.
  private func forEachValue(
    _ list: RuleList, _ path: BodyPath, _ star: RulePath.Step
  ) -> JSONComparison? {
    let nested = list.rules.flatMap { rule -> [Rule] in
      guard case .eachValue(_, let rules) = rule else { return [] }
      return rules
    }
    guard !nested.isEmpty else { return nil }
    let here = path.steps.map { step -> RulePath.Step in
      switch step {
      case .name(let name): .name(name)
      case .index(let index): .index(index)
      }
    }
    return JSONComparison(
      rules: rules.adding(RulePath(here + [star]), RuleList(nested)), isStrict: isStrict,
      variations: variations)
  }
}

extension RuleList {
  fileprivate func has(_ property: (Rule) -> Bool) -> Bool { rules.contains(where: property) }

  fileprivate var eachValueExample: JSONValue? {
    for case .eachValue(let example?, _) in rules { return example }
    return nil
  }
}

extension Rule {
  fileprivate var isEquality: Bool { if case .equality = self { true } else { false } }
  fileprivate var isValues: Bool { if case .values = self { true } else { false } }
  fileprivate var isEachKey: Bool { if case .eachKey = self { true } else { false } }
  fileprivate var isArrayContains: Bool { if case .arrayContains = self { true } else { false } }
}

extension Difference {
  fileprivate func naming(_ what: String) -> Difference {
    Difference(expected: "\(what) to be \(expected)", actual: actual)
  }
}

extension JSONObject {
  /// The members, of duplicates only the last, as most readers have it.
  fileprivate var distinctMembers: [Member] {
    var seen: Set<String> = []
    return members.reversed().filter { seen.insert($0.key).inserted }.reversed()
  }
}
