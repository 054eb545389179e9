import JSON
import MockServer

/// A sign-in, as the body of a request asks for it (Trove's sheet, sections 2.1 and 2.2).
struct SignIn {
  enum Proof {
    /// A user, by id or by name with a domain, and a password.
    case password(id: String?, name: String?, domain: String?, password: String)
    case token(String)
  }

  enum Scope {
    case none
    /// By id, or by name with a domain.
    case project(id: String?, name: String?, domain: String?)
    /// Domains and the system, which no account here has a role on.
    case other(String)
  }

  let proof: Proof
  let scope: Scope

  /// Reads the body of `POST /v2.0/tokens`.
  init(version2 body: JSONValue) throws(KeystoneRefusal) {
    guard let auth = body["auth"]?.object else { throw .malformed("auth") }
    if let credentials = auth["passwordCredentials"] {
      guard let password = credentials["password"]?.string else {
        throw .malformed("password in passwordCredentials")
      }
      guard let name = credentials["username"]?.string ?? credentials["userId"]?.string else {
        throw .malformed("username or userId in passwordCredentials")
      }
      let isName = credentials["username"] != nil
      proof = .password(
        id: isName ? nil : name, name: isName ? name : nil, domain: nil, password: password)
    } else if let token = auth["token"]?["id"]?.string {
      proof = .token(token)
    } else {
      throw .malformed("passwordCredentials or token in auth")
    }
    let id = auth["tenantId"]?.string
    let name = auth["tenantName"]?.string
    scope = id == nil && name == nil ? .none : .project(id: id, name: name, domain: nil)
  }

  /// Reads the body of `POST /v3/auth/tokens`.
  init(version3 body: JSONValue) throws(KeystoneRefusal) {
    guard let auth = body["auth"]?.object else { throw .malformed("auth") }
    guard let methods = auth["identity"]?["methods"]?.array?.compactMap(\.string) else {
      throw .malformed("identity.methods in auth")
    }
    if methods.contains("password") {
      guard let user = auth["identity"]?["password"]?["user"],
        let password = user["password"]?.string
      else { throw .malformed("identity.password.user in auth") }
      proof = .password(
        id: user["id"]?.string, name: user["name"]?.string, domain: Self.domain(user),
        password: password)
    } else if methods.contains("token"), let token = auth["identity"]?["token"]?["id"]?.string {
      proof = .token(token)
    } else {
      throw .unauthorized(
        "identity.methods is \(methods); \"password\" and \"token\" are supported here")
    }
    if let project = auth["scope"]?["project"] {
      scope = .project(
        id: project["id"]?.string, name: project["name"]?.string, domain: Self.domain(project))
    } else if let other = auth["scope"]?.object?.members.first?.key {
      scope = .other(other)
    } else {
      scope = .none
    }
  }

  private static func domain(_ owner: JSONValue) -> String? {
    owner["domain"]?["id"]?.string ?? owner["domain"]?["name"]?.string
  }
}
