import HTTPMessage
public import JSON

/// What a worker has done for an element.
public struct WorkResult: Sendable, Equatable {
  /// 0 when it went well; anything else counts as a failed attempt.
  public var returnCode: Int
  /// What the element's script wrote.
  public var log: String
  /// Who did it. The Python worker sends an array of name, alias names and addresses.
  public var host: JSONValue
  /// When, in UTC, in the worker's own words; the reference service copies it into the log.
  public var timestamp: String
  /// What was found. Needed when an element of type ``JobType/list`` went well.
  public var listing: Listing?

  public init(
    returnCode: Int, log: String, host: JSONValue, timestamp: String, listing: Listing? = nil
  ) {
    self.returnCode = returnCode
    self.log = log
    self.host = host
    self.timestamp = timestamp
    self.listing = listing
  }

  var json: JSONObject {
    var json = JSONObject()
    json["returncode"] = .number(JSONNumber(returnCode))
    json["log"] = .string(log)
    json["host"] = host
    json["timestamp"] = .string(timestamp)
    json["listing"] = listing?.json
    return json
  }
}

/// What a worker asks and tells. None of this is in the workqueue's documentation; it is what the
/// reference service and its worker say to each other.
extension WorkqueueClient {
  /// Takes elements that wait for a worker, of any user. Each is handed out once and not again until
  /// its output is returned; there is no time limit.
  ///
  /// Sends no ``token``: the reference service knows workers by their client certificate.
  ///
  /// - Parameters:
  ///   - types: of jobs; their elements may be of other types.
  ///   - limit: of elements; 20 when nil (reference service).
  /// - Returns: nothing when there is no work, which the service says with 404.
  /// - Throws: ``WorkqueueError``: refused with 403 for a certificate that is no worker's.
  public func pull(
    types: [JobType] = JobType.documented, limit: Int? = nil
  ) async throws(WorkqueueError) -> [WorkItem] {
    var arguments = JSONObject()
    arguments["limit"] = limit.map { .number(JSONNumber($0)) }
    let body = JSONObject([
      .init(key: "types", value: .array(types.map(\.json))),
      .init(key: "algorithm", value: "BY_NUMBER"),
      .init(key: "algorithm.args", value: .object(arguments)),
    ])
    do throws(WorkqueueError) {
      return try await post("worker/jobs", body, token: nil)
    } catch {
      if case .refused(status: 404, message: "No work to be done.", _) = error { return [] }
      throw error
    }
  }

  /// Returns what was done for an element; that ends one attempt.
  ///
  /// - Throws: ``WorkqueueError``: refused with 403 for a wrong token, with 400 when a listing is
  ///   missing or the element was tried as often as it may be.
  public func returnOutput(
    _ result: WorkResult, for element: WorkElement
  ) async throws(WorkqueueError) {
    try await returnOutput(
      result, job: element.element.jobID, element: element.element.id, token: element.token)
  }

  /// Returns what was done for an element that is known by its numbers.
  ///
  /// - Parameter token: the element's own, from ``WorkElement/token``.
  /// - Throws: ``WorkqueueError``
  public func returnOutput(
    _ result: WorkResult, job: Int, element: Int, token: String?
  ) async throws(WorkqueueError) {
    let url = "\(baseURL)/worker/jobs/\(job)/elements/\(element)"
    try await exchange(.put, url, token: token, body: result.json)
  }

  /// Tells how far a transfer is. The element is then ``JobStatus/running``.
  ///
  /// - Throws: ``WorkqueueError``: refused with 403 for a wrong token.
  public func returnMonitoring(
    _ progress: TransferProgress, for element: WorkElement
  ) async throws(WorkqueueError) {
    try await returnMonitoring(
      progress, job: element.element.jobID, element: element.element.id, token: element.token)
  }

  /// Tells how far the transfer of an element is that is known by its numbers.
  ///
  /// - Parameter token: the element's own, from ``WorkElement/token``.
  /// - Throws: ``WorkqueueError``
  public func returnMonitoring(
    _ progress: TransferProgress, job: Int, element: Int, token: String?
  ) async throws(WorkqueueError) {
    var body = progress.json
    // The Python worker passes on what its script writes, and that names the element so.
    body["id"] = .string("\(job).\(element)")
    let url = "\(baseURL)/worker/jobs/\(job)/elements/\(element)/monitoring"
    try await exchange(.put, url, token: token, body: body)
  }
}
