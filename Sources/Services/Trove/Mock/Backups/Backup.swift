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
  /// How many backups of an instance are being made.
  private var running: [String: Int] = [:]

  subscript(id: String) -> Backup? { table[id] }

  func records(of project: String?) -> [Backup] { table.records(of: project) }

  /// How many a project has, without those that are being deleted.
  func count(of project: String) -> Int {
    table.records(of: project).count { !$0.isDeleted }
  }

  func isRunning(of instance: String) -> Bool { !running.isEmpty && running[instance] != nil }

  mutating func insert(_ backup: Backup) {
    table.insert(backup, key: backup.id, owner: backup.project)
    count(backup, 1)
  }

  mutating func change(_ id: String, _ body: (inout Backup) -> Void) {
    guard let before = table[id] else { return }
    table.change(id, body)
    count(before, -1)
    if let after = table[id] { count(after, 1) }
  }

  mutating func remove(_ id: String) {
    if let removed = table.remove(id) { count(removed, -1) }
  }

  private mutating func count(_ backup: Backup, _ change: Int) {
    guard backup.isRunning, let instance = backup.instance else { return }
    let left = running[instance, default: 0] + change
    running[instance] = left > 0 ? left : nil
  }
}

extension TroveState {
  /// Whether a backup of an instance is being made.
  func isBackedUp(_ instance: String) -> Bool { backups.isRunning(of: instance) }

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
    guard isBackedUp(instance) else { return }
    for backup in backups.records(of: nil) where backup.instance == instance && backup.isRunning {
      agenda.cancel(.backup(backup.id))
      backups.change(backup.id) { backup in
        backup.status = .failed
        backup.updated = time
      }
    }
  }
}
