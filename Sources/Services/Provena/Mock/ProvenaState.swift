import JSON
import MockServer

/// Everything that clients of the service can change.
public struct ProvenaState: Sendable {
  var datasets: DatasetShelf
  let organisations: Set<String>
  let persons: [String: Person]
  /// In the order in which they were added.
  private(set) var reviewers: [String] = []
  var realm: RealmState
  /// The number of the next handle.
  private var nextHandle: Int

  struct Person: Sendable {
    let id: String
    /// The user that this person is; nil for somebody who has no account.
    let username: String?
  }

  init(_ collections: Collections, _ mock: ProvenaMock) throws(FixtureError) {
    realm = try RealmState(collections, mock.tokens.byName)
    var organisations: Set<String> = []
    for node in try collections.records("organisations") {
      organisations.insert(
        try node.object { object throws(FixtureError) in try object.required("id").string() })
    }
    var persons: [String: Person] = [:]
    for node in try collections.records("persons") {
      try node.object { object throws(FixtureError) in
        let id = try object.required("id").string()
        persons[id] = Person(id: id, username: try object.optional("username")?.string())
      }
    }
    for node in try collections.records("reviewers") {
      reviewers.append(
        try node.object { object throws(FixtureError) in try object.required("id").string() })
    }
    var known = Array(organisations) + persons.keys
    datasets = try mock.seed.shelf(for: collections, mock)
    known += datasets.ids
    self.organisations = organisations
    self.persons = persons
    let prefix = mock.settings.handlePrefix
    nextHandle = known.reduce(mock.settings.firstHandle) { next, id in
      guard id.hasPrefix(prefix), let number = Int(id.dropFirst(prefix.count)) else { return next }
      return max(next, number &+ 1)
    }
  }

  /// The person that a user is.
  func person(of username: String) -> Person? {
    persons.values.first { $0.username == username }
  }

  /// The handle that ``takeHandle(_:)`` would give.
  func nextHandle(_ prefix: String) -> String { "\(prefix)\(nextHandle)" }

  /// A handle that nothing else has had.
  mutating func takeHandle(_ prefix: String) -> String {
    defer { nextHandle += 1 }
    return nextHandle(prefix)
  }

  mutating func addReviewer(_ id: String) {
    if !reviewers.contains(id) { reviewers.append(id) }
  }

  mutating func deleteReviewer(_ id: String) { reviewers.removeAll { $0 == id } }
}
