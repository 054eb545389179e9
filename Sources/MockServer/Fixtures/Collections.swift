import JSON

/// The seed records of a service: for each collection an array of objects, as `jobs.json` holds them.
public struct Collections: Sendable {
  private let definitions: [CollectionDefinition]
  private var nodes: [String: FixtureNode]
  /// The collections that a provider state has patched.
  private var patched: Set<String> = []

  init(definitions: [CollectionDefinition], nodes: [String: FixtureNode]) {
    self.definitions = definitions
    self.nodes = nodes
  }

  /// The records of a collection.
  ///
  /// - Throws: ``FixtureError`` when it is not an array.
  public func records(_ name: String) throws(FixtureError) -> [FixtureNode] {
    try nodes[name]?.array() ?? []
  }

  /// Whether a provider state has patched any of these collections, so that what was read from them
  /// before no longer holds.
  public func arePatched(_ names: [String]) -> Bool { names.contains(where: patched.contains) }

  /// Whether the files hold the same, in the same order.
  func hasSameRecords(as other: Collections) -> Bool {
    nodes.count == other.nodes.count
      && nodes.allSatisfy { $0.value.value == other.nodes[$0.key]?.value }
  }

  /// Every record must have the members that tell it from others, and no two the same.
  ///
  /// - Throws: ``FixtureError`` that points at the record which does not.
  func checkKeys() throws(FixtureError) {
    for definition in definitions {
      var seen: Set<String> = []
      for record in try records(definition.name) {
        let key = try definition.key(of: record)
        guard seen.insert(key.joined(separator: " ")).inserted else {
          throw record.error(
            "a second record with \(definition.key.joined(separator: " and ")) "
              + key.joined(separator: " and "))
        }
      }
    }
  }

  /// The records after a provider state's patch.
  func applying(_ patch: ProviderState.Patch, named state: String) throws(FixtureError)
    -> Collections
  {
    var result = self
    for definition in definitions where patch.touches(definition.name) {
      var records = nodes[definition.name]?.value.array ?? []
      if patch.clear.contains(definition.name) { records = [] }
      for wanted in patch.remove[definition.name] ?? [] {
        records.removeAll { record in Self.contains(record, wanted) }
      }
      let kept = records.count
      for change in patch.put[definition.name] ?? [] {
        let same = records.firstIndex { record in
          definition.key.allSatisfy { record[$0] == change[$0] }
        }
        if let same {
          records[same] = JSONMergePatch.merged(records[same], change)
        } else {
          records.append(change)
        }
      }
      result.nodes[definition.name] = FixtureNode(
        file: FixtureFile(computed: FixtureFile.name(ofState: state)),
        pointer: JSONPointer().appending(definition.name), value: .array(records))
      result.patched.insert(definition.name)
      // What was there has been checked, and what has the key of a record was merged into it.
      for record in try result.records(definition.name).dropFirst(kept) {
        _ = try definition.key(of: record)
      }
    }
    return result
  }

  /// Whether a record has all the members of another, with equal values.
  private static func contains(_ record: JSONValue, _ part: JSONValue) -> Bool {
    part.object?.members.allSatisfy { record[$0.key] == $0.value } ?? false
  }
}

/// A collection that a service has: its file is `NAME.json`.
public struct CollectionDefinition: Sendable {
  public let name: String
  /// The members that tell one record from another.
  public let key: [String]

  /// The values of those members in a record.
  ///
  /// - Throws: ``FixtureError`` when it is no object or lacks one.
  func key(of record: FixtureNode) throws(FixtureError) -> [String] {
    guard let object = record.value.object else {
      // Says what it is instead.
      _ = try record.members()
      return []
    }
    var values: [String] = []
    for name in key {
      guard let value = object[name] else {
        throw record.error("a record of \"\(self.name)\" needs \(key.joined(separator: " and "))")
      }
      values.append(value.description)
    }
    return values
  }
}
