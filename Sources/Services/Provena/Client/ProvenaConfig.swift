import ServiceAnswers

/// Where a Provena deployment is (the Provena sheet, section 2).
///
///     let config = ProvenaConfig(domain: "provena.example.org", realmName: "provena")
///
/// For a data store at any other place, such as a mock, there is ``init(server:realmName:)``.
public struct ProvenaConfig: Sendable, Equatable {
  /// Addresses that go before those made of the domain.
  public struct APIOverrides: Sendable, Equatable {
    /// Of the data store: scheme, host and port.
    public var datastoreAPIEndpoint: String?
    /// Of the *realm*: `https://auth.example.org/auth/realms/provena`.
    public var keycloakEndpoint: String?

    public init(datastoreAPIEndpoint: String? = nil, keycloakEndpoint: String? = nil) {
      self.datastoreAPIEndpoint = datastoreAPIEndpoint
      self.keycloakEndpoint = keycloakEndpoint
    }
  }

  public let domain: String
  /// Of Keycloak, which knows the users.
  public let realmName: String
  public var apiOverrides: APIOverrides

  public init(domain: String, realmName: String, apiOverrides: APIOverrides = APIOverrides()) {
    self.domain = domain
    self.realmName = realmName
    self.apiOverrides = apiOverrides
  }

  /// A data store and a Keycloak on one server.
  ///
  /// - Parameter server: scheme, host and port, for example `http://127.0.0.1:8010`.
  public init(server: String, realmName: String) {
    let server = server.withoutSlashAtEnd
    self.init(
      domain: server, realmName: realmName,
      apiOverrides: APIOverrides(
        datastoreAPIEndpoint: server, keycloakEndpoint: server + Self.path(of: realmName)))
  }

  private static func path(of realm: String) -> String { "/auth/realms/\(realm)" }

  /// Where the data store is, without a slash at the end.
  public var datastoreURL: String {
    (apiOverrides.datastoreAPIEndpoint ?? "https://data-api.\(domain)").withoutSlashAtEnd
  }

  /// Where the realm is, without a slash at the end.
  public var realmURL: String {
    (apiOverrides.keycloakEndpoint ?? "https://auth.\(domain)\(Self.path(of: realmName))")
      .withoutSlashAtEnd
  }
}
