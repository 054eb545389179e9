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
  var lists: [(category: String, path: String, list: RuleList)] {
    [("method", method), ("path", path), ("status", status)].compactMap { part in
      part.1.map { (part.0, "", $0) }
    }
      + query.map { ("query", $0.name, $0.list) }
      + header.map { ("header", $0.name, $0.list) }
      + metadata.map { ("metadata", $0.name, $0.list) }
      + body.entries.map { ("body", $0.path.description, $0.list) }
  }

  /// The same for reports.
  var uses: [RuleUse] {
    lists.map {
      RuleUse(
        category: $0.category, path: $0.path, rules: $0.list.rules.map(\.name),
        isChoice: $0.list.combination == .any)
    }
  }
}
