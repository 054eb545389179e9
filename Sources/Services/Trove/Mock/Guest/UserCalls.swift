import HTTPMessage
import JSON
import MockServer

/// The users on an instance (sheet, sections 3.1, 4 and 8).
extension TroveRoute {
  static var users: [TroveRoute] {
    let path = "/instances/{id}/users"
    return [
      TroveRoute(.get, path) { call, state throws(TroveRefusal) in try call.listUsers(&state) },
      TroveRoute(.post, path) { call, state throws(TroveRefusal) in try call.createUsers(&state) },
      TroveRoute(.put, path) { call, state throws(TroveRefusal) in
        try call.changePasswords(&state)
      },
      TroveRoute(.get, path + "/{name}") { call, state throws(TroveRefusal) in
        let (id, place) = try call.findUser(&state, doing: "User show error: ")
        guard let user = state.contents[id]?.users[place] else { throw .noResource(id) }
        return TroveCall.envelope("user") { call.write(user, to: &$0) }
      },
      TroveRoute(.put, path + "/{name}") { call, state throws(TroveRefusal) in
        try call.updateUser(&state)
      },
      TroveRoute(.delete, path + "/{name}") { call, state throws(TroveRefusal) in
        let (id, place) = try call.findUser(&state, doing: "User delete error: ")
        state.contents[id]?.users.remove(at: place)
        return TroveCall.accepted
      },
    ]
  }
}

extension InstanceContents {
  func place(of user: UserName) throws(TroveRefusal) -> Int {
    guard let place = users.firstIndex(where: { $0.name == user.name && $0.host == user.host })
    else { throw .notFound("User \(user) cannot be found on the instance.") }
    return place
  }

  fileprivate func checkIsNew(_ user: UserName) throws(TroveRefusal) {
    guard !users.contains(where: { $0.name == user.name && $0.host == user.host }) else {
      throw .badRequest("A user with the name \"\(user.name)\" already exists.")
    }
  }
}

extension TroveCall {
  /// The user that the path names, whose `@` may be encoded once more than the path asks for.
  var pathUser: UserName { UserName(Self.decoded(id(1))) }

  fileprivate static func decoded(_ text: String) -> String {
    PercentCoding.decode(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The path's instance, and the place of the path's user among its users.
  ///
  /// - Parameter doing: what stands before the refusal of a reserved name.
  func findUser(
    _ state: inout TroveState, doing: String
  ) throws(TroveRefusal) -> (instance: String, place: Int) {
    _ = try state.instance(id(), of: self)
    try checkNotReserved(user: pathUser.name, doing: doing)
    let id = try state.useGuest(self)
    return (id, try (state.contents[id] ?? InstanceContents()).place(of: pathUser))
  }

  fileprivate func listUsers(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let id = try state.useGuest(self)
    let users = state.contents[id]?.users ?? []
    // A marker is encoded twice in links, and once by clients that take it out of them.
    let (shown, next) = try page(
      of: users, after: query("marker").map(Self.decoded), key: \.key)
    var json = JSONWriter()
    json.beginObject()
    json.key("users")
    json.beginArray()
    for user in shown { write(user, to: &json) }
    json.endArray()
    if let next { writeNext(PercentCoding.encode(next), to: &json) }
    json.endObject()
    return .json(json.finish())
  }

  fileprivate func write(_ user: InstanceContents.User, to json: inout JSONWriter) {
    json.beginObject()
    json.key("name")
    json.string(user.name)
    json.key("host")
    json.string(user.host)
    json.key("databases")
    writeNames(user.databases, to: &json)
    json.endObject()
  }

  fileprivate func createUsers(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let given = try Validation.users(member("users"), at: "users")
    _ = try state.instance(id(), of: self)
    let new = try newUsers(given, doing: "User create error: ")
    let id = try state.useGuest(self)
    try state.changeContents(of: id) { contents throws(TroveRefusal) in
      for user in new { try contents.checkIsNew(UserName(user.name, host: user.host)) }
      contents.users += new
      contents.users.sort { $0.key < $1.key }
    }
    return Self.accepted
  }

  fileprivate func changePasswords(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let given = try Validation.users(member("users"), at: "users")
    _ = try state.instance(id(), of: self)
    for user in given { try checkNotReserved(user: user.name, doing: "Error loading user: ") }
    let id = try state.useGuest(self)
    try state.changeContents(of: id) { contents throws(TroveRefusal) in
      var users = contents.users
      for user in given {
        let place = try contents.place(of: UserName(user.name, host: user.host))
        users[place].password = user.password
      }
      contents.users = users
    }
    return Self.accepted
  }

  fileprivate func updateUser(_ state: inout TroveState) throws(TroveRefusal) -> HTTPResponse {
    let body = try object("user")
    guard !body.isEmpty else { throw .invalid("user {} should be non-empty") }
    let given = try UserAttributes(body, at: "user")
    let (id, place) = try findUser(&state, doing: "Error loading user: ")
    let new = UserName(given.name ?? pathUser.name, host: given.host ?? pathUser.host)
    try checkNotReserved(user: new.name, doing: "User update error: ")
    try state.changeContents(of: id) { contents throws(TroveRefusal) in
      if given.name != nil || given.host != nil { try contents.checkIsNew(new) }
      contents.users[place].name = new.name
      contents.users[place].host = new.host
      if let password = given.password { contents.users[place].password = password }
      contents.users.sort { $0.key < $1.key }
    }
    return Self.accepted
  }
}
