import JSON
import MockServer

extension OaioMock {
  /// `register/`: a new object, all of whose rights its user has.
  func register(
    _ posted: PostedObject, by user: ExactName, _ objects: inout ObjectTable
  ) throws(OaioRefusal) -> [UInt8] {
    try Decisions.checkRegistration(posted, objects)
    objects.register(posted, by: user, right: settings.rights.creator)
    return try stored(posted.id, objects).text(for: settings.rights.creator)
  }

  /// `upload/`: a newer version of an object.
  func upload(
    _ posted: PostedObject, by user: ExactName, _ objects: inout ObjectTable
  ) throws(OaioRefusal) -> [UInt8] {
    let known = try stored(posted.id, objects)
    let right = right(of: user, to: known)
    guard right.allows(.update) else {
      throw OaioRefusal(.noUpdateRight, ["user": user.text])
    }
    if try Decisions.isChange(posted, of: known) { objects.replace(posted, by: user, right: right) }
    return try stored(posted.id, objects).text(for: right)
  }

  /// `delete/`: the object is gone for all, and may be registered again.
  func delete(
    _ id: ExactName, by user: ExactName, _ objects: inout ObjectTable
  ) throws(OaioRefusal) -> [UInt8] {
    let known = try stored(id, objects)
    guard right(of: user, to: known).allows(.delete) else {
      throw OaioRefusal(.noDeleteRight, ["user": user.text])
    }
    objects.remove(id)
    return known.text(for: known.writerRight)
  }

  /// `subscribe/`: gives a user a right, changes it, or takes it away.
  func subscribe(
    _ order: SubscriptionOrder, by caller: ExactName, _ state: inout OaioState
  ) throws(OaioRefusal) -> JSONValue {
    let isRemoval = order.right == settings.rights.none
    try check(order, isRemoval: isRemoval, by: caller, state.objects)
    let pid: Int
    if isRemoval {
      guard let old = state.objects.unsubscribe(order.user, from: order.id) else {
        throw OaioRefusal(.notSubscribed, ["user": order.user.text])
      }
      pid = old
    } else {
      state.users.add(User(name: order.user, password: nil, isSupervisor: false))
      pid = state.objects.subscribe(order.user, to: order.id, right: order.right)
    }
    let message = Self.filled(
      settings.messages.subscribed,
      [
        "pid": String(pid), "user": order.user.text, "oaio_id": order.id.text,
        "right": order.right.letter,
      ])
    return ["Pid": .number(JSONNumber(pid)), "message": .string(message)]
  }

  /// Apart from the change, so that nothing holds the object's subscriptions then: they would be copied.
  private func check(
    _ order: SubscriptionOrder, isRemoval: Bool, by caller: ExactName, _ objects: ObjectTable
  ) throws(OaioRefusal) {
    let known = try stored(order.id, objects)
    try Decisions.checkSubscription(
      of: order.user, to: known, isRemoval: isRemoval, by: caller, right(of: caller, to: known))
  }

  /// `user_subz/`: every user with the right to an object, which need not be there.
  func userSubz(_ id: ExactName, _ state: OaioState) -> JSONValue {
    let subscriptions = state.objects[id]?.subscriptions ?? [:]
    return .array(
      state.users.names.map { name in
        let right = subscriptions[name]?.right ?? settings.rights.none
        return ["username": .string(name.text), "access_right": .string(right.letter)]
      })
  }

  private func stored(
    _ id: ExactName, _ objects: ObjectTable
  ) throws(OaioRefusal) -> StoredObject {
    guard let known = objects[id] else {
      throw OaioRefusal(.notRegistered, reason: "\(id.text) is not registered")
    }
    return known
  }

  private func right(of user: ExactName, to object: StoredObject) -> AccessRight {
    object.subscriptions[user]?.right ?? settings.rights.none
  }
}
