import JSON
import ServiceAnswers

/// A part of a job that a worker does in one go.
///
/// A job begins with one element that lists its source; when that is done, there is one for each file
/// to copy or remove (reference service).
public struct JobElement: Sendable, Equatable {
  /// From 0, unique within the job.
  public let id: Int
  public let jobID: Int
  public let type: JobType
  public let status: JobStatus
  public let sourcePath: String
  /// Nil unless the element copies or renames.
  public let destinationPath: String?
  /// Bytes of the file; 0 where that isn't known.
  public let size: Int
  /// How often the element may be tried.
  public let maxTries: Int
  /// How often it was.
  public let attempts: Int
  /// When the element changed last.
  public let timestamp: WorkqueueTimestamp
  /// What was found; nil until an element that lists is done.
  public let listing: Listing?
  /// What a worker told last about the transfer.
  public let transfer: TransferProgress?
}

/// How far an element is.
public struct ElementProgress: Sendable, Equatable {
  public let jobID: Int
  public let elementID: Int
  public let status: JobStatus
  /// How often the element was tried.
  public let attempts: Int
  /// What a worker told last about the transfer; the reference service says "N/A" until then.
  public let transfer: TransferProgress?
}

/// How far a transfer is, in the words of the worker.
public struct TransferProgress: Sendable, Equatable {
  /// Bytes. A worker sends -1 when all are; the reference service then keeps the element's size.
  public var transferred: Double
  /// Seconds since the transfer began.
  public var elapsed: Double
  /// Bytes per second at the moment; -1 where a worker can't tell.
  public var instant: Double
  /// Bytes per second since the beginning.
  public var average: Double

  public init(transferred: Double, elapsed: Double, instant: Double, average: Double) {
    self.transferred = transferred
    self.elapsed = elapsed
    self.instant = instant
    self.average = average
  }
}

extension JobElement: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    id = try answer.member("id").int()
    jobID = try answer.member("job_id").int()
    type = try answer.member("type").code()
    status = try answer.member("status").code()
    sourcePath = try answer.member("src_filepath").string()
    destinationPath = try answer.optional("dst_filepath")?.string()
    size = try answer.member("size").int()
    maxTries = try answer.member("max_tries").int()
    attempts = try answer.member("attempts").int()
    timestamp = try WorkqueueTimestamp(answer.member("timestamp"))
    listing = try Listing(optional: answer.optional("listing"))
    transfer = try TransferProgress(in: answer.optional("monitoring_info"))
  }
}

extension ElementProgress: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    jobID = try answer.member("jobid").int()
    elementID = try answer.member("elementid").int()
    status = try answer.member("status").code()
    attempts = try answer.member("attempts").int()
    transfer = try TransferProgress(in: answer)
  }
}

extension TransferProgress {
  /// Nil for an object without `transferred`, or with a text there.
  init?(in answer: Answer?) throws(UnreadableAnswer) {
    guard let answer, let transferred = try answer.optional("transferred"),
      transferred.value.string == nil
    else { return nil }
    self.transferred = try transferred.double()
    elapsed = try answer.member("elapsed").double()
    instant = try answer.member("instant").double()
    average = try answer.member("average").double()
  }

  var json: JSONObject {
    JSONObject([
      .init(key: "transferred", value: Self.number(transferred)),
      .init(key: "elapsed", value: Self.number(elapsed)),
      .init(key: "instant", value: Self.number(instant)),
      .init(key: "average", value: Self.number(average)),
    ])
  }

  /// Whole numbers without a fraction; null for what JSON can't say.
  private static func number(_ value: Double) -> JSONValue {
    if let whole = Int(exactly: value) { return .number(JSONNumber(whole)) }
    return JSONNumber("\(value)").map { .number($0) } ?? .null
  }
}
