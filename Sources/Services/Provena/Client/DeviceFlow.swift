public import HTTPTransport
import JSON
import ServiceAnswers
public import URLSessionTransport

/// A sign-in that waits for a user.
public struct DeviceSignIn: Sendable, Equatable {
  /// What the user opens in a browser, on any device; the code is in it.
  public let verificationURLComplete: String
  /// The same without the code; nil when Keycloak doesn't tell.
  public let verificationURL: String?
  /// What the user compares, or types in at ``verificationURL``.
  public let userCode: String
  /// How long the user has; nil when Keycloak doesn't tell.
  public let lifetime: Duration?
  let deviceCode: String
  let interval: Duration
}

extension DeviceSignIn: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    deviceCode = try answer.member("device_code").string()
    userCode = try answer.member("user_code").string()
    verificationURLComplete = try answer.member("verification_uri_complete").string()
    verificationURL = try answer.text("verification_uri")
    interval = try answer.member("interval").seconds()
    lifetime = try answer.optional("expires_in")?.seconds()
  }
}

extension Answer {
  fileprivate func seconds() throws(UnreadableAnswer) -> Duration {
    let seconds = try double()
    guard (0...1_000_000_000).contains(seconds) else {
      throw UnreadableAnswer(path: path, reason: "\(value) is no length of time in seconds")
    }
    return .seconds(seconds)
  }
}

/// Signs a user in by a browser, on this device or another (the Provena sheet, section 3).
///
///     let auth = DeviceFlow(config: config, clientID: "client-tools") { signIn in
///       print("Please open \(signIn.verificationURLComplete)")
///     }
///
/// The first call that needs a token begins the sign-in, shows where to go, and asks Keycloak at its
/// pace until the user is signed in, refuses, or takes too long. Then the tokens are kept in a file,
/// so that the next run of a program needs no user, and renewed when they come to their end. When
/// they can't be renewed, the sign-in begins anew.
///
/// Where the Python client gives up without a word, an error is thrown here; when Keycloak wants to be
/// asked less often, it is. A token is checked as ``OfflineFlow`` does. Cancelling all calls that
/// wait for a sign-in ends it.
public struct DeviceFlow: AuthManager {
  /// Shows a user where to sign in. The sign-in goes on when it returns.
  public typealias Show = @Sendable (DeviceSignIn) async -> Void

  private let keeper: TokenKeeper

  /// - Parameters:
  ///   - clientID: what Keycloak knows the program as, for example `client-tools`.
  ///   - store: by default the file of the Python client in the working directory; nil keeps tokens
  ///     no longer than the program runs.
  ///   - timeout: for each exchange with Keycloak.
  public init(
    config: ProvenaConfig, clientID: String, store: (any TokenStore)? = FileTokenStore(),
    timeout: Duration = .seconds(30), transport: any HTTPTransport = URLSessionTransport(),
    clock: SignInClock = .system, show: @escaping Show
  ) {
    let wire = Wire(transport: transport, timeout: timeout)
    let realm = Realm(config, clientID: clientID, wire: wire, clock: clock)
    keeper = TokenKeeper(
      DeviceSource(realm: realm, store: store, clock: clock, show: show), call: realm.tokenCall,
      clock: clock)
  }

  /// - Throws: ``ProvenaError``: `signInRefused` when the user refuses, `signInExpired` when nobody
  ///   signs in, `tokenStore` when the tokens can't be kept.
  public func token() async throws(ProvenaError) -> String { try await keeper.token() }

  /// Lets the user sign in again, whatever is kept.
  public func forceRefresh() async throws(ProvenaError) {
    _ = try await keeper.token(isFresh: true)
  }
}

struct DeviceSource: GrantSource {
  let realm: Realm
  let store: (any TokenStore)?
  let clock: SignInClock
  let show: DeviceFlow.Show

  func grant(after last: Grant?, isFresh: Bool) async throws(ProvenaError) -> Grant {
    if !isFresh {
      if let last {
        if let renewed = try await renewed(last.refresh) { return renewed }
      } else if let kept = store?.load(), let grant = try await kept.grant(renewed, realm) {
        return grant
      }
    }
    return try await signIn()
  }

  /// Nil when Keycloak doesn't take the refresh token any more, or gives nothing of use for it.
  private func renewed(_ refresh: String) async throws(ProvenaError) -> Grant? {
    do throws(ProvenaError) {
      let (access, next) = try await realm.refreshed(refresh)
      return try await keep(Tokens(access: access, refresh: next ?? refresh))
    } catch {
      switch error {
      case .signInRefused(let refusal) where refusal.status < 500: return nil
      case .unusableToken: return nil
      default: throw error
      }
    }
  }

  private func signIn() async throws(ProvenaError) -> Grant {
    let signIn = try await realm.beginSignIn()
    await show(signIn)
    var interval = signIn.interval
    let start = clock.secondsSince1970()
    while true {
      switch try await realm.state(of: signIn) {
      case .signedIn(let tokens): return try await keep(tokens)
      case .expired: throw .signInExpired(call: realm.tokenCall)
      case .pending: break
      // By 5 seconds, for good (RFC 8628, section 3.5).
      case .tooFast: interval += .seconds(5)
      }
      let waited = Duration.seconds(clock.secondsSince1970() - start)
      if let lifetime = signIn.lifetime, waited + interval > lifetime {
        throw .signInExpired(call: realm.tokenCall)
      }
      guard (try? await clock.sleep(interval)) != nil else {
        throw .transport(.cancelled, call: realm.tokenCall)
      }
    }
  }

  private func keep(_ tokens: Tokens) async throws(ProvenaError) -> Grant {
    let access = try await realm.checked(tokens.access)
    try store?.save(tokens)
    return Grant(access: access, refresh: tokens.refresh)
  }
}

extension Tokens {
  /// What can be made of tokens that were kept: the access token as it is, or a new one.
  fileprivate func grant(
    _ renewed: (String) async throws(ProvenaError) -> Grant?, _ realm: Realm
  ) async throws(ProvenaError) -> Grant? {
    do throws(ProvenaError) {
      return Grant(access: try await realm.checked(access), refresh: refresh)
    } catch {
      guard case .unusableToken = error else { throw error }
      return try await renewed(refresh)
    }
  }
}
