import HTTPMessage
import JSON
import ServiceAnswers

extension OaioClient {
  /// Gives a user a right to an object, or another one than before; ``AccessRight/none`` takes it
  /// away. A user who isn't known yet is added.
  ///
  /// - Returns: The number of the subscription, which stays the same when the right changes.
  /// - Throws: ``OaioError``: refused without the right to share, for an unknown object, and for the
  ///   user who registered it.
  @discardableResult
  public func upsertSubscription(
    _ oaioID: String, userName: String, accessRight: AccessRight = .read
  ) async throws(OaioError) -> Int {
    try await inTurn { () async throws(OaioError) in
      try await subscribe(oaioID, userName, accessRight)
    }
  }

  /// Takes a user's right to an object away. When it is this client's user, the object leaves the
  /// device, too; a version of it that did not reach the server is lost.
  ///
  /// - Throws: ``OaioError``
  public func unsubscribe(_ oaioID: String, userName: String) async throws(OaioError) {
    try await inTurn { () async throws(OaioError) in
      _ = try await subscribe(oaioID, userName, .none)
      if userName == self.userName { try drop(oaioID) }
    }
  }

  private func subscribe(
    _ oaioID: String, _ userName: String, _ right: AccessRight
  ) async throws(OaioError) -> Int {
    let body: JSONValue = [
      "oaio_id": .string(oaioID), "username": .string(userName),
      "access_right": .string(right.letter),
    ]
    return try await connection.send(.post, "subscribe/", body) {
      answer throws(UnreadableAnswer) in try answer.member("Pid").int()
    }
  }

  /// All users and their rights to an object, from most to least, then by name; for an unknown or empty
  /// id all users have none.
  ///
  /// - Throws: ``OaioError``
  public func userzAccess(_ oaioID: String) async throws(OaioError) -> [UserAccess] {
    try await inTurn { () async throws(OaioError) in
      let id = oaioID.isEmpty ? Self.noObject : oaioID
      let users = try await connection.send(.get, "user_subz/\(Self.segment(id))") {
        answer throws(UnreadableAnswer) in try [UserAccess](answer)
      }
      return users.sorted {
        ($0.accessRight.letter + $0.username).unicodeScalars.lexicographicallyPrecedes(
          ($1.accessRight.letter + $1.username).unicodeScalars)
      }
    }
  }

  /// What the Python client asks for when it is given no id.
  private static let noObject = "_not__existing__oaio_id_"

  /// One part of a path. An id of dots would be another path.
  static func segment(_ text: String) -> String {
    [".", ".."].contains(text) ? text.replacing(".", with: "%2E") : PercentCoding.encode(text)
  }

  /// Deletes an object from the server, for all its users, and from this device. Other devices keep
  /// their copies. One that was never on the server only leaves this device.
  ///
  /// - Parameter wipeFiles: whether the files of the actual version go, too, here and at their storage
  ///   host.
  /// - Throws: ``OaioError``: badArgument when the object isn't on this device; refused without the
  ///   right, and then it stays here as well.
  public func unregisterObject(
    _ oaioID: String, wipeFiles: Bool = false
  ) async throws(OaioError) {
    try await inTurn { () async throws(OaioError) in
      let object = try object(oaioID)
      if object.serverStamp != nil {
        do throws(OaioError) {
          try await connection.send(.post, "delete/", object.json)
        } catch {
          // Gone already: by another device, or by this one, and the answer was lost.
          guard error.status == 404 else { throw error }
        }
      }
      if wipeFiles { try await self.wipeFiles(of: object) }
      try drop(oaioID)
    }
  }

  /// Removes a user from the server, with all objects and rights of that user. Only supervisors may
  /// remove others.
  ///
  /// - Throws: ``OaioError``
  public func wipeUser(_ userName: String) async throws(OaioError) {
    try await inTurn { () async throws(OaioError) in
      try await connection.send(.post, "wipe_user/", ["Uid": .string(userName)])
    }
  }

  private func drop(_ oaioID: String) throws(OaioError) {
    guard clientObjectz[oaioID] != nil else { return }
    try cache.remove(oaioID)
    clientObjectz[oaioID] = nil
  }
}
