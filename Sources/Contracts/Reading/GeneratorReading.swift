import JSON

extension MessageGenerators {
  static let categories = ["method", "path", "query", "header", "body", "status", "metadata"]

  /// Reads `generators`, by category, and what the rules `arrayContains` carry.
  init(of message: ContractNode, rules: RuleTable) throws(ContractError) {
    if let node = message.given("generators") {
      for (category, generators) in try node.members("\"generators\"") {
        try add(category: category, generators)
      }
    }
    for (path, list) in rules.entries {
      for case .arrayContains(let variants) in list.rules
      where variants.contains(where: { !$0.generators.isEmpty }) {
        body.append((path, .arrayContains(variants)))
      }
    }
    body = Self.inOrder(body)
  }

  private mutating func add(category: String, _ node: ContractNode) throws(ContractError) {
    switch category {
    case "method": method = try Generator(node)
    case "path": path = try Generator(node)
    case "status": status = try Generator(node)
    case "query": query += try Self.named(node)
    case "header", "headers": header += try Self.named(node)
    case "body", "content", "contents": body += try Self.byPath(node)
    case "metadata", "metaData": metadata += try Self.named(node)
    default:
      throw node.error(
        "unknown category \"\(category)\" of generators; known are "
          + Self.categories.joined(separator: ", "), atKey: true)
    }
  }

  private static func named(
    _ node: ContractNode
  ) throws(ContractError) -> [(name: String, generator: Generator)] {
    try node.members("the generators").mapping { key, generator throws(ContractError) in
      (try generator.ruleName(key), try Generator(generator))
    }
  }

  /// Reads `{"$.path": {"type": …}, …}`.
  static func byPath(
    _ node: ContractNode
  ) throws(ContractError) -> [(path: RulePath, generator: Generator)] {
    inOrder(
      try node.members("the generators").mapping { key, generator throws(ContractError) in
        (try RulePath(key, at: generator), try Generator(generator))
      })
  }

  private static func inOrder(
    _ generators: [(path: RulePath, generator: Generator)]
  ) -> [(path: RulePath, generator: Generator)] {
    generators.enumerated().sorted { left, right in
      (left.element.path.steps.count, left.offset) < (right.element.path.steps.count, right.offset)
    }.map(\.element)
  }
}

extension ContractNode {
  /// The parameter or header that a rule's or generator's key names, as `name` or `$.name`.
  func ruleName(_ key: String) throws(ContractError) -> String {
    guard key.hasPrefix("$") else { return key }
    guard case .name(let name)? = try RulePath(key, at: self).steps.first else {
      throw error("\"\(key)\" names no parameter or header", atKey: true)
    }
    return name
  }
}

extension Generator {
  /// More would only fill memory.
  private static let longest = 65_535

  /// Reads one generator, for example `{"type": "RandomInt", "min": 1}`.
  init(_ node: ContractNode) throws(ContractError) {
    let name = try node.required("type", in: "a generator").string("a generator's type")
    switch name {
    case "RandomInt":
      let min = try node.given("min")?.int("\"min\"", in: Int.min...Int.max) ?? 0
      let max = try node.given("max")?.int("\"max\"", in: Int.min...Int.max) ?? 2_147_483_647
      guard min <= max else { throw node.error("\"min\" \(min) is above \"max\" \(max)") }
      self = .randomInt(min: min, max: max)
    case "RandomDecimal": self = .randomDecimal(digits: try Self.length("digits", 10, node))
    case "RandomHexadecimal":
      self = .randomHexadecimal(digits: try Self.length("digits", 10, node))
    case "RandomString": self = .randomString(size: try Self.length("size", 20, node))
    case "RandomBoolean": self = .randomBoolean
    case "Regex": self = .regex(RegexText(try Rule.pattern(of: node)))
    case "Uuid": self = .uuid(try Self.uuidFormat(of: node))
    case "Date": self = try Self.moment(name, "date", .date, node)
    case "Time": self = try Self.moment(name, "time", .time, node)
    case "DateTime": self = try Self.moment(name, "datetime", .both, node)
    case "ProviderState": self = .providerState(try Self.stateExpression(of: node))
    case "MockServerURL":
      self = .mockServerURL(
        example: try node.required("example", in: "the generator").string("\"example\""),
        try Rule.pattern(of: node))
    case "ArrayContains": self = .arrayContains(try Rule.variants(of: node))
    default: self = .other(name: name)
    }
  }

  private static func length(
    _ key: String, _ standard: Int, _ node: ContractNode
  ) throws(ContractError) -> Int {
    try node.given(key)?.int("\"\(key)\"", in: 1...longest) ?? standard
  }

  private static func uuidFormat(of node: ContractNode) throws(ContractError) -> UUIDFormat {
    guard let format = node.given("format") else { return .lowercase }
    let name = try format.string("\"format\"")
    guard let known = UUIDFormat(rawValue: name) else {
      throw format.error(
        "unknown format of UUIDs \"\(name)\"; known are "
          + UUIDFormat.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return known
  }

  private static func moment(
    _ name: String, _ rule: String, _ vocabulary: MomentExpression.Vocabulary, _ node: ContractNode
  ) throws(ContractError) -> Generator {
    let expression = node.given("expression")
    let text = try expression?.string("\"expression\"") ?? ""
    let pattern = try Rule.momentPattern(of: node, name: rule)
    do throws(MomentExpression.Malformed) {
      return .moment(name: name, pattern, try MomentExpression(text, vocabulary))
    } catch {
      throw (expression ?? node).error("\"\(text)\" is no expression: \(error.reason)")
    }
  }

  private static func stateExpression(of node: ContractNode) throws(ContractError)
    -> StateExpression
  {
    let text = try node.required("expression", in: "the generator")
    var type = StateExpression.DataType.raw
    if let given = node.given("dataType") {
      let name = try given.string("\"dataType\"")
      guard let known = StateExpression.DataType(rawValue: name) else {
        throw given.error(
          "unknown \"dataType\" \"\(name)\"; known are "
            + StateExpression.DataType.allCases.map(\.rawValue).joined(separator: ", "))
      }
      type = known
    }
    let expression = try text.string("\"expression\"")
    do throws(StateExpression.Malformed) {
      return try StateExpression(expression, type: type)
    } catch {
      throw text.error("\"\(expression)\" is no expression: \(error.reason)")
    }
  }
}
