/// Members that may be absent or null; then they are nil.
extension Answer {
  package func text(_ key: String) throws(UnreadableAnswer) -> String? {
    try optional(key)?.string()
  }

  package func number(_ key: String) throws(UnreadableAnswer) -> Int? { try optional(key)?.int() }

  package func flag(_ key: String) throws(UnreadableAnswer) -> Bool? { try optional(key)?.bool() }

  package func list<Item: AnswerDecodable>(_ key: String) throws(UnreadableAnswer) -> [Item]? {
    try read(key)
  }

  package func read<Value: AnswerDecodable>(_ key: String) throws(UnreadableAnswer) -> Value? {
    guard let member = try optional(key) else { return nil }
    return try Value(member)
  }
}
