import JSON
import MockServer

/// A copy of an instance's data.
struct Backup: Sendable {
  enum Status: String, Sendable, CaseIterable {
    case new = "NEW"
    case building = "BUILDING"
    case saving = "SAVING"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case deleteFailed = "DELETE_FAILED"
    /// Made known to the service from data that lay there before.
    case restored = "RESTORED"
  }

  let id: String
  let name: String
  let description: String?
  /// None for one that was made known from data.
  let instance: String?
  let project: String
  let version: String
  let parent: String?
  let container: String
  var status = Status.new
  /// In gigabytes.
  var size: JSONNumber?
  var location: String?
  /// What an instance holds that is made from it.
  var contents = InstanceContents()
  var isDeleted = false
  let created: Timestamp
  var updated: Timestamp

  var isRunning: Bool { [.new, .building, .saving].contains(status) }
  var isUsable: Bool { !isDeleted && (status == .completed || status == .restored) }
}

/// All backups. Knows at once which instances are being backed up, since every row of a list of
/// instances asks for it.
struct Backups: Sendable {
  private var table = OrderedTable<Backup>()
  /// The backups of an instance that are being made.
  private var running: [String: Set<String>] = [:]

  subscript(id: String) -> Backup? { table[id] }

  func records(of project: String?) -> [Backup] { table.records(of: project) }

  /// How many a project has, without those that are being deleted.
  func count(of project: String) -> Int {
    table.records(of: project).count { !$0.isDeleted }
  }

  /// Those of an instance that are being made.
  func running(of instance: String) -> Set<String> {
    running.isEmpty ? [] : running[instance] ?? []
  }

  mutating func insert(_ backup: Backup) {
    table.insert(backup, key: backup.id, owner: backup.project)
    note(backup)
  }

  mutating func change(_ id: String, _ body: (inout Backup) -> Void) {
    table.change(id, body)
    if let backup = table[id] { note(backup) }
  }

  mutating func remove(_ id: String) {
    guard var removed = table.remove(id) else { return }
    removed.status = .failed
    note(removed)
  }

  /// Remembers whether a backup is being made.
  private mutating func note(_ backup: Backup) {
    guard let instance = backup.instance else { return }
    var ids = running[instance] ?? []
    if backup.isRunning { ids.insert(backup.id) } else { ids.remove(backup.id) }
    running[instance] = ids.isEmpty ? nil : ids
  }
}

extension TroveState {
  /// Whether a backup of an instance is being made.
  func isBackedUp(_ instance: String) -> Bool { !backups.running(of: instance).isEmpty }

  /// A backup that the caller may see: an administrator sees those of all projects.
  func backup(_ id: String, of call: TroveCall) throws(TroveRefusal) -> Backup {
    guard let found = backups[id], call.maySee(found.project) else { throw .noResource(id) }
    return found
  }

  /// Completes a backup that is being made, or takes away one that is being deleted.
  mutating func finishBackup(_ id: String, at time: Timestamp, _ settings: TroveSettings) {
    guard let backup = backups[id] else { return }
    if backup.isDeleted { return backups.remove(id) }
    guard backup.isRunning else { return }
    let hasFailed = !settings.failingName.isEmpty && backup.name.hasSuffix(settings.failingName)
    backups.change(id) { backup in
      backup.status = hasFailed ? .failed : .completed
      backup.updated = time
      guard !hasFailed else { return }
      backup.size = settings.backup.size
      backup.location = settings.backup.location(of: id, in: backup.container)
    }
  }

  /// What is being made of an instance comes to nothing.
  mutating func failBackups(of instance: String, at time: Timestamp) {
    for id in backups.running(of: instance) {
      agenda.cancel(.backup(id))
      backups.change(id) { backup in
        backup.status = .failed
        backup.updated = time
      }
    }
  }
}
