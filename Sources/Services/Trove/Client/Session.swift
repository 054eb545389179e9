import HTTPMessage
import HTTPTransport
import ServiceAnswers

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
  /// The calls that wait for the sign-in that is under way, by number; nil while none is.
  private var waiting: [Int: CheckedContinuation<Result<Grant, TroveError>, Never>]?
  private var lastWaiting = 0

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
    lastWaiting += 1
    let number = lastWaiting
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { wait($0, number, wire) }
    } onCancel: {
      Task { await giveUp(number) }
    }
    return try outcome.get()
  }

  private func wait(
    _ call: CheckedContinuation<Result<Grant, TroveError>, Never>, _ number: Int, _ wire: Wire
  ) {
    // Cancelled before there was anything to give up.
    if Task.isCancelled {
      call.resume(returning: .failure(cancelled))
    } else if waiting != nil {
      waiting?[number] = call
    } else {
      waiting = [number: call]
      Task { await signIn(wire) }
    }
  }

  /// Ends the waiting of a call that was cancelled. The sign-in goes on: others may need it.
  private func giveUp(_ number: Int) {
    waiting?.removeValue(forKey: number)?.resume(returning: .failure(cancelled))
  }

  private var cancelled: TroveError {
    .transport(.cancelled, call: Wire.name(.post, identity.tokensURL ?? identity.authURL))
  }

  private func signIn(_ wire: Wire) async {
    let outcome: Result<Grant, TroveError>
    do throws(TroveError) {
      let grant = try await newGrant(wire)
      current = grant
      outcome = .success(grant)
    } catch {
      outcome = .failure(error)
    }
    let calls = waiting ?? [:]
    waiting = nil
    for call in calls.values { call.resume(returning: outcome) }
  }

  private func newGrant(_ wire: Wire) async throws(TroveError) -> Grant {
    let signedIn = try await identity.signIn(wire)
    let endpoint: String
    if let bypassURL {
      endpoint = bypassURL
    } else {
      endpoint = try wanted.choose(from: signedIn.catalogue).url
    }
    return Grant(
      token: signedIn.token, endpoint: endpoint.withoutSlashAtEnd, project: identity.projectHeader,
      renewal: signedIn.lifetime.map { now() + Self.usable($0) })
  }

  /// How long a token is used: until two minutes before its end, or half of a very short life.
  private static func usable(_ lifetime: Duration) -> Duration {
    max(lifetime - .seconds(120), lifetime / 2)
  }
}
