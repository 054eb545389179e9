/// Gives the tokens that go with calls (the Provena sheet, section 3).
///
/// ``OfflineFlow`` and ``DeviceFlow`` get them from Keycloak, ``FixedToken`` has one already; anything
/// else may be made to fit.
public protocol AuthManager: Sendable {
  /// A token that is valid now.
  func token() async throws(ProvenaError) -> String
  /// Gets a new token, whatever the present one is worth.
  func forceRefresh() async throws(ProvenaError)
}

/// A token that came from elsewhere. It is sent as it is, valid or not.
public struct FixedToken: AuthManager {
  private let value: String

  public init(_ token: String) { value = token }

  public func token() async throws(ProvenaError) -> String { value }
  /// Does nothing: there is no way to get another one.
  public func forceRefresh() async throws(ProvenaError) {}
}
