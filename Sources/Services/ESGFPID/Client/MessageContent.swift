import JSON

/// The content of a message that has no number yet, with its fields in the Python client's order.
struct MessageContent {
  private(set) var fields: JSONObject
  let prefix: String

  init(_ fields: JSONObject, prefix: String) {
    self.fields = fields
    self.prefix = prefix
  }

  /// Sets what all messages end with.
  func addressed(
    _ kind: RoutingKey.Kind, solr: String? = nil, test: Bool,
    behind: [(String, JSONValue)] = []
  ) -> MessageContent {
    var copy = self
    if let solr { copy.fields["consumer_solr_url"] = .string(solr) }
    copy.fields["ROUTING_KEY"] = .string(RoutingKey.key(kind, prefix: prefix))
    for (key, value) in behind { copy.fields[key] = value }
    if test { copy.fields["test_publication"] = true }
    return copy
  }
}
