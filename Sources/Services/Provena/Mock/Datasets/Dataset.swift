import JSON

/// A dataset of the registry (sheet, sections 5 and 9).
struct Dataset: Sendable {
  let id: String
  let owner: String
  let created: Int
  var updated: Int
  var info: DomainInfo
  /// Newest first.
  var history: [HistoryEntry]
  var links = WorkflowLinks()
  var versioning = Versioning()
  var isLocked = false
  /// What everybody may do with it.
  var generalRoles: [String]
  /// The whole record as text, once it was shown, until it changes.
  private var text: [UInt8]?

  init(
    id: String, owner: String, created: Int, updated: Int, info: DomainInfo,
    history: [HistoryEntry], generalRoles: [String]
  ) {
    self.id = id
    self.owner = owner
    self.created = created
    self.updated = updated
    self.info = info
    self.history = history
    self.generalRoles = generalRoles
  }

  /// The record as JSON text.
  mutating func rendered(bucket: String) -> [UInt8] {
    if let text { return text }
    let rendered = written(bucket: bucket)
    text = rendered
    return rendered
  }

  mutating func forgetRendered() { text = nil }

  /// Puts what is now before the history.
  mutating func recordHistory(_ reason: String, by username: String, at time: Int) {
    let id = (history.map(\.id).max() ?? -1) + 1
    history.insert(
      HistoryEntry(id: id, timestamp: time, reason: reason, username: username, info: info), at: 0)
  }
}

/// What a dataset's history keeps of it.
struct DomainInfo: Sendable {
  /// What was registered, with all members.
  var format: JSONValue
  /// Beside the one inside of the format: a new version loses it (sheet, section 5).
  var userMetadata: JSONValue
  /// Below the bucket, with a slash at the end.
  var path: String
  var release = Release()

  init(format: JSONValue, path: String) {
    self.format = format
    userMetadata = format["dataset_info"]?["user_metadata"] ?? .null
    self.path = path
  }

  /// Takes over what was registered anew.
  mutating func take(_ format: JSONValue) {
    self.format = format
    userMetadata = format["dataset_info"]?["user_metadata"] ?? .null
  }

  var name: String { format["dataset_info"]?["name"]?.string ?? "" }
  /// Where data lies that is not in the store.
  var accessURI: String? { format["dataset_info"]?["access_info"]?["uri"]?.string }
}

/// How far the release of a dataset has come.
struct Release: Sendable {
  var status = Status.notReleased
  /// Of the last step; nil before the first one.
  var last: (approver: String, timestamp: Int)?
  /// Oldest first.
  var history: [Step] = []

  enum Status: String, CaseIterable, Sendable {
    case notReleased = "NOT_RELEASED"
    case pending = "PENDING"
    case released = "RELEASED"
  }

  struct Step: Sendable {
    let action: Action
    let timestamp: Int
    let approver: String
    /// Of a request.
    let requester: String?
    let notes: String
  }

  enum Action: String, CaseIterable, Sendable {
    case request = "REQUEST"
    case approve = "APPROVE"
    case reject = "REJECT"
  }

  /// Whether files may not change and no other review may begin.
  var isUnderWay: Bool { status != .notReleased }

  mutating func add(_ step: Step, _ status: Status) {
    history.append(step)
    last = (step.approver, step.timestamp)
    self.status = status
  }
}

struct HistoryEntry: Sendable {
  let id: Int
  let timestamp: Int
  let reason: String
  let username: String
  let info: DomainInfo
}

struct WorkflowLinks: Sendable {
  var create: String?
  var version: String?
}

struct Versioning: Sendable {
  var previous: String?
  var number = 1
  var reason: String?
  var next: String?
}
