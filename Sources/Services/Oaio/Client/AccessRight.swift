/// What a user may do with an object, by the letter that oaio has for it (sheet, section 3).
public struct AccessRight: Sendable, Hashable, CustomStringConvertible {
  public let letter: String

  public init(_ letter: String) { self.letter = letter }

  /// The right of whoever registered the object: everything.
  public static let create = AccessRight("C")
  /// To read, update and delete it, and to give others a right.
  public static let delete = AccessRight("D")
  /// To read and update it.
  public static let update = AccessRight("U")
  public static let read = AccessRight("r")
  /// The documented `NO_ACCESS_RIGHT`: given to a user, it takes the subscription away.
  public static let none = AccessRight("x")

  /// The documented `ACCESS_RIGHTS`, from most to least.
  public static let all: [AccessRight] = [.create, .delete, .update, .read]

  public var description: String { letter }
}

/// A user and the right to an object.
public struct UserAccess: Sendable, Hashable {
  public let username: String
  public let accessRight: AccessRight

  public init(username: String, accessRight: AccessRight) {
    self.username = username
    self.accessRight = accessRight
  }
}
