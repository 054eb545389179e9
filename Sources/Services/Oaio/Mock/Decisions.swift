import JSON

/// The rules that nobody can look up, because the original server can't be had: what the wire sheet
/// marks as decided. They stand here and nowhere else; which status and text each refusal has, and what
/// each access right allows, is in the settings.
enum Decisions {
  static func isObjectID(_ text: String) -> Bool { !text.isEmpty }

  /// Names as Django takes them: letters, digits, and `_.@+-`.
  static func isUserName(_ text: String, longest: Int) -> Bool {
    !text.isEmpty && text.unicodeScalars.count <= longest
      && text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil
          || "_.@+-".contains(Character($0))
      }
  }

  /// For whom a request acts: a supervisor for whomever it names, everybody else for themselves.
  static func actingUser(
    _ named: String?, signedIn user: User, among users: UserTable
  ) throws(OaioRefusal) -> User {
    guard let named, ExactName(named) != user.name else { return user }
    guard user.isSupervisor else {
      throw OaioRefusal(.foreignUser, ["user": user.name.text, "other": named])
    }
    guard let other = users[ExactName(named)] else {
      throw OaioRefusal(.unknownUser, ["user": named])
    }
    return other
  }

  /// A registration whose answer was lost is refused like any other second one.
  static func checkRegistration(
    _ posted: PostedObject, _ objects: ObjectTable
  ) throws(OaioRefusal) {
    if objects[posted.id] != nil { throw OaioRefusal(.registered) }
    if objects.holds(stamp: posted.clientStamp) { throw OaioRefusal(.stampTaken) }
  }

  /// Whether an upload changes the object: one that repeats the latest, whose answer was lost, does not.
  ///
  /// - Throws: when the server has a newer version, or another of the same stamp.
  static func isChange(
    _ posted: PostedObject, of stored: StoredObject
  ) throws(OaioRefusal) -> Bool {
    if posted.clientStamp > stored.stamp { return true }
    guard posted.clientStamp == stored.stamp else { throw OaioRefusal(.stale) }
    guard .object(posted.clientValues) == stored.clientValues else {
      throw OaioRefusal(.otherValues)
    }
    return false
  }

  /// Who may give a user a right, and which.
  static func checkSubscription(
    of user: ExactName, to stored: StoredObject, isRemoval: Bool, by caller: ExactName,
    _ right: AccessRight
  ) throws(OaioRefusal) {
    guard right.allows(.share) || (isRemoval && user == caller) else {
      throw OaioRefusal(.noShareRight, ["user": caller.text])
    }
    guard user != stored.creator else { throw OaioRefusal(.creatorSubscription) }
  }

  /// Everybody may go; only a supervisor may send others away.
  static func checkWipe(
    of user: ExactName, by caller: Caller, among users: UserTable
  ) throws(OaioRefusal) {
    guard caller.isSupervisor || user == caller.user.name else {
      throw OaioRefusal(.notSupervisor)
    }
    guard users[user] != nil else { throw OaioRefusal(.unknownUser, ["user": user.text]) }
  }
}
