public import JSON
import ServiceAnswers

/// A configuration group: values that can be attached to instances.
public struct Configuration: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let id: String
  public let name: String
  public let description: String?
  /// By parameter; nil in lists.
  public let values: JSONObject?
  /// How many instances have it; nil in lists.
  public let instanceCount: Int?
  public let datastoreName: String?
  public let datastoreVersionID: String?
  public let datastoreVersionName: String?
  /// Nil in lists.
  public let datastoreVersionNumber: String?
  public let created: TroveTimestamp?
  public let updated: TroveTimestamp?

  /// Asks the service how the group is by now.
  @discardableResult public mutating func refresh() async throws(TroveError) -> Configuration {
    self = try await refreshed()
    return self
  }

  /// The group as it is by now.
  public func refreshed() async throws(TroveError) -> Configuration {
    try await client.configurations.get(id)
  }

  /// Deletes the group; see ``ConfigurationManager/delete(_:)``.
  public func delete() async throws(TroveError) { try await client.configurations.delete(id) }
}

extension Configuration: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    description = try answer.text("description")
    values = try answer.optional("values")?.object()
    instanceCount = try answer.number("instance_count")
    datastoreName = try answer.text("datastore_name")
    datastoreVersionID = try answer.text("datastore_version_id")
    datastoreVersionName = try answer.text("datastore_version_name")
    datastoreVersionNumber = try answer.text("datastore_version_number")
    created = try answer.time("created")
    updated = try answer.time("updated")
  }
}

/// Makes, finds, changes and deletes configuration groups.
public struct ConfigurationManager: Sendable {
  let client: TroveClient

  /// A page of the project's groups, by id.
  public func list(
    limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Configuration> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(.get("configurations", query: query), "configurations")
  }

  /// All of the project's groups, in pages of `pageSize`.
  public func all(pageSize: Int? = nil) -> PageSequence<Configuration> {
    PageSequence { marker throws(TroveError) in
      try await list(limit: pageSize, marker: marker)
    }
  }

  /// A group.
  ///
  /// - Throws: ``TroveError``: not found when the project has no such group.
  public func get(_ id: String) async throws(TroveError) -> Configuration {
    try await client.value(.get("configurations", id), "configuration")
  }

  /// The instances that a group is attached to, by id and name.
  public func instances(
    _ id: String, limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Reference> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(.get("configurations", id, "instances", query: query), "instances")
  }

  /// Makes a group.
  ///
  /// - Parameter values: by parameter, for example `["max_connections": 200]`; an object.
  /// - Throws: ``TroveError``: unprocessable for an unknown parameter, and for a value that isn't of
  ///   its type or beyond its bounds.
  public func create(
    _ name: String, values: JSONValue, description: String? = nil, datastore: String? = nil,
    datastoreVersion: String? = nil, datastoreVersionNumber: String? = nil
  ) async throws(TroveError) -> Configuration {
    var configuration = JSONObject()
    configuration.set("name", name)
    configuration["values"] = values
    configuration.setDatastore(
      datastore, version: datastoreVersion, number: datastoreVersionNumber)
    configuration.set("description", description)
    let body: JSONValue = ["configuration": .object(configuration)]
    return try await client.value(.post("configurations", body: body), "configuration")
  }

  /// Replaces all values of a group.
  ///
  /// - Throws: ``TroveError``: as ``create(_:values:description:datastore:datastoreVersion:datastoreVersionNumber:)``.
  public func update(
    _ id: String, values: JSONValue, name: String? = nil, description: String? = nil
  ) async throws(TroveError) {
    var configuration = JSONObject()
    configuration["values"] = values
    configuration.set("name", name)
    configuration.set("description", description)
    let body: JSONValue = ["configuration": .object(configuration)]
    try await client.send(.put("configurations", id, body: body))
  }

  /// Changes some values of a group; the others stay.
  ///
  /// - Throws: ``TroveError``: as ``create(_:values:description:datastore:datastoreVersion:datastoreVersionNumber:)``.
  public func edit(_ id: String, values: JSONValue) async throws(TroveError) {
    let body: JSONValue = ["configuration": ["values": values]]
    try await client.send(.patch("configurations", id, body: body))
  }

  /// Deletes a group.
  ///
  /// - Throws: ``TroveError``: a bad request while it is attached.
  public func delete(_ id: String) async throws(TroveError) {
    try await client.send(.delete("configurations", id))
  }
}
