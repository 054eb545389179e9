import HTTPMessage
import JSON
import MockServer

/// What a client signs in with; other members that its program put there mean nothing.
struct Credentials {
  let username: ExactName
  let password: String

  init(_ body: ArraySlice<UInt8>) throws(OaioRefusal) {
    let body = try OaioRefusal.object(of: body)
    username = ExactName(try body.text("username", { _ in true }, "a text"))
    password = try body.text("password", { _ in true }, "a text")
  }
}

extension OaioMock {
  /// Each sign-in is a session of its own, beside those of other devices.
  func signIn(
    _ credentials: Credentials, as session: String, _ state: inout OaioState, at now: Timestamp
  ) throws(OaioRefusal) {
    guard let user = state.users[credentials.username] else {
      let known = state.users.names.map(\.text).joined(separator: ", ")
      throw OaioRefusal(
        .badCredentials, reason: "there is no user \(credentials.username.text); known: \(known)")
    }
    guard let password = user.password, ExactName(password) == ExactName(credentials.password)
    else {
      throw OaioRefusal(
        .badCredentials,
        reason: user.password == nil
          ? "\(user.name.text) has no password" : "wrong password of \(user.name.text)")
    }
    state.sessions[session] = Session(
      user: user.name, expires: Timestamp(microseconds: now.microseconds + settings.sessionLifetime)
    )
  }

  /// Does what a signed-in user asks for.
  func perform(
    _ order: Order, for caller: Caller, _ session: String?, _ state: inout OaioState
  ) throws(OaioRefusal) -> Outcome {
    let user = caller.user.name
    switch order {
    case .logout:
      if let session { state.sessions[session] = nil }
      return .message(settings.messages.logout, ["user": user.text])
    case .currentStamp: return .moment
    case .stampz: return .list(state.objects.subscribed(by: user))
    case .register(let posted): return .text(try register(posted, by: user, &state.objects))
    case .upload(let posted): return .text(try upload(posted, by: user, &state.objects))
    case .delete(let id): return .text(try delete(id, by: user, &state.objects))
    case .subscribe(let order): return .json(try subscribe(order, by: user, &state))
    case .userSubz(let id): return .json(userSubz(id, state))
    case .storageArguments(let id):
      guard let arguments = state.storageArguments[id] else {
        throw OaioRefusal(.unknownStorageHost, ["csh_id": id.text])
      }
      return .text(arguments)
    case .wipeUser(let wiped):
      try Decisions.checkWipe(of: wiped, by: caller, among: state.users)
      state.wipe(wiped)
      return .message(settings.messages.wiped, ["user": wiped.text])
    }
  }
}
