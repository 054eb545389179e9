import MockServer

/// The realm in `service.json`.
struct RealmSettings: Sendable {
  /// Where it is on the service's port.
  let path: String
  let name: String
  /// The key that tokens are signed with: base64 of the DER form, as Keycloak shows it.
  let publicKey: String
  /// Names of tokens that nobody may accept.
  let forgedTokens: [String]
  /// How long tokens say they are good for, in seconds, and what for.
  let accessLifetime: Int
  let refreshed: Grant
  let device: Grant
  let userCode: String
  let codeLifetime: Int
  /// Between two polls, in seconds.
  let interval: Int

  /// What is said of the tokens of a grant.
  struct Grant: Sendable {
    let refreshLifetime: Int
    let scope: String
  }

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in try RealmSettings(&object) }
  }

  private init(_ object: inout FixtureObject) throws(FixtureError) {
    path = try object.required("path").string()
    name = try object.required("name").string()
    publicKey = try object.required("public_key").string()
    forgedTokens = try object.required("forged_tokens").strings()
    accessLifetime = try object.required("expires_in").int()
    refreshed = try Self.grant(object.required("refresh"))
    let seconds = 0...1_000_000
    (device, userCode, codeLifetime, interval) = try object.required("device").object {
      object throws(FixtureError) in
      (
        try Self.grant(object.required("grant")), try object.required("user_code").string(),
        try object.required("expires_in").int(in: seconds),
        try object.required("interval").int(in: seconds)
      )
    }
  }

  private static func grant(_ node: FixtureNode) throws(FixtureError) -> Grant {
    try node.object { object throws(FixtureError) in
      Grant(
        refreshLifetime: try object.required("refresh_expires_in").int(),
        scope: try object.required("scope").string())
    }
  }
}
