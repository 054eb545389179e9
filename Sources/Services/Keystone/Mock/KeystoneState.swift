import MockServer

/// Keystone's directory, and what clients have changed.
public struct KeystoneState: Sendable {
  let directory: Directory
  /// Tokens of the fixtures, by their text.
  let known: [String: Grant]
  /// Tokens that were given back.
  var revoked: Set<String> = []

  /// Resolves who signs in and for what.
  func grant(
    _ signIn: SignIn, lifetime: Int, audit: String, seal: TokenSeal, at now: Timestamp
  ) throws(KeystoneRefusal) -> Grant {
    let user: Directory.User
    let methods: [String]
    let expires: Timestamp
    switch signIn.proof {
    case .password(let id, let name, let domain, let password):
      user = try find(id: id, name: name, domain: domain, password: password)
      methods = ["password"]
      expires = Timestamp(microseconds: (now.seconds + lifetime / 1_000_000) * 1_000_000)
    case .token(let text):
      let old = try valid(text, seal: seal, at: now) { reason in .unauthorized(reason) }
      guard let known = directory.user(id: old.user) else {
        throw .unauthorized("the token's user is gone")
      }
      user = known
      methods = ["token"] + old.methods.filter { $0 != "token" }
      expires = old.expires
    }
    return Grant(
      user: user.id, project: try project(signIn.scope, for: user), issued: now, expires: expires,
      audit: audit, methods: methods)
  }

  private func find(
    id: String?, name: String?, domain: String?, password: String
  ) throws(KeystoneRefusal) -> Directory.User {
    let user = directory.users.first { user in
      id.map { $0 == user.id } ?? (user.name == name && directory.isDomain(user.domain, domain))
    }
    let known = directory.users.map(\.name).joined(separator: ", ")
    guard let user else {
      throw .unauthorized("there is no user \"\(id ?? name ?? "")\"; known: \(known)")
    }
    guard user.password == password else {
      throw .unauthorized("wrong password for \(user.name) → understudy env keystone")
    }
    return user
  }

  private func project(
    _ scope: SignIn.Scope, for user: Directory.User
  ) throws(KeystoneRefusal) -> String? {
    switch scope {
    case .none: return nil
    case .other(let kind): throw .unauthorized("\(user.name) has no role on a scope \"\(kind)\"")
    case .project(let id, let name, let domain):
      let project = directory.projects.first { project in
        id.map { $0 == project.id }
          ?? (project.name == name && directory.isDomain(project.domain, domain))
      }
      guard let project else { throw .unauthorized("there is no project \"\(id ?? name ?? "")\"") }
      guard user.roles[project.id] != nil else {
        throw .unauthorized("\(user.name) has no role on \(project.name)")
      }
      return project.id
    }
  }

  /// What a token stands for, if it is one of ours, not expired and not revoked.
  func valid(
    _ token: String, seal: TokenSeal, at now: Timestamp,
    otherwise refusal: (_ reason: String) -> KeystoneRefusal
  ) throws(KeystoneRefusal) -> Grant {
    guard let grant = known[token] ?? seal.grant(of: token) else {
      throw refusal("the token is not known")
    }
    guard !revoked.contains(token) else { throw refusal("the token was revoked") }
    guard grant.expires > now else { throw refusal("the token expired \(grant.expires.iso8601)") }
    return grant
  }
}
