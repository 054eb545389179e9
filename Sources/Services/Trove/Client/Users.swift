public import JSON
import ServiceAnswers

/// A user of the databases in an instance.
public struct User: TroveObject {
  public let attributes: JSONObject

  public let name: String
  /// From where the user may come; `%` is anywhere.
  public let host: String?
  /// What the user may use.
  public let databases: [Database]
}

/// A user to be made.
public struct NewUser: Sendable, Hashable {
  public var name: String
  public var password: String
  /// From where the user may come; anywhere unless told.
  public var host: String?
  /// What the user may use; in a new instance, of its databases only.
  public var databases: [Database]?

  public init(
    _ name: String, password: String, host: String? = nil, databases: [Database]? = nil
  ) {
    self.name = name
    self.password = password
    self.host = host
    self.databases = databases
  }

  var json: JSONValue {
    var user = JSONObject()
    user.set("name", name)
    user.set("password", password)
    user.set("host", host)
    user.set("databases", databases?.map { ["name": .string($0.name)] })
    return .object(user)
  }
}

/// What is to be changed of a user; nil stays as it is.
public struct UserChange: Sendable, Hashable {
  public var name: String?
  public var host: String?
  public var password: String?

  public init(name: String? = nil, host: String? = nil, password: String? = nil) {
    self.name = name
    self.host = host
    self.password = password
  }
}

extension User: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    name = try answer.member("name").string()
    host = try answer.text("host")
    databases = try answer.list("databases") ?? []
  }
}

/// Makes, finds, changes and deletes users of the databases in instances. All of it is unprocessable
/// while the instance is built.
///
/// A user is known by name and host; without a host, the one from anywhere (`%`) is meant.
public struct UserManager: Sendable {
  let client: TroveClient

  /// Makes users.
  ///
  /// - Throws: ``TroveError``: a bad request for a name that is taken or not allowed.
  public func create(_ instance: String, _ users: [NewUser]) async throws(TroveError) {
    let body: JSONValue = ["users": .array(users.map(\.json))]
    try await client.send(.post("instances", instance, "users", body: body))
  }

  /// A page of an instance's users, by `name@host`.
  ///
  /// - Parameter marker: ``Page/next`` of the page before, which is encoded, `ann%40%25`; `ann@%`
  ///   means the same here. A `%` before two hexadecimal digits is taken for part of an encoding.
  public func list(
    _ instance: String, limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<User> {
    let query = Query(limit: limit, marker: .quoted(marker))
    return try await client.page(.get("instances", instance, "users", query: query), "users")
  }

  /// All of an instance's users, in pages of `pageSize`.
  public func all(_ instance: String, pageSize: Int? = nil) -> PageSequence<User> {
    PageSequence { marker throws(TroveError) in
      try await list(instance, limit: pageSize, marker: marker)
    }
  }

  /// A user.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func get(
    _ instance: String, _ name: String, host: String? = nil
  ) async throws(TroveError) -> User {
    try await client.value(.get("instances", instance, "users", Self.key(name, host)), "user")
  }

  /// Deletes a user.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func delete(
    _ instance: String, _ name: String, host: String? = nil
  ) async throws(TroveError) {
    try await client.send(.delete("instances", instance, "users", Self.key(name, host)))
  }

  /// Changes a user's name, host or password.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one; a bad request for a change of nothing.
  public func updateAttributes(
    _ instance: String, _ name: String, _ change: UserChange, host: String? = nil
  ) async throws(TroveError) {
    var user = JSONObject()
    user.set("name", change.name)
    user.set("host", change.host)
    user.set("password", change.password)
    let body: JSONValue = ["user": .object(user)]
    try await client.send(.put("instances", instance, "users", Self.key(name, host), body: body))
  }

  /// Gives users new passwords. What they may use stays as it is.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func changePasswords(_ instance: String, _ users: [NewUser]) async throws(TroveError) {
    let users = users.map { NewUser($0.name, password: $0.password, host: $0.host).json }
    let body: JSONValue = ["users": .array(users)]
    try await client.send(.put("instances", instance, "users", body: body))
  }

  /// What a user may use.
  ///
  /// - Throws: ``TroveError``: not found for an unknown user.
  public func listAccess(
    _ instance: String, _ name: String, host: String? = nil
  ) async throws(TroveError) -> Page<Database> {
    let call = Call.get("instances", instance, "users", Self.key(name, host), "databases")
    return try await client.page(call, "databases")
  }

  /// Lets a user use databases, too.
  ///
  /// - Throws: ``TroveError``: not found for an unknown user.
  public func grant(
    _ instance: String, _ name: String, _ databases: [String], host: String? = nil
  ) async throws(TroveError) {
    let body: JSONValue = ["databases": .array(databases.map { ["name": .string($0)] })]
    let key = Self.key(name, host)
    try await client.send(.put("instances", instance, "users", key, "databases", body: body))
  }

  /// Lets a user no longer use a database.
  ///
  /// - Throws: ``TroveError``: not found for an unknown user, and for a database that was not granted.
  public func revoke(
    _ instance: String, _ name: String, _ database: String, host: String? = nil
  ) async throws(TroveError) {
    let key = Self.key(name, host)
    try await client.send(.delete("instances", instance, "users", key, "databases", database))
  }

  /// How a path names a user.
  private static func key(_ name: String, _ host: String?) -> String {
    host.map { "\(name)@\($0)" } ?? name
  }
}
