import JSON
import MockServer

/// What is inside of an instance: databases, users, and what belongs to them.
struct InstanceContents: Sendable {
  struct Database: Sendable {
    let name: String
    var characterSet: String?
    var collation: String?
  }

  struct User: Sendable {
    var name: String
    var host: String
    var password: String
    /// Names of databases, in the order they were granted.
    var databases: [String]

    /// How the guest orders users and marks pages: `name@host`.
    var key: String { "\(name)@\(host)" }
  }

  /// In order of their names.
  var databases: [Database] = []
  /// In order of their keys.
  var users: [User] = []
  /// When root was enabled for the first time, and by whom.
  var rootHistory: (enabled: Timestamp, user: String)?
  var isRootEnabled = false
  /// What has become of its logs, by name; those that nobody has touched are not here.
  var logs: [String: InstanceLog] = [:]
  /// How connections are encrypted; nil for the datastore's own way.
  var sslMode: String?
  /// What a rollback goes back to.
  var previousSSLMode: String?
  /// In the order they were first applied.
  var modules: [AppliedModule] = []

  init() {}

  /// What a copy of the data has, too: not how the instance itself is set up.
  var data: InstanceContents {
    var data = InstanceContents()
    data.databases = databases
    data.users = users
    data.rootHistory = rootHistory
    data.isRootEnabled = isRootEnabled
    return data
  }

  /// Adds what others hold and these do not.
  mutating func add(_ others: InstanceContents) {
    let new = others.databases.filter { other in !databases.contains { $0.name == other.name } }
    databases = (databases + new).sorted { $0.name < $1.name }
    let newUsers = others.users.filter { other in !users.contains { $0.key == other.key } }
    users = (users + newUsers).sorted { $0.key < $1.key }
    rootHistory = rootHistory ?? others.rootHistory
    isRootEnabled = isRootEnabled || others.isRootEnabled
  }

  /// Reads the members of a seed instance.
  init(_ object: inout FixtureObject) throws(FixtureError) {
    for node in try object.optional("databases")?.array() ?? [] {
      databases.append(
        try node.object { object throws(FixtureError) in
          Database(
            name: try object.required("name").string(),
            characterSet: try object.optional("character_set")?.string(),
            collation: try object.optional("collate")?.string())
        })
    }
    for node in try object.optional("users")?.array() ?? [] {
      users.append(
        try node.object { object throws(FixtureError) in
          User(
            name: try object.required("name").string(),
            host: try object.optional("host")?.string() ?? "%",
            password: try object.required("password").string(),
            databases: try object.optional("databases")?.strings() ?? [])
        })
    }
    if let root = object.optional("root_enabled") {
      rootHistory = try root.object { object throws(FixtureError) in
        (try object.required("at").timestamp(), try object.required("by").string())
      }
      isRootEnabled = true
    }
    databases.sort { $0.name < $1.name }
    users.sort { $0.key < $1.key }
  }
}
