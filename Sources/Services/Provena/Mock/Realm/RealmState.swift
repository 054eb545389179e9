import MockServer

/// What the realm knows and remembers.
struct RealmState: Sendable {
  /// By refresh token.
  private let refreshTokens: [String: RefreshToken]
  /// By client; "*" is any other.
  private let flows: [String: DeviceFlow]
  /// How often each refresh token was used.
  private var uses: [String: Int] = [:]
  private var sessions: [String: DeviceSession] = [:]

  private struct RefreshToken: Sendable {
    /// The texts of the access tokens that it gives, in turn.
    let gives: [String]
  }

  /// How a client's device flows go.
  private struct DeviceFlow: Sendable {
    let pending: Delay
    let outcome: Outcome
  }

  enum Outcome: Sendable {
    case tokens(access: String, refresh: String)
    case refused(RealmRefusal)
  }

  private struct DeviceSession: Sendable {
    let client: String
    /// Nil for a code of the fixtures until it is first asked for.
    var started: Timestamp?
    var polls = 0
  }

  init(_ collections: Collections, _ tokens: [String: String]) throws(FixtureError) {
    var refreshTokens: [String: RefreshToken] = [:]
    for node in try collections.records("refresh_tokens") {
      try node.object { object throws(FixtureError) in
        var texts: [String] = []
        let gives = try object.required("gives")
        for name in try gives.array() { texts.append(try name.word(tokens)) }
        if texts.isEmpty { throw gives.error("at least one token is needed") }
        refreshTokens[try object.required("token").string()] = RefreshToken(gives: texts)
      }
    }
    var flows: [String: DeviceFlow] = [:]
    for node in try collections.records("device_flows") {
      try node.object { object throws(FixtureError) in
        flows[try object.required("client_id").string()] = DeviceFlow(
          pending: try Delay(object.required("pending")),
          outcome: try Self.outcome(object.required("outcome"), tokens))
      }
    }
    self.refreshTokens = refreshTokens
    self.flows = flows
    for node in try collections.records("device_codes") {
      let (code, client) = try node.object { object throws(FixtureError) in
        (try object.required("device_code").string(), try object.required("client_id").string())
      }
      sessions[code] = DeviceSession(client: client)
    }
  }

  private static func outcome(
    _ node: FixtureNode, _ tokens: [String: String]
  ) throws(FixtureError) -> Outcome {
    try node.object { object throws(FixtureError) in
      if let error = object.optional("error") {
        return .refused(
          RealmRefusal(
            try error.string(), try object.required("error_description").string()))
      }
      return .tokens(
        access: try object.required("gives").word(tokens),
        refresh: try object.required("refresh_token").string())
    }
  }

  /// The access token that a refresh token gives now.
  mutating func refresh(_ token: String) throws(RealmRefusal) -> String {
    guard let known = refreshTokens[token] else {
      throw RealmRefusal(
        "invalid_grant", "Invalid refresh token",
        reason: "known refresh tokens: \(refreshTokens.keys.sorted().joined(separator: ", "))")
    }
    let use = uses[token, default: 0]
    uses[token] = use + 1
    return known.gives[use % known.gives.count]
  }

  /// Begins the flow of a device.
  mutating func begin(_ code: String, client: String, at now: Timestamp) {
    sessions[code] = DeviceSession(client: client, started: now)
  }

  /// What a device gets that asks whether its user has agreed.
  mutating func poll(
    _ code: String, lifetime: Int, at now: Timestamp
  ) throws(RealmRefusal) -> (access: String, refresh: String) {
    guard let session = sessions[code], let flow = flows[session.client] ?? flows["*"] else {
      throw RealmRefusal("invalid_grant", "Device code not valid")
    }
    let started = session.started ?? now
    sessions[code]?.started = started
    sessions[code]?.polls += 1
    let waited = now.microseconds - started.microseconds
    if waited > lifetime * 1_000_000 {
      throw RealmRefusal("expired_token", "Device code is expired")
    }
    if session.polls < flow.pending.reads || waited < flow.pending.time {
      throw RealmRefusal("authorization_pending", "The authorization request is still pending")
    }
    switch flow.outcome {
    case .tokens(let access, let refresh):
      sessions[code] = nil
      return (access, refresh)
    case .refused(let refusal): throw refusal
    }
  }
}

/// A refusal in the form of OAuth 2 (RFC 6749, section 5.2).
struct RealmRefusal: Error {
  let error: String
  let description: String
  let reason: String

  init(_ error: String, _ description: String, reason: String? = nil) {
    self.error = error
    self.description = description
    self.reason = reason ?? description
  }
}
