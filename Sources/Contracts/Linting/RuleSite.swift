import HTTPMessage
import JSON

/// A list of rules with its place in the file.
struct RuleSite {
  /// `method`, `path`, `query`, `header`, `body`, `status` or `metadata`.
  let category: String
  /// The parameter, header or entry; empty elsewhere.
  let name: String
  /// In a body.
  let path: RulePath
  let list: RuleList
  let node: ContractNode
  /// Whether the node is the member of the path's or name's own, so that its key is the place.
  let isNamed: Bool

  /// The part and the path or name in it, for messages.
  var words: String {
    switch category {
    case "body": path.description
    case "query", "header", "metadata": "\(category) \(name)"
    default: category
    }
  }

  func finding(_ words: String, _ severity: ContractFinding.Severity = .warning) -> ContractFinding
  {
    ContractFinding(severity, "\(self.words): \(words)", at: node, ofKey: isNamed)
  }

  /// The rules of a part that has been read, so that nothing is wrong with them.
  static func all(in part: ContractNode) -> [RuleSite] {
    guard let rules = try? part.given("matchingRules")?.members("") else { return [] }
    return rules.flatMap { key, node in
      (try? key.hasPrefix("$") ? flat(key, node) : category(key, node)) ?? []
    }
  }

  private static func category(
    _ key: String, _ node: ContractNode
  ) throws(ContractError) -> [RuleSite] {
    switch key {
    case "body", "content", "contents":
      try node.members("").mapping { path, list throws(ContractError) in
        RuleSite(
          category: "body", name: "", path: try RulePath(path, at: list),
          list: try RuleList(list), node: list, isNamed: true)
      }
    case "query", "header", "headers", "metadata", "metaData":
      try node.members("").mapping { name, list throws(ContractError) in
        RuleSite(
          category: ["headers": "header", "metaData": "metadata"][key] ?? key,
          name: try list.ruleName(name), path: RulePath([]), list: try RuleList(list), node: list,
          isNamed: true)
      }
    default:
      try single(key, node["matchers"] == nil ? node["$"] ?? node[""] ?? node : node)
    }
  }

  private static func single(
    _ key: String, _ node: ContractNode
  ) throws(ContractError) -> [RuleSite] {
    guard node["matchers"] != nil else { return [] }
    return [
      RuleSite(
        category: key, name: "", path: RulePath([]), list: try RuleList(node), node: node,
        isNamed: false)
    ]
  }

  /// A rule of version 2.
  private static func flat(_ key: String, _ node: ContractNode) throws(ContractError) -> [RuleSite]
  {
    let steps = try RulePath(key, at: node).steps
    guard case .name(let part)? = steps.first else { return [] }
    var name = ""
    if part != "body", case .name(let second)? = steps.dropFirst().first { name = second }
    return [
      RuleSite(
        category: part == "headers" ? "header" : part, name: name,
        path: RulePath(part == "body" ? Array(steps.dropFirst()) : []),
        list: RuleList([try Rule(node)]), node: node, isNamed: true)
    ]
  }
}

extension LintedPart {
  /// The example broken by rules that stand beside it.
  var contradictions: [ContractFinding] {
    mismatches.map { mismatch in
      let words =
        "the example breaks its own rule: \(mismatch.words); nothing can pass"
      guard let site = site(of: mismatch) else {
        return ContractFinding(.error, "\(name): \(words)", at: node)
      }
      return site.finding(words, .error)
    }
  }

  private func site(of mismatch: Mismatch) -> RuleSite? {
    switch mismatch.kind {
    case .method, .path, .status: sites.last { $0.category == mismatch.kind.rawValue }
    case .query, .metadata:
      sites.last { $0.category == mismatch.kind.rawValue && $0.name == mismatch.path }
    case .header:
      sites.last {
        $0.category == "header" && HTTPFieldName($0.name) == HTTPFieldName(mismatch.path)
      }
    case .body, .bodyType:
      (try? RulePath(parsing: mismatch.path)).flatMap { bodySite(for: $0.place) }
        ?? sites.first { $0.category == "body" }
    }
  }

  /// The site whose rules hold for a place in the body.
  func bodySite(for place: BodyPath) -> RuleSite? {
    let sites = sites.filter { $0.category == "body" }
    let table = RuleTable(sites.map { ($0.path, $0.list) })
    return table.place(for: place).map { sites[$0] }
  }
}

extension RulePath {
  /// The place that a path without stars names.
  var place: BodyPath {
    BodyPath(
      steps: steps.compactMap { step in
        switch step {
        case .name(let name): .name(name)
        case .index(let index): .index(index)
        case .any, .anyIndex: nil
        }
      })
  }
}
