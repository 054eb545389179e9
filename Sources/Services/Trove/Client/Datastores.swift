public import JSON
import ServiceAnswers

/// A kind of database, for example `mysql`.
public struct Datastore: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let id: String
  public let name: String
  /// Those that are in use; nil where the service doesn't tell.
  public let versions: [DatastoreVersion]?
  /// The id of the version that instances get when none is asked for.
  public let defaultVersion: String?
  public let links: [Link]

  /// Deletes the datastore; for administrators.
  public func delete() async throws(TroveError) { try await client.datastores.delete(id) }
}

/// A version of a datastore.
public struct DatastoreVersion: TroveObject, Identifiable {
  public let attributes: JSONObject

  public let id: String
  /// Chosen by the cloud's operator, for example `5.6-104`.
  public let name: String
  /// The number, for example `5.6.104`.
  public let version: String?
  /// The datastore's id; told of a single version only.
  public let datastore: String?
  public let links: [Link]
}

extension Datastore: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    versions = try answer.list("versions")
    defaultVersion = try answer.text("default_version")
    links = try answer.links()
  }
}

extension DatastoreVersion: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    version = try answer.text("version")
    datastore = try answer.text("datastore")
    links = try answer.links()
  }
}

/// Finds datastores.
public struct DatastoreManager: Sendable {
  let client: TroveClient

  /// All of them. The service does not page this list, whatever is asked for.
  public func list(
    limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Datastore> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(.get("datastores", query: query), "datastores")
  }

  /// A datastore.
  ///
  /// - Parameter datastore: id or name.
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func get(_ datastore: String) async throws(TroveError) -> Datastore {
    try await client.value(.get("datastores", datastore), "datastore")
  }

  /// Deletes a datastore; for administrators.
  ///
  /// - Throws: ``TroveError``: forbidden for others.
  public func delete(_ id: String) async throws(TroveError) {
    try await client.send(.delete("datastores", id))
  }
}

/// Finds versions of datastores.
public struct DatastoreVersionManager: Sendable {
  let client: TroveClient

  /// All versions of a datastore. The service does not page this list, whatever is asked for.
  ///
  /// - Parameter datastore: id or name.
  public func list(
    _ datastore: String, limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<DatastoreVersion> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(
      .get("datastores", datastore, "versions", query: query), "versions")
  }

  /// A version.
  ///
  /// - Parameters:
  ///   - datastore: id or name.
  ///   - version: id or name.
  /// - Throws: ``TroveError``: a *bad request* for an unknown one.
  public func get(
    _ datastore: String, _ version: String
  ) async throws(TroveError) -> DatastoreVersion {
    try await client.value(.get("datastores", datastore, "versions", version), "version")
  }

  /// A version by its id alone.
  public func get(uuid: String) async throws(TroveError) -> DatastoreVersion {
    try await client.value(.get("datastores", "versions", uuid), "version")
  }
}
