import HTTPMessage
import JSON
import MockServer

/// Who asks, as Keystone tells it about a token.
struct Caller: Sendable {
  let user: String
  let project: String
  let roles: [String]
  let expires: Timestamp

  /// Asks Keystone about a token (sheet, section 2.3).
  init(
    askingFor token: String, _ identity: String, _ context: ServiceContext
  ) throws(TroveRefusal) {
    guard !token.isEmpty else {
      throw .unauthenticated("no X-Auth-Token")
    }
    let question = HTTPRequest(
      method: .get, target: "/v3/auth/tokens",
      fields: ["X-Auth-Token": token, "X-Subject-Token": token])
    guard let response = context.group.ask(identity, question) else {
      throw .unauthenticated("the service \"\(identity)\" does not run")
    }
    guard response.status == .ok,
      let about = (try? JSONReader.value(of: response.body))?["token"],
      let user = about["user"]?["id"]?.string,
      let expires = about["expires_at"]?.string.flatMap({
        Timestamp(iso8601: String($0.dropLast()))
      })
    else {
      throw .unauthenticated(
        "Keystone does not know the X-Auth-Token, or it has expired")
    }
    self.user = user
    self.expires = expires
    // A token without a project fits no path.
    project = about["project"]?["id"]?.string ?? ""
    roles = about["roles"]?.array?.compactMap { $0["name"]?.string } ?? []
  }
}

extension ServiceContext {
  /// Where callers are told to sign in.
  func keystone(_ identity: String) -> String {
    (group.url(of: identity) ?? "http://127.0.0.1") + "/v3"
  }
}

/// The callers whose tokens were asked about, newest kept, so that Keystone is asked once for each.
struct Callers: Sendable {
  private var byToken: [String: Caller] = [:]
  private static let most = 1_000

  func caller(of token: String, at now: Timestamp) -> Caller? {
    guard let caller = byToken[token], caller.expires > now else { return nil }
    return caller
  }

  mutating func remember(_ caller: Caller, _ token: String) {
    if byToken.count >= Self.most { byToken = [:] }
    byToken[token] = caller
  }
}
