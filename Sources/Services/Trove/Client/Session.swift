/// What a sign-in gives.
struct Grant: Sendable {
  let token: String
  /// Where the database service is, without a slash at the end.
  let endpoint: String
  /// Sent along as `X-Auth-Project-Id`; nil when nothing is.
  let project: String?
  /// When to sign in again, by the session's clock; nil when the identity service doesn't tell how
  /// long the token lives.
  let renewal: Duration?
}

/// Keeps the token and gets a new one when needed.
actor Session {
  private let identity: Identity
  private let wanted: WantedEndpoint
  private let bypassURL: String?
  /// Time since the session was made.
  private let now: @Sendable () -> Duration
  private var current: Grant?
  private var signingIn: Task<Result<Grant, TroveError>, Never>?

  init(
    identity: Identity, wanted: WantedEndpoint, bypassURL: String?,
    now: @escaping @Sendable () -> Duration
  ) {
    self.identity = identity
    self.wanted = wanted
    self.bypassURL = bypassURL
    self.now = now
  }

  /// The token to use, and where.
  ///
  /// - Parameters:
  ///   - refused: a token that the service no longer takes.
  ///   - wire: for a sign-in.
  func grant(insteadOf refused: String? = nil, _ wire: Wire) async throws(TroveError) -> Grant {
    if let current, current.token != refused, current.renewal.map({ now() < $0 }) ?? true {
      return current
    }
    let task = signingIn ?? Task { await signIn(wire) }
    signingIn = task
    return try await task.value.get()
  }

  private func signIn(_ wire: Wire) async -> Result<Grant, TroveError> {
    defer { signingIn = nil }
    do throws(TroveError) {
      let signedIn = try await identity.signIn(wire)
      let endpoint: String
      if let bypassURL {
        endpoint = bypassURL
      } else {
        endpoint = try wanted.choose(from: signedIn.catalogue).url
      }
      let grant = Grant(
        token: signedIn.token, endpoint: endpoint.withoutSlashAtEnd,
        project: identity.projectHeader,
        renewal: signedIn.lifetime.map { now() + Self.usable($0) })
      current = grant
      return .success(grant)
    } catch {
      return .failure(error)
    }
  }

  /// How long a token is used: until two minutes before its end, or half of a very short life.
  private static func usable(_ lifetime: Duration) -> Duration {
    max(lifetime - .seconds(120), lifetime / 2)
  }
}

extension String {
  var withoutSlashAtEnd: String {
    var text = self[...]
    while text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}
