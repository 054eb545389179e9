extension Contract {
  /// What is allowed in this contract but dangerous: regular expressions that can explode, each as
  /// `name:line:column: sentence` with the place of its interaction.
  public var warnings: [String] {
    interactions.flatMap { interaction in
      let place = "\(name):\(interaction.location): "
      return interaction.exchange.messages.flatMap { message in
        message.lists.flatMap { category, path, list in
          list.rules.flatMap(\.patterns).compactMap { pattern in
            RegexRisk.warning(for: pattern.text).map { warning in
              place + category + (path.isEmpty ? "" : " \(path)") + ": " + warning
            }
          }
        }
      }
    }
  }
}

extension Exchange {
  fileprivate var messages: [MessageRules] {
    switch self {
    case .http(let request, let response): [request.matching, response.matching]
    case .message(let message): [message.matching]
    case .messageExchange(let request, let responses):
      [request.matching] + responses.map(\.matching)
    }
  }
}

extension Rule {
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
}
