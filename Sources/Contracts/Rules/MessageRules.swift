/// The rules of one message, by the part they speak of.
struct MessageRules: Sendable {
  var method: RuleList?
  var path: RuleList?
  var status: RuleList?
  /// By the parameter's name.
  var query: [(name: String, list: RuleList)] = []
  /// By the header's name.
  var header: [(name: String, list: RuleList)] = []
  var body = RuleTable()
  /// By the entry's name.
  var metadata: [(name: String, list: RuleList)] = []

  /// Every rule list with its place.
  var uses: [RuleUse] {
    func use(_ category: String, _ path: String, _ list: RuleList) -> RuleUse {
      RuleUse(category: category, path: path, rules: list.rules.map(\.name))
    }
    return [("method", method), ("path", path), ("status", status)].compactMap { part in
      part.1.map { use(part.0, "", $0) }
    }
      + query.map { use("query", $0.name, $0.list) }
      + header.map { use("header", $0.name, $0.list) }
      + metadata.map { use("metadata", $0.name, $0.list) }
      + body.entries.map { use("body", $0.path.description, $0.list) }
  }
}
