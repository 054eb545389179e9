import HTTPMessage
import JSON

extension BodyPattern {
  /// Compares a body that came with type `actualType`, or none.
  func mismatches(
    with body: ArraySlice<UInt8>, type actualType: String?, rules: RuleTable, isStrict: Bool
  ) -> [Mismatch] {
    switch content {
    case .unspecified: return []
    case .empty: return body.isEmpty ? [] : [unexpected(body)]
    case .null:
      let isNull = body.isEmpty || (try? JSONReader.value(of: body)) == .null
      return isNull ? [] : [unexpected(body)]
    case .json, .bytes: break
    }
    if body.isEmpty, variations.allowsAbsence(at: BodyPath()) { return [] }
    if body.isEmpty, !example.isEmpty {
      return [
        Mismatch(
          .body, at: "$",
          Difference(expected: "a body like \(shown(example[...]))", actual: Difference.missing))
      ]
    }
    if let type, let actualType, MediaType(actualType).base != type.base {
      return [
        Mismatch(.bodyType, Difference(expected: type.base, actual: MediaType(actualType).base))
      ]
    }
    if let wanted = rules.contentType {
      let found = MediaType.recognised(body) ?? actualType.map { MediaType($0) } ?? .sniffed(body)
      if found.base == wanted.base { return [] }
      let difference = Difference(expected: wanted.base, actual: found.base)
      return [Mismatch(.bodyType, rule: "contentType", difference)]
    }
    return contentMismatches(with: body, rules: rules, isStrict: isStrict)
  }

  private func contentMismatches(
    with body: ArraySlice<UInt8>, rules: RuleTable, isStrict: Bool
  ) -> [Mismatch] {
    switch content {
    case .json(let expected):
      do {
        let actual = try JSONReader.value(of: body)
        return JSONComparison(rules: rules, isStrict: isStrict, variations: variations)
          .mismatches(expected, actual)
      } catch {
        return [
          Mismatch(
            .body, at: "$",
            Difference(expected: "a JSON body", actual: "\(shown(body)): \(error)"))
        ]
      }
    case .bytes(let expected) where type?.isForm == true:
      return FormComparison(rules: rules, isStrict: isStrict, optional: optionalFields).mismatches(
        expected[...], body)
    case .bytes(let expected) where type?.isXML == true:
      return xmlMismatches(expected[...], body, rules: rules, isStrict: isStrict)
    case .bytes(let expected): return textMismatches(expected, body, rules)
    case .unspecified, .empty, .null: return []
    }
  }

  /// XML by its meaning; an example that is no XML by its bytes.
  private func xmlMismatches(
    _ expected: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>, rules: RuleTable, isStrict: Bool
  ) -> [Mismatch] {
    guard let example = try? XMLReader.document(expected) else {
      return textMismatches(Array(expected), body, rules)
    }
    do {
      let actual = try XMLReader.document(body)
      return XMLComparison(rules: rules, isStrict: isStrict).mismatches(example, actual)
    } catch {
      return [
        Mismatch(
          .body, at: "$",
          Difference(expected: "an XML body", actual: "\(shown(body)): \(error)"))
      ]
    }
  }

  /// Text and bytes: equal, or as a rule for `$` says.
  private func textMismatches(
    _ expected: [UInt8], _ body: ArraySlice<UInt8>, _ rules: RuleTable
  ) -> [Mismatch] {
    let example = JSONValue.string(String(decoding: expected, as: UTF8.self))
    let actual = JSONValue.string(String(decoding: body, as: UTF8.self))
    guard let list = rules.best(for: BodyPath())?.list, !list.rules.isEmpty else {
      guard !expected.elementsEqual(body) else { return [] }
      return [
        Mismatch(
          .body, at: "$",
          example == actual
            ? Difference(expected: "\(expected.count) bytes", actual: "other bytes, \(body.count)")
            : Difference(example, actual))
      ]
    }
    return list.complaints { rule in
      rule.objection(to: actual, example: example, isCascaded: false).map {
        [Mismatch(.body, at: "$", rule: rule.name, $0)]
      } ?? []
    }
  }

  private var optionalFields: [String] {
    variations.optional.compactMap { path in
      guard case .name(let name)? = path.steps.first else { return nil }
      return name
    }
  }

  private func unexpected(_ body: ArraySlice<UInt8>) -> Mismatch {
    Mismatch(.body, at: "$", Difference(expected: "no body", actual: shown(body)))
  }

  private func shown(_ bytes: ArraySlice<UInt8>) -> String {
    Difference.shown(String(decoding: bytes, as: UTF8.self))
  }
}

extension RuleTable {
  /// The type that a rule `contentType` for the whole body wants, whatever the body says.
  fileprivate var contentType: MediaType? {
    for entry in entries where entry.path.steps.isEmpty {
      for case .contentType(let wanted) in entry.list.rules { return MediaType(wanted) }
    }
    return nil
  }
}
