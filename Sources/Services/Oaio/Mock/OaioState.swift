import MockServer

/// Somebody who can be given rights.
struct User: Sendable {
  let name: ExactName
  /// Nil for one who was only named in a subscription: nobody can sign in.
  let password: String?
  let isSupervisor: Bool
}

/// All users in the order in which they came.
struct UserTable: Sendable {
  private(set) var names: [ExactName] = []
  private var users: [ExactName: User] = [:]

  subscript(name: ExactName) -> User? { users[name] }

  /// Adds a user, unless there is one of that name.
  mutating func add(_ user: User) {
    guard users[user.name] == nil else { return }
    users[user.name] = user
    names.append(user.name)
  }

  mutating func remove(_ name: ExactName) {
    users[name] = nil
    names.removeAll { $0 == name }
  }
}

/// Who signed in, until when.
struct Session: Sendable {
  let user: ExactName
  let expires: Timestamp
}

/// Who asks.
struct Caller {
  /// For whom the request acts.
  let user: User
  /// Whether whoever signed in may act for others.
  let isSupervisor: Bool
}

/// Everything that clients can change.
public struct OaioState: Sendable {
  var users = UserTable()
  var sessions: [String: Session] = [:]
  var objects = ObjectTable()
  /// The arguments of the clients' storage classes, as JSON text.
  var storageArguments: [ExactName: [UInt8]] = [:]
  /// In the order of the seed.
  var mounts: [Mount] = []

  /// Who asks, by the session cookie and by whom the request names.
  func caller(
    session: String?, _ context: Result<ClientContext, OaioRefusal>, at now: Timestamp
  ) throws(OaioRefusal) -> Caller {
    guard let session else { throw OaioRefusal(.noSession, reason: "no sessionid cookie") }
    guard let known = sessions[session], let user = users[known.user] else {
      throw OaioRefusal(.noSession, reason: "the session is not known")
    }
    guard known.expires > now else {
      throw OaioRefusal(.noSession, reason: "the session expired \(known.expires.iso8601)")
    }
    let acting = try Decisions.actingUser(context.get().user, signedIn: user, among: users)
    return Caller(user: acting, isSupervisor: user.isSupervisor)
  }

  /// Takes a user away with everything that is the user's.
  mutating func wipe(_ user: ExactName) {
    objects.wipe(user)
    users.remove(user)
    sessions = sessions.filter { $0.value.user != user }
  }
}
