import HTTPMessage
import HTTPTransport
import JSON
import ServiceAnswers

/// Where names of users and projects are unique; Keystone v3 only.
public enum Domain: Sendable, Hashable {
  case id(String)
  case name(String)

  /// The domain that every Keystone begins with.
  public static let `default` = Domain.id("default")

  var json: JSONValue {
    switch self {
    case .id(let id): ["id": .string(id)]
    case .name(let name): ["name": .string(name)]
    }
  }
}

/// Who signs in, and where.
struct Identity: Sendable {
  let username: String
  let password: String
  let projectName: String?
  let projectID: String?
  let authURL: String
  let userDomain: Domain
  let projectDomain: Domain

  /// The last segment of the address of the identity service.
  private enum Version: String {
    case v2 = "v2.0"
    case v3
  }

  struct SignedIn: Sendable {
    let token: String
    let catalogue: [Endpoint]
    /// Nil when the answer doesn't tell.
    let lifetime: Duration?
  }

  /// What v2.0 clients send with each call beside the token; the service doesn't need it.
  var projectHeader: String? { version == .v2 ? projectName : nil }

  private var version: Version? {
    authURL.withoutSlashAtEnd.split(separator: "/").last.flatMap { Version(rawValue: String($0)) }
  }

  /// Where tokens are given out; nil when the address doesn't tell the version.
  var tokensURL: String? {
    let base = authURL.withoutSlashAtEnd
    return switch version {
    case .v2: base + "/tokens"
    case .v3: base + "/auth/tokens"
    case nil: nil
    }
  }

  func signIn(_ wire: Wire) async throws(TroveError) -> SignedIn {
    guard let version, let url = tokensURL else { throw .badAuthURL(authURL) }
    let response = try await wire.exchange(.post, url, body: version == .v2 ? v2Body : v3Body)
    do throws(UnreadableAnswer) {
      return try version == .v2 ? SignedIn(v2: response) : SignedIn(v3: response)
    } catch {
      throw .decoding(path: error.path, reason: error.reason, call: Wire.name(.post, url))
    }
  }

  private var v2Body: JSONValue {
    var auth: JSONObject = JSONObject()
    auth["passwordCredentials"] = ["username": .string(username), "password": .string(password)]
    if let projectID {
      auth["tenantId"] = .string(projectID)
    } else {
      auth.set("tenantName", projectName)
    }
    return ["auth": .object(auth)]
  }

  private var v3Body: JSONValue {
    var auth = JSONObject()
    auth["identity"] = [
      "methods": ["password"],
      "password": [
        "user": [
          "name": .string(username), "password": .string(password), "domain": userDomain.json,
        ]
      ],
    ]
    if let projectID {
      auth["scope"] = ["project": ["id": .string(projectID)]]
    } else if let projectName {
      auth["scope"] = ["project": ["name": .string(projectName), "domain": projectDomain.json]]
    }
    return ["auth": .object(auth)]
  }
}

extension Identity.SignedIn {
  /// The answer of v2.0 (the Trove sheet, section 2.1).
  init(v2 response: HTTPResponse) throws(UnreadableAnswer) {
    let access = try Answer(body: response.body).member("access")
    let token = try access.member("token")
    self.token = try token.member("id").string()
    lifetime = try Self.lifetime(token, until: "expires")
    var endpoints: [Endpoint] = []
    for service in try access.member("serviceCatalog").elements() {
      for endpoint in try service.member("endpoints").elements() {
        for interface in EndpointType.allCases {
          guard let url = try endpoint.optional(interface.rawValue + "URL")?.string() else {
            continue
          }
          endpoints.append(
            Endpoint(
              serviceType: try service.member("type").string(),
              serviceName: try service.optional("name")?.string(),
              region: try endpoint.optional("region")?.string(), interface: interface, url: url))
        }
      }
    }
    catalogue = endpoints
  }

  /// The answer of v3 (the Trove sheet, section 2.2).
  init(v3 response: HTTPResponse) throws(UnreadableAnswer) {
    guard let subject = response.fields["X-Subject-Token"], !subject.isEmpty else {
      throw UnreadableAnswer(path: JSONPointer(), reason: "there is no field X-Subject-Token")
    }
    self.token = subject
    let token = try Answer(body: response.body).member("token")
    lifetime = try Self.lifetime(token, until: "expires_at")
    var endpoints: [Endpoint] = []
    // A token for no project comes without a catalogue.
    for service in try token.optional("catalog")?.elements() ?? [] {
      for endpoint in try service.member("endpoints").elements() {
        guard let interface = EndpointType(rawValue: try endpoint.member("interface").string())
        else { continue }
        let region = try endpoint.optional("region", or: "region_id")
        endpoints.append(
          Endpoint(
            serviceType: try service.member("type").string(),
            serviceName: try service.optional("name")?.string(), region: try region?.string(),
            interface: interface, url: try endpoint.member("url").string()))
      }
    }
    catalogue = endpoints
  }

  /// By the clock of the identity service alone, which need not agree with the one here.
  private static func lifetime(
    _ token: Answer, until key: String
  ) throws(UnreadableAnswer) -> Duration? {
    guard let issued = try token.optional("issued_at")?.string(),
      let start = ISO8601.microsecondsSince1970(issued),
      let expires = try token.optional(key)?.string(),
      let end = ISO8601.microsecondsSince1970(expires), end > start
    else { return nil }
    return .microseconds(end - start)
  }
}
