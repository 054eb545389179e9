import JSON
import MockServer

/// The service's own part of `service.json`.
struct TroveSettings: Sendable {
  struct Version: Sendable {
    let id: String
    let status: String
    let updated: String
  }

  struct Network: Sendable {
    let id: String
    /// The address of the first instance that is made; those after it count up.
    let firstAddress: UInt32
  }

  struct Backup: Sendable {
    /// What every completed backup has, in gigabytes.
    let size: JSONNumber
    let backend: String
    /// Where backups go if nothing else is said.
    let container: String
    /// With `{container}` and `{id}` in it.
    let location: String

    func location(of id: String, in container: String) -> String {
      location.replacing("{container}", with: container).replacing("{id}", with: id)
    }
  }

  /// What is behind the versions of a manager; administrators are shown it.
  struct Manager: Sendable {
    let registryExtension: String
    let replicationStrategy: String
  }

  /// How long each thing takes that goes on by itself.
  struct LifeCycle: Sendable {
    let building: Delay
    let rebooting: Delay
    let resizing: Delay
    let upgrading: Delay
    let promoting: Delay
    let detaching: Delay
    let deleting: Delay
    let backup: Delay
    let backupDeleting: Delay
    let cluster: Delay
  }

  /// The service that knows about tokens.
  let identity: String
  let adminRole: String
  let region: String
  let version: Version
  let pageSize: Int
  /// In gigabytes.
  let largestVolume: Int
  let defaultDatastore: String
  let defaultDatastorePlace: FixtureNode
  let quotas: Quotas
  /// Requests a minute that the limits tell of; none is refused.
  let rateLimit: Int
  let lifeCycle: LifeCycle
  /// An instance whose name ends like this is built into an error, and a backup fails.
  let failingName: String
  let backup: Backup
  /// By the name that versions have for their manager.
  let managers: [String: Manager]
  let network: Network
  /// What the single view of an instance says of its volume, in gigabytes.
  let volumeUsed: JSONNumber
  let rootPassword: String
  let reservedDatabases: [String]
  let reservedUsers: [String]
  /// The kinds of database whose databases, users and root the service looks after.
  let guestManagers: [String]
  let logContainer: String
  let ssl: SSL
  let moduleTypes: [String]
  let management: Management

  /// - Parameter companions: the services that are there, too.
  init(_ node: FixtureNode, companions: [String]) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      try TroveSettings(&object, companions)
    }
  }

  private init(
    _ object: inout FixtureObject, _ companions: [String]
  ) throws(FixtureError) {
    identity = try object.required("identity").word(
      Dictionary(companions.map { ($0, $0) }, uniquingKeysWith: { $1 }))
    adminRole = try object.required("admin_role").string()
    region = try object.required("region").string()
    version = try object.required("version").object { object throws(FixtureError) in
      Version(
        id: try object.required("id").string(), status: try object.required("status").string(),
        updated: try object.required("updated").string())
    }
    pageSize = try object.required("page_size").int(in: 1...10_000)
    largestVolume = try object.required("largest_volume").int(in: 1...1_000_000)
    defaultDatastorePlace = try object.required("default_datastore")
    defaultDatastore = try defaultDatastorePlace.string()
    quotas = try Quotas(object.required("quotas"))
    rateLimit = try object.required("rate_limit").int(in: 1...1_000_000_000)
    lifeCycle = try LifeCycle(object.required("life_cycle"))
    failingName = try object.required("failing_name").string()
    backup = try Backup(object.required("backup"))
    managers = try Manager.all(object.required("managers"))
    network = try object.required("network").object { object throws(FixtureError) in
      Network(
        id: try object.required("id").string(),
        firstAddress: try IPv4.number(object.required("first_address")))
    }
    volumeUsed = try object.required("volume_used").number()
    rootPassword = try object.required("root_password").string()
    reservedDatabases = try object.required("reserved_databases").strings()
    reservedUsers = try object.required("reserved_users").strings()
    guestManagers = try object.required("guest_managers").strings()
    logContainer = try object.required("log_container").string()
    ssl = try SSL(object.required("ssl"))
    moduleTypes = try object.required("module_types").strings()
    management = try Management(object.required("management"))
  }
}

extension IPv4 {
  static func number(_ node: FixtureNode) throws(FixtureError) -> UInt32 {
    guard let number = number(try node.string()) else {
      throw node.error("expected an IPv4 address as 10.0.0.3")
    }
    return number
  }
}

extension TroveSettings.Backup {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      Self(
        size: try object.required("size").number(),
        backend: try object.required("backend").string(),
        container: try object.required("container").string(),
        location: try object.required("location").string())
    }
  }
}

extension TroveSettings.Manager {
  fileprivate static func all(_ node: FixtureNode) throws(FixtureError) -> [String: Self] {
    var managers: [String: Self] = [:]
    for member in try node.members() {
      managers[member.key] = try member.node.object { object throws(FixtureError) in
        Self(
          registryExtension: try object.required("registry_ext").string(),
          replicationStrategy: try object.required("repl_strategy").string())
      }
    }
    return managers
  }
}

extension TroveSettings.LifeCycle {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      Self(
        building: try Delay(object.required("building")),
        rebooting: try Delay(object.required("rebooting")),
        resizing: try Delay(object.required("resizing")),
        upgrading: try Delay(object.required("upgrading")),
        promoting: try Delay(object.required("promoting")),
        detaching: try Delay(object.required("detaching")),
        deleting: try Delay(object.required("deleting")),
        backup: try Delay(object.required("backup")),
        backupDeleting: try Delay(object.required("backup_deleting")),
        cluster: try Delay(object.required("cluster")))
    }
  }
}
