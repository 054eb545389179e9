import JSON
import ServiceAnswers

/// Name and password of the user that may do everything.
public struct RootUser: Sendable, Hashable {
  public let name: String
  public let password: String
}

extension RootUser: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    name = try answer.member("name").string()
    password = try answer.member("password").string()
  }
}

/// Enables and disables the user that may do everything, on instances and clusters.
public struct RootManager: Sendable {
  let client: TroveClient

  /// Enables root on an instance, with a password that the service makes up.
  ///
  /// - Throws: ``TroveError``: unprocessable while the instance is not ready.
  public func create(_ instance: String) async throws(TroveError) -> RootUser {
    try await enable("instances", instance, password: nil)
  }

  /// Enables root on an instance.
  public func createInstanceRoot(
    _ instance: String, password: String? = nil
  ) async throws(TroveError) -> RootUser {
    try await enable("instances", instance, password: password)
  }

  /// Enables root on a cluster.
  ///
  /// - Throws: ``TroveError``: not found for an unknown cluster; unprocessable for a datastore that
  ///   can't do it.
  public func createClusterRoot(
    _ cluster: String, password: String? = nil
  ) async throws(TroveError) -> RootUser {
    try await enable("clusters", cluster, password: password)
  }

  /// Whether root is enabled on an instance.
  public func isRootEnabled(_ instance: String) async throws(TroveError) -> Bool {
    try await isEnabled("instances", instance)
  }

  /// Whether root is enabled on a cluster.
  public func isClusterRootEnabled(_ cluster: String) async throws(TroveError) -> Bool {
    try await isEnabled("clusters", cluster)
  }

  /// Disables root on an instance.
  ///
  /// - Throws: ``TroveError``: not found when it was never enabled.
  public func delete(_ instance: String) async throws(TroveError) {
    try await client.send(.delete("instances", instance, "root"))
  }

  private func enable(
    _ collection: String, _ id: String, password: String?
  ) async throws(TroveError) -> RootUser {
    let body = password.map { ["password": .string($0)] as JSONValue }
    return try await client.value(.post(collection, id, "root", body: body), "user")
  }

  private func isEnabled(_ collection: String, _ id: String) async throws(TroveError) -> Bool {
    try await client.read(.get(collection, id, "root")) { answer throws(UnreadableAnswer) in
      try answer.member("rootEnabled").bool()
    }
  }
}
