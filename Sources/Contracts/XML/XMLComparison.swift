import JSON

/// Compares an XML body with its example under rules: elements as `$.a.b`, attributes as
/// `$.a['@x']`, text as `$.a['#text']`.
///
/// Elements of one name are compared in order; those of other names may stand anywhere. An
/// attribute's place doesn't matter.
struct XMLComparison {
  private let rules: RuleTable
  private let isStrict: Bool

  /// - Parameter rules: indexes and stars in brackets are left out of their paths, because an
  ///   element is both one thing and a list of its name's elements.
  init(rules: RuleTable, isStrict: Bool) {
    self.rules = RuleTable(
      rules.entries.map { entry in
        let steps = entry.path.steps.filter { step in
          switch step {
          case .index, .anyIndex: false
          case .name, .any: true
          }
        }
        return (RulePath(steps), entry.list)
      })
    self.isStrict = isStrict
  }

  func mismatches(_ expected: XMLElement, _ actual: XMLElement) -> [Mismatch] {
    guard expected.name == actual.name else {
      return [
        mismatch(
          BodyPath(), Difference(expected: expected.name.shown, actual: actual.name.shown))
      ]
    }
    return compare(expected, actual, at: BodyPath().appending(expected.name.written))
  }

  private func compare(
    _ expected: XMLElement, _ actual: XMLElement, at path: BodyPath
  ) -> [Mismatch] {
    attributeMismatches(expected, actual, path)
      + childMismatches(expected, actual, path)
      + valueMismatches(expected.text, actual.text, path.appending("#text"))
  }

  private func attributeMismatches(
    _ expected: XMLElement, _ actual: XMLElement, _ path: BodyPath
  ) -> [Mismatch] {
    var mismatches: [Mismatch] = []
    for attribute in expected.attributes {
      let place = path.appending("@" + attribute.name.written)
      guard let value = actual.attributes.first(where: { $0.name == attribute.name })?.value else {
        mismatches.append(
          mismatch(
            place,
            Difference(expected: Difference.shown(attribute.value), actual: Difference.missing)))
        continue
      }
      mismatches += valueMismatches(attribute.value, value, place)
    }
    guard isStrict else { return mismatches }
    for attribute in actual.attributes
    where !expected.attributes.contains(where: { $0.name == attribute.name }) {
      mismatches.append(
        mismatch(
          path.appending("@" + attribute.name.written),
          Difference(expected: Difference.missing, actual: Difference.shown(attribute.value))))
    }
    return mismatches
  }

  private func childMismatches(
    _ expected: XMLElement, _ actual: XMLElement, _ path: BodyPath
  ) -> [Mismatch] {
    let found = rules.best(for: path)
    let isTemplate = found?.list.rules.contains { $0.name != "equality" } ?? false
    if let found, !found.isCascaded {
      let sizes = found.list.complaints { rule -> [Mismatch] in
        guard case .type(let min, let max) = rule else { return [] }
        return Rule.sizeObjection(actual.children.count, min: min, max: max).map {
          [mismatch(path, rule: rule.name, $0)]
        } ?? []
      }
      if !sizes.isEmpty { return sizes }
    }
    return expected.childNames.flatMap { name in
      let place = path.appending(name.written)
      let examples = expected.children.filter { $0.name == name }
      let items = actual.children.filter { $0.name == name }
      return isTemplate
        ? templateMismatches(examples, items, place) : listMismatches(examples, items, place)
    } + otherChildren(expected, actual, path, areRefused: isStrict || isTemplate)
  }

  /// Every element is held against the first example.
  private func templateMismatches(
    _ examples: [XMLElement], _ items: [XMLElement], _ place: BodyPath
  ) -> [Mismatch] {
    guard let example = examples.first else { return [] }
    if items.isEmpty { return [missing(example, place)] }
    return items.flatMap { compare(example, $0, at: place) }
  }

  private func listMismatches(
    _ examples: [XMLElement], _ items: [XMLElement], _ place: BodyPath
  ) -> [Mismatch] {
    // A rule for elements of this name allows more of them than the example has.
    let isRuled = rules.best(for: place).map { !$0.isCascaded } ?? false
    if items.count < examples.count { return [missing(examples[items.count], place)] }
    if isStrict, !isRuled, items.count > examples.count {
      return [
        mismatch(
          place,
          Difference(
            expected: examples.count == 1 ? "1 element" : "\(examples.count) elements",
            actual: "\(items.count)"))
      ]
    }
    return zip(examples, items).flatMap { compare($0, $1, at: place) }
  }

  private func otherChildren(
    _ expected: XMLElement, _ actual: XMLElement, _ path: BodyPath, areRefused: Bool
  ) -> [Mismatch] {
    guard areRefused else { return [] }
    return actual.childNames.filter { !expected.childNames.contains($0) }.map { name in
      mismatch(
        path.appending(name.written), Difference(expected: Difference.missing, actual: name.shown))
    }
  }

  /// An attribute's value or an element's text.
  private func valueMismatches(
    _ expected: String, _ actual: String, _ place: BodyPath
  ) -> [Mismatch] {
    if let list = rules.best(for: place)?.list, !list.rules.isEmpty,
      !(expected.isEmpty && actual.isEmpty)
    {
      return list.complaints { rule in
        rule.objection(toText: actual, example: expected).map {
          [mismatch(place, rule: rule.name, $0)]
        } ?? []
      }
    }
    return expected.utf8.elementsEqual(actual.utf8)
      ? [] : [mismatch(place, Difference(text: expected, actual))]
  }

  private func missing(_ example: XMLElement, _ place: BodyPath) -> Mismatch {
    mismatch(place, Difference(expected: example.name.shown, actual: Difference.missing))
  }

  private func mismatch(
    _ path: BodyPath, rule: String = "equality", _ difference: Difference
  ) -> Mismatch {
    Mismatch(.body, at: path.text, rule: rule, difference)
  }
}

extension XMLElement {
  /// The names of the children, each once, in order.
  fileprivate var childNames: [XMLName] {
    children.reduce(into: []) { names, child in
      if !names.contains(child.name) { names.append(child.name) }
    }
  }
}
