import HTTPMessage
import MockServer

/// Which databases a user may use (sheet, section 4).
extension TroveRoute {
  static var userAccess: [TroveRoute] {
    let path = "/instances/{id}/users/{user}/databases"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in
        let (id, place) = try call.findUser(&state, doing: TroveCall.loadingUser)
        let names = state.contents[id]?.users[place].databases ?? []
        return TroveCall.envelope("databases") { call.writeNames(names, to: &$0) }
      },
      TroveRoute(.put, path) { call, state throws(TroveRefusal) in try call.grant(&state) },
      TroveRoute(.delete, path + "/{database}") { call, state throws(TroveRefusal) in
        try call.revoke(&state)
      },
    ]
  }
}

extension TroveCall {
  fileprivate static let loadingUser = "Error loading user: "

  /// Nobody looks whether the databases exist.
  fileprivate func grant(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let names = try Validation.databaseNames(member("databases"), at: "databases")
    let (id, place) = try findUser(&state, doing: Self.loadingUser)
    try state.changeContents(of: id) { contents throws(TroveRefusal) in
      for name in names where !contents.users[place].databases.contains(name) {
        contents.users[place].databases.append(name)
      }
    }
    return Self.accepted
  }

  fileprivate func revoke(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let (id, place) = try findUser(&state, doing: Self.loadingUser)
    let name = self.id(2)
    return try state.changeContents(of: id) { contents throws(TroveRefusal) in
      guard let granted = contents.users[place].databases.firstIndex(of: name) else {
        throw .notFound("Database \(name) cannot be found on the instance.")
      }
      contents.users[place].databases.remove(at: granted)
      return Self.accepted
    }
  }
}
