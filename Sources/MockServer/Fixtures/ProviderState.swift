public import JSON

/// A named situation that an interaction needs: a patch on the seed records, with parameters.
public struct ProviderState: Sendable {
  public let name: String
  public let description: String
  /// The parameters with the values they have when none are given.
  public let parameters: JSONObject
  /// The profile that the state puts the service into; nil to leave it.
  let profile: String?
  /// With its parameters open.
  let template: Patch

  /// What a state changes. All values may hold `${parameter}`.
  struct Patch: Sendable {
    /// Collections that are emptied first.
    var clear: [String] = []
    /// Records to remove: all that have the given members.
    var remove: [String: [JSONValue]] = [:]
    /// Records to add, or to change where the collection has one of the same key.
    var put: [String: [JSONValue]] = [:]

    func touches(_ collection: String) -> Bool {
      clear.contains(collection) || remove[collection] != nil || put[collection] != nil
    }
  }

  init(
    name: String, node: FixtureNode, collections: [CollectionDefinition], profiles: [String]
  ) throws(FixtureError) {
    self.name = name
    let names = Dictionary(uniqueKeysWithValues: collections.map { ($0.name, $0.name) })
    (description, parameters, profile, template) = try node.object { object throws(FixtureError) in
      let description = try object.required("description").string()
      let given = object.optional("parameters")
      _ = try given?.members()
      let parameters = given?.value.object ?? JSONObject()
      let profile = try object.optional("profile")?.word(
        Dictionary(uniqueKeysWithValues: profiles.map { ($0, $0) }))
      var patch = Patch()
      for node in try object.optional("clear")?.array() ?? [] {
        patch.clear.append(try node.word(names))
      }
      patch.remove = try Self.records(object.optional("remove"), names)
      patch.put = try Self.records(object.optional("put"), names)
      return (description, parameters, profile, patch)
    }
  }

  private static func records(
    _ node: FixtureNode?, _ names: [String: String]
  ) throws(FixtureError) -> [String: [JSONValue]] {
    var records: [String: [JSONValue]] = [:]
    guard let node else { return records }
    for (key, list) in try node.members() {
      guard names[key] != nil else {
        throw node.keyError(
          key,
          "there is no collection \"\(key)\"" + Suggestion.hint(for: key, among: Array(names.keys)))
      }
      for record in try list.array() {
        _ = try record.members()
        records[key, default: []].append(record.value)
      }
    }
    return records
  }

  /// The parameters given, and for the rest their usual values.
  func arguments(_ given: JSONObject) -> JSONObject {
    var all = parameters
    for member in given.members { all[member.key] = member.value }
    return all
  }

  /// The patch with its parameters filled in.
  func patch(with arguments: JSONObject) -> Patch {
    func fill(_ lists: [String: [JSONValue]]) -> [String: [JSONValue]] {
      lists.mapValues { $0.map { Template.fill($0, with: arguments) } }
    }
    return Patch(clear: template.clear, remove: fill(template.remove), put: fill(template.put))
  }
}
