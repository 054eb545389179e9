import JSON
import ServiceAnswers

/// A database in an instance.
///
///     let databases = [Database("my_db", characterSet: "latin2", collate: "latin2_general_ci")]
public struct Database: Sendable, Hashable, ExpressibleByStringLiteral {
  public var name: String
  /// Given when the database is made, not told afterwards, as the one that follows.
  public var characterSet: String?
  public var collate: String?

  public init(_ name: String, characterSet: String? = nil, collate: String? = nil) {
    self.name = name
    self.characterSet = characterSet
    self.collate = collate
  }

  public init(stringLiteral value: String) { self.init(value) }

  var json: JSONValue {
    var database = JSONObject()
    database.set("name", name)
    database.set("character_set", characterSet)
    database.set("collate", collate)
    return .object(database)
  }
}

extension Database: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    self.init(
      try answer.member("name").string(), characterSet: try answer.text("character_set"),
      collate: try answer.text("collate"))
  }
}

/// Makes, finds and deletes databases in instances. All of it is unprocessable while the instance is
/// built.
public struct DatabaseManager: Sendable {
  let client: TroveClient

  /// Makes databases in an instance.
  ///
  /// - Throws: ``TroveError``: a bad request for a name that is taken, reserved or not allowed.
  public func create(_ instance: String, _ databases: [Database]) async throws(TroveError) {
    let body: JSONValue = ["databases": .array(databases.map(\.json))]
    try await client.send(.post("instances", instance, "databases", body: body))
  }

  /// A page of an instance's databases, by name.
  public func list(
    _ instance: String, limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Database> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(
      .get("instances", instance, "databases", query: query), "databases")
  }

  /// All of an instance's databases, in pages of `pageSize`.
  public func all(_ instance: String, pageSize: Int? = nil) -> PageSequence<Database> {
    PageSequence { marker throws(TroveError) in
      try await list(instance, limit: pageSize, marker: marker)
    }
  }

  /// Deletes a database.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func delete(_ instance: String, _ name: String) async throws(TroveError) {
    try await client.send(.delete("instances", instance, "databases", name))
  }
}
