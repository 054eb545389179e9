import HTTPMessage
import JSON
import ServiceAnswers

/// The data store itself, and what its users may do.
extension DatastoreClient {
  /// Whether the data store answers. It needs no token, but one is sent, as the Python client does.
  @discardableResult
  public func getHealthCheck() async throws(ProvenaError) -> HealthCheckResponse {
    try await service.value(Call(.getHealthCheck))
  }

  /// Whom the token belongs to.
  ///
  /// - Throws: ``ProvenaError``: unauthorized for a token that is not accepted.
  public func checkGeneralAccess() async throws(ProvenaError) -> ProvenaUser {
    try await service.value(Call(.getCheckAccessCheckGeneralAccess))
  }

  /// Whom the token belongs to, who may read.
  ///
  /// - Throws: ``ProvenaError``: unauthorized for a user who may not; the same in the two that follow.
  public func checkReadAccess() async throws(ProvenaError) -> ProvenaUser {
    try await service.value(Call(.getCheckAccessCheckReadAccess))
  }

  /// Whom the token belongs to, who may register datasets.
  public func checkWriteAccess() async throws(ProvenaError) -> ProvenaUser {
    try await service.value(Call(.getCheckAccessCheckWriteAccess))
  }

  /// Whom the token belongs to, who may administer the registry.
  public func checkAdminAccess() async throws(ProvenaError) -> ProvenaUser {
    try await service.value(Call(.getCheckAccessCheckAdminAccess))
  }

  /// The data store's settings; for administrators.
  ///
  /// - Parameter requiredOnly: whether to leave out those that have a default; nil leaves it to the
  ///   data store, which does.
  /// - Throws: ``ProvenaError``: unauthorized for anybody else; decoding for what is no UTF-8.
  public func getAdminConfig(
    requiredOnly: Bool? = nil
  ) async throws(ProvenaError) -> AdminConfiguration {
    var call = Call(.getAdminConfig, query: [("required_only", requiredOnly.map { "\($0)" })])
    call.accept = "text/plain"
    let (response, name) = try await service.exchange(call)
    guard let text = String(validating: response.body, as: UTF8.self) else {
      throw .decoding(path: JSONPointer(), reason: "it is no UTF-8", call: name)
    }
    return AdminConfiguration(text)
  }

  /// Makes the data store fail on purpose, so that its monitoring can be tried; for administrators.
  ///
  /// - Returns: that monitoring is not on, in words.
  /// - Throws: ``ProvenaError``: a server error where monitoring is on.
  public func getSentryDebug() async throws(ProvenaError) -> String {
    let answer: HealthCheckResponse = try await service.value(Call(.getAdminSentryDebug))
    return answer.message
  }
}
