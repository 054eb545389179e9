import HTTPMessage
import JSON

extension LintedPart {
  /// What one list of rules says too little, nothing, or at a price.
  func ruleFindings(_ site: RuleSite) -> [ContractFinding] {
    var findings: [ContractFinding] = []
    if let reason = dead(site) {
      findings.append(site.finding("never matters: \(reason)"))
    } else if let reason = empty(site) {
      findings.append(site.finding(reason))
    }
    if site.list.rules.isEmpty { findings.append(site.finding("never matters: it has no rules")) }
    for rule in site.list.rules {
      if let reason = rule.emptiness(body, at: site) { findings.append(site.finding(reason)) }
      for pattern in rule.patterns {
        if let warning = RegexRisk.warning(for: pattern.text) {
          findings.append(site.finding(warning))
        } else if pattern.acceptsAnything {
          findings.append(site.finding("never fails: the regex \(pattern.text) takes any text"))
        }
      }
    }
    return findings
  }

  /// Why a list of rules reaches nothing in the example.
  private func dead(_ site: RuleSite) -> String? {
    switch site.category {
    case "query", "metadata":
      return missing(site) { $0.utf8.elementsEqual($1.utf8) }
    case "header": return missing(site) { HTTPFieldName($0) == HTTPFieldName($1) }
    case "body": return body.dead(site.path, isOpen: isOpen(above: site.path))
    default: return nil
    }
  }

  private func missing(_ site: RuleSite, isSame: (String, String) -> Bool) -> String? {
    let names = names[site.category] ?? []
    if names.contains(where: { isSame($0, site.name) }) { return nil }
    let all = names.isEmpty ? "none" : names.joined(separator: ", ")
    return "\(name) has no \(site.category) of this name; it has \(all)"
  }

  /// Whether rules above a path let members be there that the example hasn't.
  private func isOpen(above path: RulePath) -> Bool {
    sites.contains { site in
      site.category == "body" && site.path.steps.count < path.steps.count
        && site.list.rules.contains(where: \.opensContainers)
    }
  }

  /// An empty container under a rule about types: anything of its kind will do.
  private func empty(_ site: RuleSite) -> String? {
    guard site.category == "body", case .json(let example) = body.content,
      site.list.rules.contains(where: \.isTypeRule),
      !site.list.rules.contains(where: \.opensContainers)
    else { return nil }
    let values = example.values(at: site.path.steps[...])
    guard !values.isEmpty else { return nil }
    if values.allSatisfy({ $0.array?.isEmpty == true }) {
      return "hardly ever fails: the example [] says nothing of items, so any array will do"
    }
    if !isStrict, values.allSatisfy({ $0.object?.isEmpty == true }) {
      return "hardly ever fails: the example {} says nothing of members, so any object will do"
    }
    return nil
  }

  /// Generators that aren't known or reach nothing.
  var generatorFindings: [ContractFinding] {
    generators.all.compactMap { category, path, generator in
      if case .other(let name) = generator {
        return ContractFinding(
          .warning, "\(category) \(path): there is no generator \"\(name)\"; the example stays",
          at: node["generators"] ?? node)
      }
      guard category == "body", let path = try? RulePath(parsing: path),
        let reason = body.dead(path, isOpen: false)
      else { return nil }
      return ContractFinding(
        .warning, "generator \(path): never matters: \(reason)", at: node["generators"] ?? node)
    }
  }
}

extension BodyPattern {
  /// Why a path leads to nothing in this body; nil when it leads somewhere or that can't be told.
  fileprivate func dead(_ path: RulePath, isOpen: Bool) -> String? {
    switch content {
    case .json(let example): return isOpen ? nil : example.dead(path)
    case .bytes(let bytes) where type?.isForm == true:
      guard case .name(let name)? = path.steps.first else { return nil }
      let form = NamedValues(form: bytes[...])
      if form.values(of: name) != nil { return nil }
      return "the form has no field \(name); it has "
        + form.entries.map(\.name).joined(separator: ", ")
    case .bytes where type?.isXML == true: return nil
    case .bytes: return path.steps.isEmpty ? nil : "the body is text, which has no members"
    case .unspecified: return "the example has no body"
    case .empty, .null: return "the body must be empty"
    }
  }
}

extension JSONValue {
  /// The values to which steps lead.
  func values(at steps: ArraySlice<RulePath.Step>) -> [JSONValue] {
    guard let step = steps.first else { return [self] }
    return children(step).flatMap { $0.values(at: steps.dropFirst()) }
  }
}

extension Rule {
  /// Whether members or items are judged that the example need not have.
  var opensContainers: Bool {
    switch self {
    case .values, .eachKey, .eachValue, .arrayContains: true
    default: false
    }
  }

  fileprivate var isTypeRule: Bool { if case .type(nil, nil) = self { true } else { false } }

  /// Every regular expression in the rule, those of nested rules included.
  fileprivate var patterns: [TextPattern] {
    switch self {
    case .regex(let pattern): [pattern]
    case .eachKey(let rules), .eachValue(_, let rules): rules.flatMap(\.patterns)
    case .arrayContains(let variants):
      variants.flatMap { $0.rules.entries.flatMap { $0.list.rules.flatMap(\.patterns) } }
    default: []
    }
  }

  /// Why the rule says nothing.
  fileprivate func emptiness(_ body: BodyPattern, at site: RuleSite) -> String? {
    switch self {
    case .include(""): "never fails: every text includes the empty one"
    case .type(min: 0, max: nil): "\"min\": 0 says nothing: no array is shorter"
    case .eachKey(let rules), .eachValue(_, let rules):
      rules.isEmpty ? "never fails: \(name) has no rules" : nil
    case .arrayContains(let variants):
      variants.isEmpty
        ? "never fails: arrayContains has no variants"
        : Self.beyond(variants, body, at: site).map {
          "never fails: there is no item \($0) in the example for a variant of arrayContains"
        }
    default: nil
    }
  }

  private static func beyond(
    _ variants: [ArrayVariant], _ body: BodyPattern, at site: RuleSite
  ) -> Int? {
    guard case .json(let example) = body.content else { return nil }
    let counts = example.values(at: site.path.steps[...]).compactMap { $0.array?.count }
    guard let most = counts.max() else { return nil }
    return variants.map(\.index).first { $0 >= most }
  }
}

extension TextPattern {
  /// Texts that have nothing in common: who takes them all takes anything of one line.
  private static let probes = ["", " ", "a", "Zz9_-", "\t\"{}[]", "é漢😀", "0", "-", "/:.;,"]

  /// Whoever looks ahead or behind refuses something that the probes need not hold.
  fileprivate var acceptsAnything: Bool {
    !["(?!", "(?=", "(?<"].contains(where: text.contains) && Self.probes.allSatisfy(matches)
  }
}
