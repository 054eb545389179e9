import MockServer

/// A copy of an instance's data.
struct Backup: Sendable {
  let id: String
  var name: String
  let instance: String
  let project: String
  var isRunning: Bool
}

extension TroveState {
  /// Whether a backup of an instance is being made.
  func isBackedUp(_ instance: String) -> Bool { false }

  mutating func finishBackup(_ id: String, at time: Timestamp) {}
}
