import JSON

/// What becomes of a record by itself: `{"when": {"status": "QUEUED"}, "after": "1s", "set": {…}}`.
struct LifeCycleRule: Sendable {
  /// Members and the values that they must have.
  private let when: [(name: String, value: JSONValue)]
  let delay: Delay
  let set: MemberValues
  let removes: Bool

  init(_ node: FixtureNode, _ names: MemberNames) throws(FixtureError) {
    let members = names.all
    (when, delay, set, removes) = try node.object { object throws(FixtureError) in
      let condition = try object.required("when")
      var when: [(name: String, value: JSONValue)] = []
      for (name, value) in try condition.members() {
        guard members.contains(name) else {
          throw condition.keyError(
            name, "records have no \"\(name)\"" + Suggestion.hint(for: name, among: members))
        }
        if let possible = names.values[name], !possible.contains(value.value) {
          let words = possible.compactMap(\.string)
          throw value.error(
            "no record ever has this \"\(name)\""
              + (value.value.string.map { Suggestion.hint(for: $0, among: words) } ?? ""))
        }
        when.append((name, value.value))
      }
      let delay = try Delay(&object)
      let set = try names.settable(object.optional("set"))
      let removes = try object.optional("remove")?.bool() ?? false
      guard set.isEmpty == removes else {
        throw object.error("either \"set\" or \"remove\": true says what happens")
      }
      return (when, delay, set, removes)
    }
    if set.isConstant, !removes, leads(to: self) {
      throw node.error("what it sets leaves the record as \"when\" wants it, so it would never end")
    }
  }

  /// Whether it is a record's turn.
  func isFor(_ record: JSONObject) -> Bool { when.allSatisfy { record[$0.name] == $0.value } }

  /// Whether it is for all records that another is for.
  private func comes(before other: LifeCycleRule) -> Bool {
    when.allSatisfy { condition in
      other.when.contains { $0.name == condition.name && $0.value == condition.value }
    }
  }

  /// Whether its change can make it another's turn.
  private func leads(to other: LifeCycleRule) -> Bool {
    guard !removes else { return false }
    return other.when.allSatisfy { wanted in
      if let change = set.value(of: wanted.name) {
        // What a template gives is known to nobody yet.
        return change.constant.map { $0 == wanted.value } ?? true
      }
      return when.first { $0.name == wanted.name }.map { $0.value == wanted.value } ?? true
    }
  }

  /// - Throws: ``FixtureError`` when changes that need neither time nor reads can follow one another
  ///   for ever.
  static func read(
    _ node: FixtureNode?, _ names: MemberNames
  ) throws(FixtureError) -> [LifeCycleRule] {
    guard let node else { return [] }
    let nodes = try node.array()
    var rules: [LifeCycleRule] = []
    for node in nodes {
      let rule = try LifeCycleRule(node, names)
      if let before = rules.firstIndex(where: { $0.comes(before: rule) }) {
        throw node.error("it is never its turn: rule \(before + 1) is for the same records")
      }
      rules.append(rule)
    }
    let atOnce = rules.indices.filter { rules[$0].delay == Delay(time: 0) }
    for start in atOnce {
      var reached: Set<Int> = []
      var next = [start]
      while let place = next.popLast() {
        for other in atOnce where rules[place].leads(to: rules[other]) {
          if other == start {
            throw nodes[start].error(
              "with no time and no reads between, this comes back to where it began")
          }
          if reached.insert(other).inserted { next.append(other) }
        }
      }
    }
    return rules
  }
}

/// Members that the service itself sets.
struct MemberValues: Sendable {
  private let members: [(name: String, value: RecordTemplate)]

  /// None for nil.
  ///
  /// - Parameter keeping: members that can't be set, since addresses hold them.
  init(_ node: FixtureNode?, known: [String], keeping: [String] = []) throws(FixtureError) {
    var members: [(name: String, value: RecordTemplate)] = []
    for (name, value) in try node?.members() ?? [] {
      if keeping.contains(name) {
        throw node?.keyError(name, "\"\(name)\" is in the record's address and can't be set")
          ?? value.error("\"\(name)\" can't be set")
      }
      members.append((name, try RecordTemplate(value, known: known)))
    }
    self.members = members
  }

  var isEmpty: Bool { members.isEmpty }
  var names: [String] { members.map(\.name) }
  var isConstant: Bool { members.allSatisfy { $0.value.constant != nil } }
  /// The names that the values are made of.
  var used: Set<String> { members.reduce(into: []) { $0.formUnion($1.value.names) } }

  func value(of name: String) -> RecordTemplate? { members.first { $0.name == name }?.value }

  /// Sets all of them, seeing the record as it was before.
  func apply(to record: inout JSONObject, _ words: TemplateWords) {
    for member in members { record[member.name] = member.value.fill(words.value) }
  }

  /// Sets those that are missing.
  func complete(_ record: inout JSONObject, _ words: TemplateWords) {
    for member in members where record[member.name] == nil {
      record[member.name] = member.value.fill(words.value)
    }
  }
}
