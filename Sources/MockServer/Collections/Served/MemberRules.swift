import JSON

/// Which members clients may and must give.
struct MemberRules: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case any, string, integer, number, boolean, object, array

    func takes(_ value: JSONValue) -> Bool {
      switch self {
      case .any: true
      case .integer: value.int != nil
      default: value.typeName == rawValue
      }
    }

    var withArticle: String {
      switch self {
      case .any: "any value"
      case .integer, .object, .array: "an \(rawValue)"
      default: "a \(rawValue)"
      }
    }
  }

  let required: [String]
  private let kinds: [String: Kind]
  /// The members that a client may give; nil for any.
  private let allowed: Set<String>?
  /// Members that are the service's alone: what a client gives for them, as when it sends back what it
  /// was shown, does not count.
  let own: [String]

  /// Reads `required` and `optional`, each a list of names or an object of name and type.
  ///
  /// - Parameter defaults: members that have values when a client gives none.
  init(
    _ object: inout FixtureObject, _ names: MemberNames, defaults: [String]
  ) throws(FixtureError) {
    let required = object.optional("required")
    let optional = object.optional("optional")
    let wanted = try required.map(Self.kinds) ?? []
    let taken = try optional.map(Self.kinds) ?? []
    for name in taken where wanted.contains(where: { $0.name == name.name }) {
      throw (optional ?? required)?.error("\"\(name.name)\" is required already")
        ?? object.error("\"\(name.name)\" stands twice")
    }
    self.required = wanted.map(\.name)
    kinds = Dictionary((wanted + taken).map { ($0.name, $0.kind) }, uniquingKeysWith: { $1 })
    let given = (wanted + taken).map(\.name) + defaults
    let isClosed = optional != nil
    allowed =
      isClosed ? Set(given + names.key + names.path + names.set + names.computed) : nil
    own = isClosed ? names.set.filter { !given.contains($0) } : []
  }

  private static func kinds(
    _ node: FixtureNode
  ) throws(FixtureError) -> [(name: String, kind: Kind)] {
    if node.value.array != nil { return try node.strings().map { ($0, .any) } }
    guard node.value.object != nil else {
      throw node.error("expected a list of names, or an object of names and types")
    }
    let words = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0.rawValue, $0) })
    var kinds: [(name: String, kind: Kind)] = []
    for (name, kind) in try node.members() { kinds.append((name, try kind.word(words))) }
    return kinds
  }

  /// What is wrong with a record that a client made; nil when nothing is.
  func problem(_ record: JSONObject) -> String? {
    for name in required where record[name] ?? .null == .null { return "\"\(name)\" is missing" }
    return problemOfKinds(record)
  }

  private func problemOfKinds(_ record: JSONObject) -> String? {
    for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
      guard let value = record[name], value != .null, !kind.takes(value) else { continue }
      return "\"\(name)\" must be \(kind.withArticle), not \(value.typeName)"
    }
    return nil
  }

  /// What is wrong with the members of a body; nil when nothing is.
  func problemOfNames(_ body: JSONObject) -> String? {
    guard let allowed else { return nil }
    return body.keys.first { !allowed.contains($0) }.map { name in
      "there is no \"\(name)\"" + Suggestion.hint(for: name, among: Array(allowed))
    }
  }

  /// Seed records hold to the same.
  func check(_ record: FixtureNode) throws(FixtureError) {
    let members = record.value.object ?? JSONObject()
    if let name = members.keys.first(where: { !(allowed?.contains($0) ?? true) }) {
      throw record.keyError(
        name, "unknown key \"\(name)\"" + Suggestion.hint(for: name, among: Array(allowed ?? [])))
    }
    for name in required where members[name] == nil {
      throw record.error("\"\(name)\" is missing")
    }
    for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
      guard let value = members[name], value != .null, !kind.takes(value) else { continue }
      throw record.member(name).error("expected \(kind.withArticle), found \(value.typeName)")
    }
  }
}
