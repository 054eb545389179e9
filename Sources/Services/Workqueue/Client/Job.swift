public import JSON
import ServiceAnswers

/// A job as the service keeps it.
public struct Job: Sendable, Equatable, Identifiable {
  /// Grows with each job; nobody else's job has the same.
  public let id: Int
  public let userID: Int
  public let type: JobType
  public let status: JobStatus
  public let sourceSite: Int
  public let sourcePath: String
  /// Nil unless the job copies or renames.
  public let destinationSite: Int?
  /// Nil unless the job copies or renames.
  public let destinationPath: String?
  /// What the worker's script is told; null when nothing was said and the service keeps it so.
  public let extra: JSONValue
  /// 0 to 9; on the reference service low numbers are served first.
  public let priority: Int
  public let `protocol`: JobProtocol
  /// Names the job's logs.
  public let logUID: String
  /// When the job changed last.
  public let timestamp: WorkqueueTimestamp
  /// How many elements are how far. The reference service tells it in ``WorkqueueClient/jobs()``.
  public let counts: ElementCounts?
}

/// How many of a job's elements are how far.
public struct ElementCounts: Sendable, Equatable {
  public let all: Int
  public let new: Int
  public let done: Int
  public let failed: Int
  public let submitted: Int
  public let running: Int
}

extension Job: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    id = try answer.member("id").int()
    userID = try answer.member("user_id").int()
    type = try answer.member("type").code()
    status = try answer.member("status").code()
    sourceSite = try answer.member("src_siteid").int()
    sourcePath = try answer.member("src_filepath").string()
    destinationSite = try answer.optional("dst_siteid")?.int()
    destinationPath = try answer.optional("dst_filepath")?.string()
    extra = try answer.optional("extra_opts")?.value ?? .null
    priority = try answer.member("priority").int()
    `protocol` = try answer.member("protocol").code()
    logUID = try answer.member("log_uid").string()
    timestamp = try WorkqueueTimestamp(answer.member("timestamp"))
    counts = try answer.optional("num_elements") == nil ? nil : ElementCounts(answer)
  }
}

extension ElementCounts: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    all = try answer.member("num_elements").int()
    new = try answer.member("num_new").int()
    done = try answer.member("num_done").int()
    failed = try answer.member("num_failed").int()
    submitted = try answer.member("num_submitted").int()
    running = try answer.member("num_running").int()
  }
}

/// The answer to a job's status.
struct JobProgress: AnswerDecodable {
  let status: JobStatus

  init(_ answer: Answer) throws(UnreadableAnswer) { status = try answer.member("status").code() }
}
