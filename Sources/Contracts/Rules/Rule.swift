public import JSON

/// One matching rule: what may stand where the example stands.
public enum Rule: Sendable {
  case equality
  case regex(TextPattern)
  case type(min: Int?, max: Int?)
  case include(String)
  case integer
  case decimal
  case number
  case boolean
  case null
  case moment(name: String, MomentPattern)
  case values
  case eachKey(rules: [Rule])
  case eachValue(example: JSONValue?, rules: [Rule])
  case arrayContains([ArrayVariant])
  case statusCode(StatusClass)
  case notEmpty
  case semver
  case contentType(String)

  /// The name that contract files use.
  public var name: String {
    switch self {
    case .equality: "equality"
    case .regex: "regex"
    case .type: "type"
    case .include: "include"
    case .integer: "integer"
    case .decimal: "decimal"
    case .number: "number"
    case .boolean: "boolean"
    case .null: "null"
    case .moment(let name, _): name
    case .values: "values"
    case .eachKey: "eachKey"
    case .eachValue: "eachValue"
    case .arrayContains: "arrayContains"
    case .statusCode: "statusCode"
    case .notEmpty: "notEmpty"
    case .semver: "semver"
    case .contentType: "contentType"
    }
  }

  /// Whether the rule holds for everything below its path, too. The others speak of the members or
  /// elements of one place only.
  var cascades: Bool {
    switch self {
    case .values, .eachKey, .eachValue, .arrayContains: false
    default: true
    }
  }
}

/// One item that an array must contain.
public struct ArrayVariant: Sendable {
  /// The place of the example item in the example array.
  public let index: Int
  /// Rules whose paths start at the item.
  public let rules: RuleTable
  /// Generators whose paths start at the item.
  let generators: [(path: RulePath, generator: Generator)]
}

/// The rules of one place.
public struct RuleList: Sendable {
  public enum Combination: Sendable {
    case all
    case any
  }

  public let combination: Combination
  public let rules: [Rule]

  init(_ rules: [Rule], combination: Combination = .all) {
    self.rules = rules
    self.combination = combination
  }

  /// The complaints that count: under `any`, none as soon as one rule has none.
  func complaints<Complaint>(_ judge: (Rule) -> [Complaint]) -> [Complaint] {
    var all: [Complaint] = []
    for rule in rules {
      let complaints = judge(rule)
      if combination == .any, complaints.isEmpty { return [] }
      all += complaints
    }
    return all
  }
}

/// A rule list with its place, for reports.
public struct RuleUse: Sendable, Equatable {
  /// The part of the message: `path`, `query`, `header`, `body` and so on.
  public let category: String
  /// The path or name inside that part; empty where the part is one value.
  public let path: String
  /// The names of the rules.
  public let rules: [String]
  /// Whether one rule that accepts a value is enough.
  public var isChoice = false
}
