import MockServer

/// Everything that clients of the service can change, and what the mock remembers of them.
public struct TroveState: Sendable {
  var catalogue: Catalogue
  var instances = OrderedTable<Instance>()
  /// What is inside of each instance, by its id.
  var contents: [String: InstanceContents] = [:]
  /// By project; those of all projects belong to "".
  var modules = OrderedTable<Module>()
  /// What administrators can still be shown of instances that are gone.
  var departed = DepartedInstances()
  /// How many servers were made, for their numbers.
  var serverCount = 0
  var configurations = OrderedTable<Configuration>()
  var backups = Backups()
  var strategies: [BackupStrategy] = []
  var clusters = OrderedTable<Cluster>()
  /// The instances that have replicas.
  private(set) var replicaSources: Set<String> = []
  var quotaByProject: [String: Quotas] = [:]
  var rateLimits = RateLimits()
  /// What happens by itself.
  var agenda = Agenda<Happening>()
  var callers = Callers()
  var pages = RenderedPages()
  /// The number of the next instance's address.
  var nextAddress: UInt32

  /// What can be due.
  enum Happening: Hashable, Sendable {
    case instance(String)
    case backup(String)
    case cluster(String)
  }

  /// Lets everything happen whose time has come.
  mutating func settle(at now: Timestamp, _ settings: TroveSettings) {
    while let (happening, due) = agenda.next(at: now) { finish(happening, at: due, settings) }
  }

  mutating func finish(_ happening: Happening, at time: Timestamp, _ settings: TroveSettings) {
    pages.forget()
    switch happening {
    case .instance(let id): finishTask(of: id, at: time, settings)
    case .backup(let id): finishBackup(id, at: time, settings)
    case .cluster(let id): finishCluster(id, at: time, settings)
    }
  }

  /// After a record was shown: it may go on now.
  mutating func wasShown(_ happening: Happening, at now: Timestamp, _ settings: TroveSettings) {
    if agenda.shown(happening, at: now) { finish(happening, at: now, settings) }
  }

  /// To be called when an instance becomes a replica or ceases to be one.
  mutating func findReplicaSources() {
    replicaSources = Set(instances.records(of: nil).compactMap(\.replicaOf))
  }

  /// The name and number that an instance's server keeps, whatever becomes of the instance's name.
  mutating func makeServer(for name: String) -> Instance.Server {
    serverCount += 1
    return Instance.Server(name: name, number: serverCount)
  }

  /// An address that no instance has.
  mutating func makeAddress() -> String {
    defer { nextAddress &+= 1 }
    return IPv4.text(nextAddress)
  }
}

/// Addresses as numbers, so that they can be counted up.
enum IPv4 {
  static func number(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard let part else { return nil }
      number = number << 8 | UInt32(part)
    }
    return number
  }

  static func text(_ number: UInt32) -> String {
    [24, 16, 8, 0].map { String(number >> $0 & 255) }.joined(separator: ".")
  }
}
