import JSON

/// The records of a service that its fixtures describe, and what is to become of them.
public struct CollectionState: Sendable {
  /// A record, wherever it is.
  struct Reference: Hashable, Sendable {
    let collection: Int
    let key: String
  }

  private(set) var tables: [RecordTable]
  /// The last number that was used in an id, for each collection.
  private var counters: [Int]
  private var agenda = Agenda<Reference>()
  /// The life-cycle rule that each record waits for.
  private var planned: [Reference: Int] = [:]
  /// Seed records, whose time begins with the first request.
  private var waiting: [Reference] = []

  /// - Throws: ``FixtureError`` that points at the record which is wrong.
  init(_ design: ServiceDesign, _ records: Collections) throws(FixtureError) {
    tables = design.collections.map { RecordTable(order: $0.list.order) }
    counters = design.collections.map { _ in 0 }
    for (place, collection) in design.collections.enumerated() {
      for node in try records.records(collection.name) { try add(node, place, collection) }
    }
    for (place, collection) in design.collections.enumerated() {
      for node in try records.records(collection.name) {
        let values = collection.values(of: node.value.object ?? JSONObject()) ?? []
        guard let orphan = missingAncestor(of: place, values, design) else { continue }
        throw node.error(
          "there is no \"\(orphan.id)\" in \"\(design.collections[orphan.collection].name)\"")
      }
    }
  }

  private mutating func add(
    _ node: FixtureNode, _ place: Int, _ collection: ServedCollection
  ) throws(FixtureError) {
    let record = node.value.object ?? JSONObject()
    guard let values = collection.values(of: record) else {
      throw node.error(
        "a record of \"\(collection.name)\" needs \(collection.path.members.joined(separator: " and "))"
      )
    }
    guard let id = RecordText.key(record[collection.idMember]) else {
      throw node.member(collection.idMember).error(
        "what tells records apart is an integer or a string that is not empty")
    }
    let key = collection.key(values, id: id)
    guard !tables[place].contains(key) else {
      throw node.error("a second record that addresses call \"\(id)\"")
    }
    tables[place].add(record, key: key, values: values, id: id)
    counters[place] = max(counters[place], collection.counter(in: id) ?? 0)
    if !collection.lifeCycle.isEmpty { waiting.append(Reference(collection: place, key: key)) }
  }

  /// The first record that the open segments of a path name and that is not there.
  func missingAncestor(
    of place: Int, _ values: [String], _ design: ServiceDesign
  ) -> (collection: Int, id: String)? {
    for (depth, ancestor) in design.collections[place].ancestors.enumerated() {
      guard let ancestor, values.indices.contains(depth) else { continue }
      if row(ancestor, Array(values[..<depth]), id: values[depth], design) == nil {
        return (ancestor, values[depth])
      }
    }
    return nil
  }

  /// The record of a path.
  func row(
    _ place: Int, _ values: [String], id: String, _ design: ServiceDesign
  ) -> RecordTable.Row? {
    let row = tables[place][design.collections[place].key(values, id: id)]
    return row?.values == values ? row : nil
  }

  /// The next number for an id.
  mutating func count(_ place: Int) -> Int {
    counters[place] += 1
    return counters[place]
  }

  // MARK: Changes

  mutating func add(
    _ record: JSONObject, _ reference: Reference, values: [String], id: String,
    _ design: ServiceDesign, at now: Timestamp
  ) {
    tables[reference.collection].add(record, key: reference.key, values: values, id: id)
    plan(reference, record, design, at: now)
  }

  mutating func set(
    _ record: JSONObject, _ reference: Reference, _ design: ServiceDesign, at now: Timestamp
  ) {
    tables[reference.collection].set(record, of: reference.key)
    plan(reference, record, design, at: now)
  }

  /// Takes a record away, with all that is below it.
  mutating func remove(_ reference: Reference, _ design: ServiceDesign) {
    guard let row = tables[reference.collection][reference.key] else { return }
    tables[reference.collection].remove(reference.key)
    agenda.cancel(reference)
    planned[reference] = nil
    let owner = RecordTable.owner(row.values + [row.id])
    for child in design.collections[reference.collection].children {
      for key in tables[child].keys(of: owner) {
        remove(Reference(collection: child, key: key), design)
      }
    }
  }

  // MARK: Life cycle

  /// After so many changes in one request, what follows begins to count anew: a clock that was put a
  /// year on must not hold a circle's every second.
  private static let mostChanges = 10_000

  /// Makes all changes whose time has come.
  mutating func settle(_ design: ServiceDesign, _ words: TemplateWords) {
    for reference in waiting {
      guard let row = tables[reference.collection][reference.key] else { continue }
      plan(reference, row.record, design, at: words.now)
    }
    waiting = []
    var changes = 0
    while let next = agenda.next(at: words.now) {
      changes += 1
      change(next.key, design, words, at: changes < Self.mostChanges ? next.due : words.now)
    }
  }

  /// Counts that a record was shown; afterwards it may be another.
  mutating func shown(_ reference: Reference, _ design: ServiceDesign, _ words: TemplateWords) {
    if agenda.shown(reference, at: words.now) { change(reference, design, words, at: words.now) }
  }

  /// Makes a change whose time has come though nobody saw what was before: the record is about to be
  /// changed by a client.
  mutating func used(_ reference: Reference, _ design: ServiceDesign, _ words: TemplateWords) {
    if agenda.used(reference, at: words.now) { change(reference, design, words, at: words.now) }
  }

  private mutating func change(
    _ reference: Reference, _ design: ServiceDesign, _ words: TemplateWords, at time: Timestamp
  ) {
    guard let number = planned.removeValue(forKey: reference),
      let row = tables[reference.collection][reference.key]
    else { return }
    let rule = design.collections[reference.collection].lifeCycle[number]
    if rule.removes { return remove(reference, design) }
    var record = row.record
    rule.set.apply(to: &record, words.at(time).with(record, isMaking: true))
    set(record, reference, design, at: time)
  }

  /// Plans what comes next for a record. What it waits for already, it goes on waiting for.
  private mutating func plan(
    _ reference: Reference, _ record: JSONObject, _ design: ServiceDesign, at time: Timestamp
  ) {
    let rules = design.collections[reference.collection].lifeCycle
    guard !rules.isEmpty else { return }
    guard let next = rules.firstIndex(where: { $0.isFor(record) }) else {
      agenda.cancel(reference)
      planned[reference] = nil
      return
    }
    if planned.updateValue(next, forKey: reference) != next {
      agenda.plan(reference, rules[next].delay, at: time)
    }
  }
}
