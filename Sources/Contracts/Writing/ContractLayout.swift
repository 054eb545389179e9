/// In which order the members of a contract file's objects stand.
indirect enum ContractLayout {
  /// Anybody's data, which nothing is known of.
  case asIs
  /// Each element of an array, or the one value that stands there without.
  case each(ContractLayout)
  /// An object whose members are known by name.
  case members([(name: String, layout: ContractLayout)])
  /// A map from names to values of one kind.
  case named(ContractLayout, ignoresCase: Bool)

  /// The whole file.
  static func file(_ version: PactVersion) -> ContractLayout {
    let body = version < .v4 ? asIs : body
    return .members([
      ("consumer", .members([("name", .asIs)])),
      ("provider", .members([("name", .asIs)])),
      ("interactions", .each(interaction(body: body))),
      ("messages", .each(interaction(body: body))),
      ("metadata", metadata),
      ("metaData", metadata),
    ])
  }

  private static var metadata: ContractLayout {
    .members([("pactSpecification", .members([("version", .asIs)]))])
  }

  private static func interaction(body: ContractLayout) -> ContractLayout {
    let part = message(body: body)
    return .members([
      ("type", .asIs), ("key", .asIs), ("description", .asIs), ("providerState", .asIs),
      ("providerStates", .each(.members([("name", .asIs), ("params", .asIs)]))),
      ("pending", .asIs), ("request", part), ("response", .each(part)), ("contents", body),
      ("metadata", .named(.asIs, ignoresCase: false)),
      ("metaData", .named(.asIs, ignoresCase: false)), ("matchingRules", rules),
      ("generators", generators), ("comments", .asIs), ("transport", .asIs),
      ("pluginConfiguration", .asIs), ("interactionMarkup", .asIs),
    ])
  }

  /// A request, a response, or one of a message exchange.
  private static func message(body: ContractLayout) -> ContractLayout {
    .members([
      ("method", .asIs), ("path", .asIs), ("query", .named(.asIs, ignoresCase: false)),
      ("status", .asIs), ("headers", .named(.asIs, ignoresCase: true)), ("body", body),
      ("contents", body), ("metadata", .named(.asIs, ignoresCase: false)),
      ("metaData", .named(.asIs, ignoresCase: false)), ("matchingRules", rules),
      ("generators", generators),
    ])
  }

  private static var body: ContractLayout {
    .members([
      ("content", .asIs), ("contentType", .asIs), ("contentTypeHint", .asIs), ("encoded", .asIs),
    ])
  }

  private static var rules: ContractLayout {
    let list = ruleList
    let byName = named(list, ignoresCase: false)
    return .members([
      ("method", list), ("path", list), ("query", byName),
      ("header", .named(list, ignoresCase: true)), ("body", byName), ("status", list),
      ("metadata", byName), ("content", byName),
    ])
  }

  private static var ruleList: ContractLayout {
    .members([("combine", .asIs), ("matchers", .each(rule))])
  }

  private static var rule: ContractLayout {
    .members([
      ("match", .asIs), ("min", .asIs), ("max", .asIs), ("regex", .asIs), ("format", .asIs),
      ("status", .asIs), ("variants", .asIs), ("rules", .asIs), ("value", .asIs),
    ])
  }

  private static var generators: ContractLayout {
    let one = members([("type", .asIs)])
    let byName = named(one, ignoresCase: false)
    return .members([
      ("method", one), ("path", one), ("query", byName),
      ("header", .named(one, ignoresCase: true)), ("body", byName), ("status", one),
      ("metadata", byName), ("content", byName),
    ])
  }
}
