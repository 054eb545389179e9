public import HTTPTransport
public import URLSessionTransport

/// Signs in with an offline token, which a user got from Keycloak once; right for programs that run
/// without anybody (the Provena sheet, section 3).
///
///     let auth = OfflineFlow(config: config, clientID: "client-tools", offlineToken: token)
///
/// The first call fetches the realm's key and a token, and so does one that finds the token at its
/// end. What Keycloak gives is checked as the Python client does: it must be signed by the realm
/// (RS256), and more than 30 seconds before its end. When it isn't, a second one is asked for, then
/// ``ProvenaError/unusableToken(reason:call:)`` is thrown; nothing is sent to the data store.
public struct OfflineFlow: AuthManager {
  private let keeper: TokenKeeper

  /// - Parameters:
  ///   - clientID: what Keycloak knows the program as, for example `client-tools`.
  ///   - timeout: for each exchange with Keycloak.
  public init(
    config: ProvenaConfig, clientID: String, offlineToken: String,
    timeout: Duration = .seconds(30), transport: any HTTPTransport = URLSessionTransport(),
    clock: SignInClock = .system
  ) {
    let wire = Wire(transport: transport, timeout: timeout)
    let realm = Realm(config, clientID: clientID, wire: wire, clock: clock)
    keeper = TokenKeeper(
      OfflineSource(realm: realm, offlineToken: offlineToken), call: realm.tokenCall, clock: clock)
  }

  /// - Throws: ``ProvenaError``: `signInRefused` for an offline token that Keycloak doesn't take.
  public func token() async throws(ProvenaError) -> String { try await keeper.token() }

  public func forceRefresh() async throws(ProvenaError) {
    _ = try await keeper.token(isFresh: true)
  }
}

struct OfflineSource: GrantSource {
  let realm: Realm
  let offlineToken: String

  func grant(after last: Grant?, isFresh: Bool) async throws(ProvenaError) -> Grant {
    do throws(ProvenaError) {
      return try await attempt()
    } catch {
      guard case .unusableToken = error else { throw error }
      return try await attempt()
    }
  }

  private func attempt() async throws(ProvenaError) -> Grant {
    let token = try await realm.refreshed(offlineToken).access
    return Grant(access: try await realm.checked(token), refresh: offlineToken)
  }
}
