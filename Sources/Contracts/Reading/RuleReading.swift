import JSON

extension Rule {
  static let names = [
    "equality", "regex", "type", "include", "integer", "decimal", "number", "boolean", "null",
    "date", "time", "timestamp", "datetime", "values", "eachKey", "eachValue", "arrayContains",
    "statusCode", "notEmpty", "semver", "contentType",
  ]

  /// Reads one rule, for example `{"match": "type", "min": 1}`.
  init(_ node: ContractNode) throws(ContractError) {
    _ = try node.object("a matching rule")
    let (name, place) = try Self.name(of: node)
    switch name {
    case "equality": self = .equality
    case "regex": self = .regex(try Self.pattern(of: node))
    case "type", "min", "max": self = try Self.typeRule(node)
    case "include": self = .include(try node.required("value", in: "the rule").text("\"value\""))
    case "integer": self = .integer
    case "decimal": self = .decimal
    case "number": self = .number
    case "boolean": self = .boolean
    case "null": self = .null
    case "date", "time", "timestamp", "datetime":
      self = .moment(name: name, try Self.momentPattern(of: node, name: name))
    case "values": self = .values
    case "eachKey": self = .eachKey(rules: try Self.nested(in: node))
    case "eachValue":
      self = .eachValue(example: node["value"]?.exampleValue, rules: try Self.nested(in: node))
    case "arrayContains": self = .arrayContains(try Self.variants(of: node))
    case "statusCode": self = .statusCode(try Self.statusClass(of: node))
    case "notEmpty": self = .notEmpty
    case "semver": self = .semver
    case "contentType":
      self = .contentType(try node.required("value", in: "the rule").string("\"value\""))
    default:
      throw place.error(
        "unknown matching rule \"\(name)\"; known are " + Self.names.joined(separator: ", "))
    }
  }

  /// The name under `match`. Old files leave it out where another member tells it.
  private static func name(
    of node: ContractNode
  ) throws(ContractError) -> (name: String, place: ContractNode) {
    if let match = node["match"] { return (try match.string("\"match\""), match) }
    for implied in ["regex", "min", "max", "timestamp", "datetime", "date", "time"]
    where node[implied] != nil {
      return (implied, node)
    }
    throw node.error("a matching rule needs a member \"match\"")
  }

  static func pattern(of node: ContractNode) throws(ContractError) -> TextPattern {
    let text = try node.required("regex", in: "the rule \"regex\"")
    let expression = try text.string("\"regex\"")
    do {
      return try TextPattern(expression)
    } catch {
      throw text.error("\"\(expression)\" is no regular expression: \(error.reason)")
    }
  }

  private static func typeRule(_ node: ContractNode) throws(ContractError) -> Rule {
    let min = try node.given("min")?.int("\"min\"", in: 0...Int.max)
    let max = try node.given("max")?.int("\"max\"", in: 0...Int.max)
    if let min, let max, min > max { throw node.error("\"min\" \(min) is above \"max\" \(max)") }
    return .type(min: min, max: max)
  }

  static func momentPattern(
    of node: ContractNode, name: String
  ) throws(ContractError) -> MomentPattern {
    let place = node.given("format") ?? node.given(name) ?? node
    let standard =
      switch name {
      case "date": "yyyy-MM-dd"
      case "time": "HH:mm:ss"
      default: "yyyy-MM-dd'T'HH:mm:ssXXX"
      }
    let given = place.pointer == node.pointer ? "" : try place.string("the format")
    do {
      return try MomentPattern(given.isEmpty ? standard : given)
    } catch {
      throw place.error("\"\(given)\" is no date and time pattern: \(error.reason)")
    }
  }

  private static func nested(in node: ContractNode) throws(ContractError) -> [Rule] {
    try node.required("rules", in: "the rule").elements("\"rules\"").mapping {
      rule throws(ContractError) in try Rule(rule)
    }
  }

  static func variants(of node: ContractNode) throws(ContractError) -> [ArrayVariant] {
    let listed = try node.required("variants", in: "a list of variants")
    return try listed.elements("\"variants\"").mapping { variant throws(ContractError) in
      ArrayVariant(
        index: try variant.required("index", in: "a variant").int("\"index\"", in: 0...Int.max),
        rules: try variant.given("rules").map { rules throws(ContractError) in
          try RuleTable(byPath: rules)
        } ?? RuleTable(),
        generators: try variant.given("generators").map { generators throws(ContractError) in
          try MessageGenerators.byPath(generators)
        } ?? [])
    }
  }

  private static func statusClass(of node: ContractNode) throws(ContractError) -> StatusClass {
    let status = try node.required("status", in: "the rule \"statusCode\"")
    if let name = status.value.string {
      guard let known = StatusClass(name: name) else {
        throw status.error(
          "unknown class of status codes \"\(name)\"; known are "
            + StatusClass.names.joined(separator: ", "))
      }
      return known
    }
    return .codes(
      try status.elements("\"status\"").mapping { code throws(ContractError) in
        try code.int("a status code", in: 100...599)
      })
  }
}

extension ContractNode {
  /// A string, or a number or truth value as text.
  func text(_ what: String) throws(ContractError) -> String {
    switch value {
    case .string(let text): text
    case .number, .bool: value.description
    default: throw wrongType(what, "a string")
    }
  }

  /// The example of `eachValue`, which files hold as JSON text in a string, or as plain text.
  var exampleValue: JSONValue {
    guard let text = value.string else { return value }
    return (try? JSONReader.value(of: Array(text.utf8))) ?? value
  }
}

extension RuleList {
  /// Reads `{"combine": "AND", "matchers": [...]}`.
  init(_ node: ContractNode) throws(ContractError) {
    let combine = node.given("combine")
    switch try combine?.string("\"combine\"") {
    case nil, "AND": combination = .all
    case "OR": combination = .any
    case .some(let other):
      throw (combine ?? node).error("\"combine\" must be \"AND\" or \"OR\", found \"\(other)\"")
    }
    rules = try node.required("matchers", in: "a list of rules").elements("\"matchers\"").mapping {
      rule throws(ContractError) in try Rule(rule)
    }
  }
}

extension RuleTable {
  /// Reads `{"$.path": {"matchers": [...]}, ...}`.
  init(byPath node: ContractNode) throws(ContractError) {
    self.init(
      try node.members("the rules").mapping { key, rules throws(ContractError) in
        (try RulePath(key, at: rules), try RuleList(rules))
      })
  }
}

extension RulePath {
  /// Parses the path that is the name of the member `node`.
  init(_ text: String, at node: ContractNode) throws(ContractError) {
    do {
      try self.init(parsing: text)
    } catch {
      throw node.error("\"\(text)\" is no rule path: \(error.reason)", atKey: true)
    }
  }
}
