import HTTPMessage
import HTTPTransport
import JSON

extension WorkqueueClient {
  /// Gets a token for ``token`` from the users service. On the reference service it is valid for
  /// twelve hours.
  ///
  /// - Throws: ``WorkqueueError``: refused with 403 for a wrong address or password, with 401 for an
  ///   address that is not verified yet (reference service).
  public func login(email: String, password: String) async throws(WorkqueueError) -> String {
    guard let usersURL else {
      let reason = "no address of the users service is known; give usersURL to the client"
      throw .transport(.unsendable(reason), call: "POST /login")
    }
    let body: JSONObject = JSONObject([
      .init(key: "email", value: .string(email)), .init(key: "passwd", value: .string(password)),
    ])
    return try await call(.post, "\(usersURL)/login", token: nil, body: body)
  }

  /// All jobs of the user, by id; none is an empty list (the workqueue's documentation).
  ///
  /// - Throws: ``WorkqueueError``
  public func jobs() async throws(WorkqueueError) -> [Job] { try await get("jobs") }

  /// A job.
  ///
  /// - Throws: ``WorkqueueError``: refused with 404 when the user has no such job.
  public func job(_ id: Int) async throws(WorkqueueError) -> Job { try await get("jobs/\(id)") }

  /// The parts a job is done in, by id. The reference service answers an empty list for a job that
  /// the user doesn't have.
  ///
  /// - Throws: ``WorkqueueError``
  public func elements(of job: Int) async throws(WorkqueueError) -> [JobElement] {
    try await get("jobs/\(job)/elements")
  }

  /// One part of a job.
  ///
  /// - Throws: ``WorkqueueError``: refused with 404 when there is no such element.
  public func element(_ id: Int, of job: Int) async throws(WorkqueueError) -> JobElement {
    try await get("jobs/\(job)/elements/\(id)")
  }

  /// What the elements of a job have put out, one entry for each element that was tried.
  ///
  /// The workqueue's documentation has the latest attempt of each element only; the reference
  /// service gives the earlier ones, too.
  ///
  /// - Throws: ``WorkqueueError``: refused with 404 when the user has no such job.
  public func output(of job: Int) async throws(WorkqueueError) -> [ElementOutput] {
    let output: JobOutput = try await get("jobs/\(job)/output")
    return output.elements
  }

  /// What one element has put out; the same difference as with ``output(of:)``.
  ///
  /// - Throws: ``WorkqueueError``: refused with 404 when there is no such element, and when it was
  ///   not tried yet (reference service).
  public func output(of job: Int, element: Int) async throws(WorkqueueError) -> ElementOutput {
    try await get("jobs/\(job)/elements/\(element)/output")
  }

  /// What one attempt has put out.
  ///
  /// - Parameter attempt: from 1; on the reference service negative numbers count from the latest,
  ///   which is -1.
  /// - Throws: ``WorkqueueError``: refused with 404 when there was no such attempt.
  public func output(
    of job: Int, element: Int, attempt: Int
  ) async throws(WorkqueueError) -> Attempt {
    try await get("jobs/\(job)/elements/\(element)/output/\(attempt)")
  }

  /// How far a job is. On the reference service that is the highest number among the statuses of its
  /// elements, so a job reads ``JobStatus/done`` while another element of it is still new.
  ///
  /// - Throws: ``WorkqueueError``: refused with 404 when the user has no such job.
  public func status(of job: Int) async throws(WorkqueueError) -> JobStatus {
    let progress: JobProgress = try await get("jobs/\(job)/status")
    return progress.status
  }

  /// How far an element is, and how often it was tried.
  ///
  /// - Throws: ``WorkqueueError``: refused with 404 when there is no such element.
  public func status(of job: Int, element: Int) async throws(WorkqueueError) -> ElementProgress {
    try await get("jobs/\(job)/elements/\(element)/status")
  }
}
