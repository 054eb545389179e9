import JSON

/// A job of a user (sheet, section 6).
struct Job: Sendable {
  var id: Int
  var user: Int
  var sourceSite: Int
  var destinationSite: Int?
  var sourcePath: String
  var destinationPath: String?
  var type: JobType
  var status: JobStatus
  var extraOpts: JSONValue
  var priority: Int
  var transfer: JobProtocol
  var logUID: String
  /// Time of the last change, as text: documented times have no seconds.
  var timestamp: String
  /// Whether workers get credentials for the destination, too.
  var hasDestinationCredentials: Bool
  /// In order of their ids.
  var elements: [JobElement]

  /// Takes the greatest status of the elements; the time changes only when the status does.
  mutating func recomputeStatus(at time: String) {
    let greatest = elements.map(\.status.rawValue).max().flatMap(JobStatus.init) ?? status
    set(greatest, at: time)
  }

  mutating func set(_ status: JobStatus, at time: String) {
    if self.status != status { timestamp = time }
    self.status = status
  }

  func place(ofElement id: Int) -> Int? {
    // Ids count from 0 in nearly every job.
    if elements.indices.contains(id), elements[id].id == id { return id }
    return elements.firstIndex { $0.id == id }
  }
}

/// One piece of a job's work.
struct JobElement: Sendable {
  var id: Int
  var sourcePath: String
  var destinationPath: String?
  var size = 0
  var maxTries: Int
  var type: JobType
  var status = JobStatus.new
  var timestamp: String
  var listing = JSONValue.null
  /// The last monitoring object a worker sent, or null.
  var monitoring = JSONValue.null
  var attempts = 0
  /// By attempt from 1; an attempt may be without log.
  var logs: [Int: AttemptLog] = [:]

  var canBeTried: Bool { (status == .new || status == .failed) && attempts < maxTries }
}

/// What a worker wrote in one attempt.
struct AttemptLog: Sendable {
  var log: String
  /// What the document shows instead in the element's own output.
  var elementOutputLog: String?
}
