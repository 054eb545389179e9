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

  /// Every record must have the members that tell it from others, and no two the same.
  ///
  /// - Throws: ``FixtureError`` that points at the record which does not.
  func checkKeys() throws(FixtureError) {
    for definition in definitions { try checkKeys(of: definition) }
  }

  private func checkKeys(of definition: CollectionDefinition) throws(FixtureError) {
    var seen: Set<String> = []
    for record in try records(definition.name) {
      _ = try record.members()
      let values = definition.key.compactMap { record.value[$0]?.description }
      guard values.count == definition.key.count else {
        throw record.error(
          "a record of \"\(definition.name)\" needs \(definition.key.joined(separator: " and "))")
      }
      guard seen.insert(values.joined(separator: " ")).inserted else {
        throw record.error(
          "a second record with \(definition.key.joined(separator: " and ")) "
            + values.joined(separator: " and "))
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
      if patch.put[definition.name] != nil { try result.checkKeys(of: definition) }
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
}
