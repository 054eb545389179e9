import JSON

extension Conversion {
  /// Puts rules and generators into categories, under the names that versions 3 and 4 have for them.
  mutating func convertRules(
    of node: ContractNode, in members: inout JSONObject
  ) throws(ContractError) {
    if let rules = node.given("matchingRules") {
      var categories = JSONObject()
      for (key, list) in try rules.members("\"matchingRules\"") {
        if key.hasPrefix("$") {
          try addFlat(key, list, to: &categories)
        } else {
          add(key, list.value, to: &categories)
        }
      }
      if target == .v3 { noteNewRules(rules, of: node) }
      members["matchingRules"] = .object(categories)
    }
    if let generators = node.given("generators") {
      var categories = JSONObject()
      for (key, list) in try generators.members("\"generators\"") {
        add(key, list.value, to: &categories)
      }
      members["generators"] = .object(categories)
    }
  }

  private static let standardNames = [
    "headers": "header", "content": "body", "contents": "body", "metaData": "metadata",
  ]

  /// A category of version 3 or 4, in which one may stand under several names.
  private func add(_ key: String, _ value: JSONValue, to categories: inout JSONObject) {
    let name = Self.standardNames[key] ?? key
    guard case .object(var all)? = categories[name], case .object(let more) = value else {
      categories[name] = value
      return
    }
    for member in more.members { all[member.key] = member.value }
    categories[name] = .object(all)
  }

  /// A rule of version 2, whose path begins with the part of the message.
  private func addFlat(
    _ key: String, _ node: ContractNode, to categories: inout JSONObject
  ) throws(ContractError) {
    let steps = try RulePath(key, at: node).steps
    guard case .name(let part)? = steps.first else { return }
    let list: JSONValue = ["combine": "AND", "matchers": [.object(try Rule.named(node))]]
    let name = Self.standardNames[part] ?? part
    switch (name, steps.dropFirst().first) {
    case ("body", _): add(name, [RulePath(Array(steps.dropFirst())).description: list], &categories)
    case ("query", .name(let field)?), ("header", .name(let field)?):
      add(name, [field: list], &categories)
    default: categories[name] = list
    }
  }

  private func add(
    _ name: String, _ entry: KeyValuePairs<String, JSONValue>, _ categories: inout JSONObject
  ) {
    add(
      name, .object(JSONObject(entry.map { .init(key: $0.key, value: $0.value) })),
      to: &categories)
  }

  private static let sinceVersion4: Set<String> = [
    "boolean", "statusCode", "notEmpty", "semver", "eachKey", "eachValue", "arrayContains",
  ]

  private mutating func noteNewRules(_ rules: ContractNode, of node: ContractNode) {
    guard let read = try? MessageRules(of: node) else { return }
    let names = Set(read.lists.flatMap { $0.list.rules.map(\.name) })
      .intersection(Self.sinceVersion4)
    if !names.isEmpty {
      note(
        "rules that version 3 does not know: \(names.sorted().joined(separator: ", "))", rules)
    }
  }
}

extension Rule {
  /// The rule's members with its name, which old files leave out where another member tells it.
  fileprivate static func named(_ node: ContractNode) throws(ContractError) -> JSONObject {
    let object = try node.object("a matching rule")
    guard object["match"] == nil else { return object }
    let name = try Rule(node).name
    return JSONObject([.init(key: "match", value: .string(name))] + object.members)
  }
}
