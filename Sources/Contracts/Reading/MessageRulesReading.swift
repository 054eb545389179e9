extension MessageRules {
  static let categories = [
    "method", "path", "query", "header", "body", "status", "metadata", "content",
  ]

  /// Reads `matchingRules`: by category since V3, by path in V2.
  init(of message: ContractNode) throws(ContractError) {
    guard let node = message.given("matchingRules") else { return }
    for (key, rules) in try node.members("\"matchingRules\"") {
      if key.hasPrefix("$") {
        try addFlat(key, rules)
      } else {
        try add(category: key, rules)
      }
    }
  }

  private mutating func add(category: String, _ node: ContractNode) throws(ContractError) {
    switch category {
    case "method": method = try single(node)
    case "path": path = try single(node)
    case "status": status = try single(node)
    case "query": query += try named(node)
    case "header", "headers": header += try named(node)
    case "body", "content", "contents":
      body.append(try RuleTable(byPath: node))
    case "metadata", "metaData": metadata += try named(node)
    default:
      throw node.error(
        "unknown category \"\(category)\"; known are "
          + Self.categories.joined(separator: ", "), atKey: true)
    }
  }

  /// The rules of a part that is one value. Some writers put them one level deeper, under `$` or an
  /// empty name.
  private func single(_ node: ContractNode) throws(ContractError) -> RuleList? {
    let members = try node.members("the rules")
    if members.isEmpty { return nil }
    if node["matchers"] == nil, let deeper = node["$"] ?? node[""] { return try RuleList(deeper) }
    return try RuleList(node)
  }

  private func named(_ node: ContractNode) throws(ContractError) -> [(String, RuleList)] {
    try node.members("the rules").mapping { key, rules throws(ContractError) in
      (try rules.ruleName(key), try RuleList(rules))
    }
  }

  /// A rule of V2: `"$.body.a": {"match": "type"}`.
  private mutating func addFlat(_ key: String, _ node: ContractNode) throws(ContractError) {
    let steps = try RulePath(key, at: node).steps
    let list = RuleList([try Rule(node)])
    guard case .name(let category)? = steps.first else {
      throw node.error(
        "\"\(key)\" must begin with a part of the message, for example $.body", atKey: true)
    }
    switch (category, steps.count > 1 ? steps[1] : nil) {
    case ("body", _): body = body.adding(RulePath(Array(steps.dropFirst())), list)
    case ("path", _): path = list
    case ("method", _): method = list
    case ("status", _): status = list
    case ("query", .name(let name)?): query.append((name, list))
    case ("header", .name(let name)?), ("headers", .name(let name)?): header.append((name, list))
    default:
      throw node.error("\"\(key)\" names no part of a message that rules know", atKey: true)
    }
  }
}
