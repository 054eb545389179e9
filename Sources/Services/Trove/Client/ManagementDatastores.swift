public import JSON
import ServiceAnswers

/// A version of a datastore as administrators see it.
public struct ManagementDatastoreVersion: TroveObject, Identifiable {
  public let attributes: JSONObject
  let client: TroveClient

  public let id: String
  public let name: String
  /// The number.
  public let version: String?
  public let datastoreID: String?
  public let datastoreName: String?
  /// Which code on the machine runs it, for example `mysql`.
  public let datastoreManager: String?
  /// The id of the image that machines are made from.
  public let image: String?
  /// Or what that image is tagged with.
  public let imageTags: [String]
  public let packages: [String]
  /// Whether instances of it can be made.
  public let isActive: Bool?
  public let isDefault: Bool?

  /// Deletes the version.
  public func delete() async throws(TroveError) {
    try await client.managementDatastoreVersions.delete(id)
  }
}

extension ManagementDatastoreVersion: Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) {
    self.client = client
    attributes = try answer.object()
    id = try answer.member("id").string()
    name = try answer.member("name").string()
    version = try answer.text("version")
    datastoreID = try answer.text("datastore_id")
    datastoreName = try answer.text("datastore_name")
    datastoreManager = try answer.text("datastore_manager")
    image = try answer.text("image")
    imageTags = try answer.list("image_tags") ?? []
    packages = try answer.list("packages") ?? []
    isActive = try answer.flag("active")
    isDefault = try answer.flag("default")
  }
}

/// Versions of datastores, for administrators.
public struct ManagementDatastoreVersionManager: Sendable {
  let client: TroveClient

  /// All versions of all datastores, also those that are not in use.
  public func list(
    limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<ManagementDatastoreVersion> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(.get("mgmt", "datastore-versions", query: query), "versions")
  }

  /// A version by its id.
  public func get(_ id: String) async throws(TroveError) -> ManagementDatastoreVersion {
    try await client.value(.get("mgmt", "datastore-versions", id), "version")
  }

  /// Makes a version, and its datastore where that is new. The service doesn't tell the new id;
  /// ``list(limit:marker:)`` does.
  ///
  /// - Parameters:
  ///   - image: the id of the image to make machines from, unless `imageTags` find it.
  ///   - isDefault: whether instances get it when no version is asked for.
  ///   - version: the number.
  /// - Throws: ``TroveError``: a bad request for an image that is no UUID.
  public func create(
    _ name: String, datastoreName: String, datastoreManager: String, image: String? = nil,
    packages: [String] = [], isActive: Bool = true, isDefault: Bool = false,
    imageTags: [String] = [], version number: String? = nil
  ) async throws(TroveError) {
    var version = JSONObject()
    version.set("name", name)
    version.set("datastore_name", datastoreName)
    version.set("datastore_manager", datastoreManager)
    version.set("image_tags", imageTags.map { .string($0) })
    version.set("packages", packages.map { .string($0) })
    version.set("active", isActive)
    version.set("default", isDefault)
    version.set("image", image)
    version.set("version", number)
    let body: JSONValue = ["version": .object(version)]
    try await client.send(.post("mgmt", "datastore-versions", body: body))
  }

  /// Changes a version; what is nil stays as it is.
  public func edit(
    _ id: String, datastoreManager: String? = nil, image: String? = nil,
    packages: [String]? = nil, isActive: Bool? = nil, isDefault: Bool? = nil,
    imageTags: [String]? = nil, name: String? = nil
  ) async throws(TroveError) {
    var version = JSONObject()
    version.set("datastore_manager", datastoreManager)
    version.set("image", image)
    version.set("packages", packages?.map { .string($0) })
    version.set("active", isActive)
    version.set("default", isDefault)
    version.set("image_tags", imageTags?.map { .string($0) })
    version.set("name", name)
    try await client.send(.patch("mgmt", "datastore-versions", id, body: .object(version)))
  }

  /// Deletes a version.
  public func delete(_ id: String) async throws(TroveError) {
    try await client.send(.delete("mgmt", "datastore-versions", id))
  }
}

/// What a parameter is to be.
public struct NewConfigurationParameter: Sendable, Hashable {
  public var name: String
  /// For example `integer`.
  public var type: String
  public var requiresRestart: Bool
  /// The bounds of a number.
  public var maximum: Int?
  public var minimum: Int?

  public init(
    _ name: String, type: String, requiresRestart: Bool = false, maximum: Int? = nil,
    minimum: Int? = nil
  ) {
    self.name = name
    self.type = type
    self.requiresRestart = requiresRestart
    self.maximum = maximum
    self.minimum = minimum
  }

  var json: JSONValue {
    var parameter = JSONObject()
    parameter.set("name", name)
    parameter.set("restart_required", asNumber: requiresRestart)
    parameter.set("data_type", type)
    parameter.set("max_size", maximum)
    parameter.set("min_size", minimum)
    return ["configuration-parameter": .object(parameter)]
  }
}

/// What configuration groups may have, for administrators. A version is meant by its id.
public struct ManagementConfigurationParameterManager: Sendable {
  let client: TroveClient

  /// The parameters of a version.
  public func list(_ version: String) async throws(TroveError) -> Page<ConfigurationParameter> {
    try await client.page(
      .get("mgmt", "datastores", "versions", version, "parameters"), "configuration-parameters")
  }

  /// A parameter.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func get(
    _ version: String, _ name: String
  ) async throws(TroveError) -> ConfigurationParameter {
    try await client.value(
      .get("mgmt", "datastores", "versions", version, "parameters", name), nil)
  }

  /// Adds a parameter to a version.
  public func create(
    _ version: String, _ parameter: NewConfigurationParameter
  ) async throws(TroveError) -> ConfigurationParameter {
    try await client.value(
      .post("mgmt", "datastores", "versions", version, "parameters", body: parameter.json), nil)
  }

  /// Replaces what the parameter of that name is to be.
  public func modify(
    _ version: String, _ parameter: NewConfigurationParameter
  ) async throws(TroveError) -> ConfigurationParameter {
    let call = Call.put(
      "mgmt", "datastores", "versions", version, "parameters", parameter.name,
      body: parameter.json)
    return try await client.value(call, nil)
  }

  /// Takes a parameter from a version.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func delete(_ version: String, _ name: String) async throws(TroveError) {
    try await client.send(
      .delete("mgmt", "datastores", "versions", version, "parameters", name))
  }
}
