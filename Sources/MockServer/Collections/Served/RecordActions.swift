import HTTPMessage
import JSON

/// Calls about one record.
extension CollectionCall {
  func read(_ state: inout CollectionState) throws(CollectionRefusal) -> HTTPResponse {
    let row = try row(state)
    let response = answer(row, .ok)
    state.shown(reference(row.key), design, words)
    return response
  }

  func create(_ state: inout CollectionState) throws(CollectionRefusal) -> HTTPResponse {
    let rule = collection.create
    var record = body
    try check(names: record)
    for name in collection.show.add.names + collection.members.own { record[name] = nil }
    for (depth, member) in collection.path.members.enumerated() {
      record[member] = parentKey(depth, state) ?? .string(values[depth])
    }
    rule.defaults.complete(&record, words.with(record, isMaking: true))
    if let problem = collection.members.problem(record) { throw refusal(.invalid, problem) }
    let (value, text) = try newID(for: record, &state)
    // First of all, where a client gave none.
    record[collection.idMember] = nil
    record = JSONObject([.init(key: collection.idMember, value: value)] + record.members)
    rule.set.apply(to: &record, words.with(record, isMaking: true))
    let key = collection.key(values, id: text)
    state.add(record, reference(key), values: values, id: text, design, at: words.now)
    guard let row = state.tables[place][key] else { return Self.nothing(rule.status) }
    var response = rule.showsRecord ? answer(row, rule.status) : Self.nothing(rule.status)
    if rule.hasLocation { response.fields.append("Location", url(row)) }
    return response
  }

  /// The key of a record in the path as that record has it: a number stays one.
  private func parentKey(_ depth: Int, _ state: CollectionState) -> JSONValue? {
    guard let parent = collection.ancestors[depth] else { return nil }
    let row = state.row(parent, Array(values[..<depth]), id: values[depth], design)
    return row?.record[design.collections[parent].idMember]
  }

  /// What a new record is called.
  private func newID(
    for record: JSONObject, _ state: inout CollectionState
  ) throws(CollectionRefusal) -> (JSONValue, String) {
    let isCounted = collection.id.names.contains("counter")
    while true {
      var others: [String: JSONValue] = [:]
      if isCounted { others["counter"] = .number(JSONNumber(state.count(place))) }
      let value = collection.id.fill(words.with(record, others, isMaking: true).value)
      guard let text = RecordText.key(value) else {
        throw refusal(
          .invalid,
          "\"\(collection.idMember)\" must be an integer or a string that is not empty, not \(value)"
        )
      }
      if !state.tables[place].contains(collection.key(values, id: text)) { return (value, text) }
      guard isCounted else {
        throw refusal(.exists, "there is a \"\(text)\" in \"\(collection.name)\" already", id: text)
      }
    }
  }

  func change(
    _ state: inout CollectionState, replaces: Bool
  ) throws(CollectionRefusal) -> HTTPResponse {
    let rule = collection.update
    let key = try row(state).key
    try check(names: body)
    state.used(reference(key), design, words)
    let old = try row(state).record
    var given = body
    let fixed = rule.fixed + collection.members.own
    for name in collection.show.add.names + fixed { given[name] = nil }
    var record =
      replaces ? given : JSONMergePatch.merged(.object(old), .object(given)).object ?? old
    if replaces {
      let kept = old.members.filter { fixed.contains($0.key) }
      // The key first, as in a new record; the others behind what the client gave.
      record = JSONObject(
        kept.filter { $0.key == collection.idMember } + record.members
          + kept.filter { $0.key != collection.idMember })
      collection.create.defaults.complete(&record, words.with(record, isMaking: true))
    }
    if let problem = collection.members.problem(record) { throw refusal(.invalid, problem) }
    rule.set.apply(to: &record, words.with(record, isMaking: true))
    state.set(record, reference(key), design, at: words.now)
    guard rule.showsRecord else { return Self.nothing(rule.status) }
    return answer(try row(state), rule.status)
  }

  func delete(_ state: inout CollectionState) throws(CollectionRefusal) -> HTTPResponse {
    let rule = collection.delete
    state.used(reference(try row(state).key), design, words)
    var row = try row(state)
    if rule.set.isEmpty {
      state.remove(reference(row.key), design)
    } else {
      rule.set.apply(to: &row.record, words.with(row.record, isMaking: true))
      state.set(row.record, reference(row.key), design, at: words.now)
    }
    return rule.showsRecord ? answer(row, rule.status) : Self.nothing(rule.status)
  }

  private func check(names body: JSONObject) throws(CollectionRefusal) {
    if let problem = collection.members.problemOfNames(body) { throw refusal(.invalid, problem) }
  }
}
