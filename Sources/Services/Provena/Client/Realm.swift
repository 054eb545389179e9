import HTTPMessage
import HTTPTransport
import ServiceAnswers
import Synchronization

/// What Keycloak gives out.
public struct Tokens: Sendable, Equatable {
  /// Goes with calls.
  public let access: String
  /// Gets new ones.
  public let refresh: String

  public init(access: String, refresh: String) {
    self.access = access
    self.refresh = refresh
  }
}

/// A realm of Keycloak, which knows users and signs their tokens.
final class Realm: Sendable {
  private let url: String
  private let clientID: String
  private let wire: Wire
  private let clock: SignInClock
  private let known = Mutex<RSAPublicKey?>(nil)

  init(_ config: ProvenaConfig, clientID: String, wire: Wire, clock: SignInClock) {
    url = config.realmURL
    self.clientID = clientID
    self.wire = wire
    self.clock = clock
  }

  private var tokenURL: String { url + "/protocol/openid-connect/token" }
  private var deviceURL: String { url + "/protocol/openid-connect/auth/device" }
  var tokenCall: String { Wire.name(.post, tokenURL) }

  /// A token as it goes with calls, if it is signed by this realm and neither expired nor about to.
  func checked(_ token: String) async throws(ProvenaError) -> AccessToken {
    let key = try await publicKey()
    do throws(TokenFault) {
      return try AccessToken(token, signedBy: key, at: clock.secondsSince1970())
    } catch {
      throw .unusableToken(reason: error.description, call: tokenCall)
    }
  }

  /// The realm's key; asked for once.
  private func publicKey() async throws(ProvenaError) -> RSAPublicKey {
    if let key = known.withLock(\.self) { return key }
    let response = try await wire.exchange(.get, url, fields: ["Accept": "application/json"])
    let call = Wire.name(.get, url)
    guard response.status == .ok else { throw .signInRefused(SignInRefusal(response, call: call)) }
    do throws(UnreadableAnswer) {
      let member = try Answer(body: response.body).member("public_key")
      guard let bytes = Base64.decode(try member.string()), let key = RSAPublicKey(der: bytes)
      else { throw UnreadableAnswer(path: member.path, reason: "this is no RSA key") }
      known.withLock { $0 = key }
      return key
    } catch {
      throw .decoding(path: error.path, reason: error.reason, call: call)
    }
  }

  /// An access token for a refresh token, and the refresh token to use from now on, if there is one.
  func refreshed(
    _ token: String
  ) async throws(ProvenaError) -> (access: String, refresh: String?) {
    let response = try await post(
      tokenURL,
      [
        ("grant_type", "refresh_token"), ("client_id", clientID), ("refresh_token", token),
        ("scope", ""),
      ])
    guard response.status == .ok else {
      throw .signInRefused(SignInRefusal(response, call: tokenCall))
    }
    return try read(response, tokenCall) { answer throws(UnreadableAnswer) in
      (try answer.member("access_token").string(), try answer.text("refresh_token"))
    }
  }

  /// Begins a sign-in on another device.
  func beginSignIn() async throws(ProvenaError) -> DeviceSignIn {
    // The Python client sends "scopes", where OAuth has "scope".
    let response = try await post(deviceURL, [("client_id", clientID), ("scopes", "")])
    let call = Wire.name(.post, deviceURL)
    guard response.status == .ok else { throw .signInRefused(SignInRefusal(response, call: call)) }
    return try read(response, call) { answer throws(UnreadableAnswer) in
      try DeviceSignIn(answer)
    }
  }

  /// What came of a sign-in on another device.
  enum SignInState {
    case pending
    /// It is asked for too often.
    case tooFast
    case expired
    case signedIn(Tokens)
  }

  func state(of signIn: DeviceSignIn) async throws(ProvenaError) -> SignInState {
    let response = try await post(
      tokenURL,
      [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", signIn.deviceCode), ("client_id", clientID), ("scope", ""),
      ])
    // The status says less than the body does, in which there are tokens or an error.
    let refusal = SignInRefusal(response, call: tokenCall)
    switch refusal.code {
    case "authorization_pending": return .pending
    case "slow_down": return .tooFast
    case "expired_token": return .expired
    case .some: throw .signInRefused(refusal)
    case nil where response.status != .ok: throw .signInRefused(refusal)
    case nil:
      return try read(response, tokenCall) { answer throws(UnreadableAnswer) in
        .signedIn(
          Tokens(
            access: try answer.member("access_token").string(),
            refresh: try answer.member("refresh_token").string()))
      }
    }
  }

  private func post(
    _ url: String, _ form: [(name: String, value: String)]
  ) async throws(ProvenaError) -> HTTPResponse {
    let body = form.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    return try await wire.exchange(
      .post, url, fields: ["Accept": "application/json"],
      content: ("application/x-www-form-urlencoded", Array(body.utf8)))
  }

  private func read<Value>(
    _ response: HTTPResponse, _ call: String,
    _ read: (Answer) throws(UnreadableAnswer) -> Value
  ) throws(ProvenaError) -> Value {
    do throws(UnreadableAnswer) {
      return try read(Answer(body: response.body))
    } catch {
      throw .decoding(path: error.path, reason: error.reason, call: call)
    }
  }
}
