import HTTPMessage

/// Compares the header lines of one name.
struct HeaderComparison {
  let name: String
  /// The lines of the contract.
  let expected: [String]
  let rules: RuleList?

  func mismatches(with actual: [String]) -> [Mismatch] {
    guard !actual.isEmpty else {
      return [
        mismatch(
          "equality",
          Difference(expected: NamedValues.shown(expected), actual: Difference.missing))
      ]
    }
    if let rules, !rules.rules.isEmpty {
      return ValueList(expected).differences(from: actual.map(HeaderText.trimmed), rules: rules)
        .map { mismatch($0.rule, $0.difference) }
    }
    let wanted = expected.map(HeaderText.normal)
    let came = actual.map(HeaderText.normal)
    guard wanted.count == came.count else {
      return [
        mismatch(
          "equality",
          Difference(
            expected: "\(wanted.count) lines: \(NamedValues.shown(wanted))",
            actual: "\(came.count): \(NamedValues.shown(came))"))
      ]
    }
    return zip(wanted, came).compactMap { wanted, came in
      accepts(wanted, came) ? nil : mismatch("equality", Difference(text: wanted, came))
    }
  }

  private static let parametrised: Set<String> = ["content-type", "accept"]

  private func accepts(_ wanted: String, _ came: String) -> Bool {
    guard Self.parametrised.contains(name.lowercased()) else {
      return wanted.utf8.elementsEqual(came.utf8)
    }
    let (wantedItems, cameItems) = (HeaderText.items(wanted), HeaderText.items(came))
    return wantedItems.count == cameItems.count
      && zip(wantedItems, cameItems).allSatisfy { wanted, came in
        wanted.value == came.value
          && wanted.parameters.allSatisfy { came.parameters[$0.key] == $0.value }
      }
  }

  private func mismatch(_ rule: String, _ difference: Difference) -> Mismatch {
    Mismatch(.header, at: name, rule: rule, difference)
  }
}

/// Header values as texts.
enum HeaderText {
  static func trimmed(_ text: some StringProtocol) -> String { trimmed(text, of: [" ", "\t"]) }

  /// Without these characters at both ends.
  static func trimmed(_ text: some StringProtocol, of spaces: Set<Unicode.Scalar>) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !spaces.contains($0) }),
      let last = scalars.lastIndex(where: { !spaces.contains($0) })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }

  /// Without white space around the value and after its commas.
  static func normal(_ text: String) -> String {
    trimmed(text).split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
      .joined(separator: ",")
  }

  /// The comma-separated items of a value, each taken apart at its semicolons.
  static func items(_ text: String) -> [(value: String, parameters: [String: String])] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { item in
      let parts = item.split(separator: ";", omittingEmptySubsequences: true).map(trimmed)
      var parameters: [String: String] = [:]
      for part in parts.dropFirst() {
        let pair = part.split(separator: "=", maxSplits: 1).map(trimmed)
        guard let key = pair.first?.lowercased() else { continue }
        let value = pair.count > 1 ? unquoted(pair[1]) : ""
        parameters[key] = key == "charset" ? value.lowercased() : value
      }
      return (parts.first ?? "", parameters)
    }
  }

  private static func unquoted(_ text: String) -> String {
    text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
      ? String(text.dropFirst().dropLast()) : text
  }
}
