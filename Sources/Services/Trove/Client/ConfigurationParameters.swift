public import JSON
import ServiceAnswers

/// A parameter that configuration groups may have.
public struct ConfigurationParameter: TroveObject {
  public let attributes: JSONObject

  public let name: String
  /// For example `integer`, `string`, `boolean`.
  public let type: String
  /// The bounds of a number; nil for other types. They are `max` and `min` towards users, and
  /// `max_size` and `min_size` towards administrators.
  public let maximum: Int?
  public let minimum: Int?
  /// Whether a change takes effect only after a restart of the instance.
  public let requiresRestart: Bool
  public let datastoreVersionID: String?
}

extension ConfigurationParameter: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    name = try answer.member("name").string()
    type = try answer.member("type").string()
    maximum = try answer.optional("max", or: "max_size")?.int()
    minimum = try answer.optional("min", or: "min_size")?.int()
    requiresRestart = try answer.member("restart_required").bool()
    datastoreVersionID = try answer.text("datastore_version_id")
  }
}

/// Tells what configuration groups may have.
public struct ConfigurationParameterManager: Sendable {
  let client: TroveClient
  private static let key = "configuration-parameters"

  /// The parameters of a version of a datastore.
  ///
  /// - Parameters:
  ///   - datastore: id or name.
  ///   - version: id or name.
  public func parameters(
    _ datastore: String, _ version: String
  ) async throws(TroveError) -> Page<ConfigurationParameter> {
    try await client.page(
      .get("datastores", datastore, "versions", version, "parameters"), Self.key)
  }

  /// A parameter.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func getParameter(
    _ datastore: String, _ version: String, _ name: String
  ) async throws(TroveError) -> ConfigurationParameter {
    try await client.value(
      .get("datastores", datastore, "versions", version, "parameters", name), nil)
  }

  /// The parameters of a version that is known by its id alone.
  public func parametersByVersion(
    _ version: String
  ) async throws(TroveError) -> Page<ConfigurationParameter> {
    try await client.page(.get("datastores", "versions", version, "parameters"), Self.key)
  }

  /// A parameter of a version that is known by its id alone.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func getParameterByVersion(
    _ version: String, _ name: String
  ) async throws(TroveError) -> ConfigurationParameter {
    try await client.value(.get("datastores", "versions", version, "parameters", name), nil)
  }
}
