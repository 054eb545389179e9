import HTTPMessage
import HTTPServer
import JSON
import MockServer

/// What a worker returns of an attempt, as far as it can be checked without the state (sheet,
/// section 8).
struct ReturnedOutput {
  let succeeded: Bool
  let listing: JSONValue?
  let log: String

  /// - Parameter path: job and element.
  init(
    _ request: HTTPRequest, _ path: PathParameters, _ mock: WorkqueueMock
  ) throws(Refusal) {
    try mock.checkElementToken(request, path)
    let body = try mock.object(of: request)
    try mock.require("returncode", "host", "log", "timestamp", in: body)
    guard let text = body["log"]?.string else {
      throw Refusal(.internalServerError, reason: "log must be a string")
    }
    succeeded = body["returncode"]?.isNumerically(0) ?? false
    listing = body["listing"]
    func shown(_ key: String) -> String { PythonText.version2.str(body[key] ?? .null) }
    log =
      "Job run on host: \(shown("host")), returncode: \(shown("returncode")), "
      + "timestamp: \(shown("timestamp"))\n" + text
  }
}

extension WorkqueueMock {
  /// `PUT worker/jobs/N/elements/E`: counts an attempt (sheet, section 9).
  func take(
    _ output: ReturnedOutput, _ path: PathParameters, _ state: inout WorkqueueState,
    at now: Timestamp
  ) throws(Refusal) -> HTTPResponse {
    let (job, element) = try places(path, state)
    try state.change(job) { job throws(Refusal) in
      // Worked on as a copy, so that a refusal half-way leaves the job as it was.
      var changed = job
      try changed.take(output, element: element, at: now.iso8601, in: self)
      job = changed
    }
    return Self.emptyAnswer
  }

  /// What a worker tells while it is at work; the four members are there.
  func monitoring(_ request: HTTPRequest, _ path: PathParameters) throws(Refusal) -> JSONObject {
    try checkElementToken(request, path)
    let body = try object(of: request)
    try require("transferred", "elapsed", "instant", "average", in: body)
    return body
  }

  /// `PUT worker/jobs/N/elements/E/monitoring`
  func take(
    _ monitoring: JSONObject, _ path: PathParameters, _ state: inout WorkqueueState,
    at now: Timestamp
  ) throws(Refusal) -> HTTPResponse {
    let (job, element) = try places(path, state)
    var monitoring = monitoring
    if monitoring["transferred"]?.isNumerically(-1) ?? false {
      let size = state.jobs[job].elements[element].size
      monitoring["transferred"] = .number(JSONNumber(size))
      monitoring["average"] = try Self.quotient(size, by: monitoring["elapsed"])
    }
    state.change(job) { job in
      job.elements[element].status = .running
      job.elements[element].monitoring = .object(monitoring)
      job.elements[element].timestamp = now.iso8601
      job.recomputeStatus(at: now.iso8601)
    }
    return Self.emptyAnswer
  }

  private static let emptyAnswer = HTTPResponse(
    status: .ok, fields: [.contentType: "text/html; charset=utf-8"])

  /// Python 2's division: whole for two integers.
  private static func quotient(_ size: Int, by elapsed: JSONValue?) throws(Refusal) -> JSONValue {
    if let seconds = elapsed?.int, seconds != 0 {
      let quotient = size / seconds
      let isBelow = size % seconds != 0 && (size < 0) != (seconds < 0)
      return .number(JSONNumber(isBelow ? quotient - 1 : quotient))
    }
    if case .number(let number) = elapsed, number.double.isFinite, number.double != 0,
      let average = JSONNumber("\(Double(size) / number.double)")
    {
      return .number(average)
    }
    throw Refusal(
      .internalServerError,
      reason: "elapsed must be a number other than 0 when transferred is -1")
  }

  func checkElementToken(_ request: HTTPRequest, _ path: PathParameters) throws(Refusal) {
    guard let token = token(of: request), tokens.isGenuine(token) else {
      throw Refusal(
        .forbidden, "Invalid token",
        reason: "X-Token must be the token that came with the element when it was pulled")
    }
    let expected = path.int(0).flatMap { job in
      path.int(1).map { tokens.token(job: job, element: $0) }
    }
    guard token == expected else {
      throw Refusal(
        .forbidden, "Token not valid for element \(path.text(1)) of job \(path.text(0))")
    }
  }

  private func places(
    _ path: PathParameters, _ state: WorkqueueState
  ) throws(Refusal) -> (job: Int, element: Int) {
    guard let job = path.int(0).flatMap(state.place(ofJob:)),
      let element = path.int(1).flatMap(state.jobs[job].place(ofElement:))
    else {
      throw Refusal(
        .notFound, reason: "there is no element \(path.text(1)) of job \(path.text(0))")
    }
    return (job, element)
  }
}

extension Job {
  /// Counts an attempt at an element and, after a listing, adds the elements that it leads to.
  fileprivate mutating func take(
    _ output: ReturnedOutput, element place: Int, at time: String, in mock: WorkqueueMock
  ) throws(Refusal) {
    let isListing = elements[place].type == .list && output.succeeded
    if isListing {
      guard let listing = output.listing else {
        throw Refusal(.badRequest, "Missing data attributes: ['listing']")
      }
      elements[place].listing = listing
    }
    guard elements[place].attempts < elements[place].maxTries else {
      throw Refusal(.badRequest, "Max tries reached, no more attempts allowed")
    }
    elements[place].attempts += 1
    elements[place].status = output.succeeded ? .done : .failed
    elements[place].timestamp = time
    elements[place].logs[elements[place].attempts] = AttemptLog(log: output.log)
    recomputeStatus(at: time)
    guard isListing,
      let added = try ListingExpansion.elements(
        of: self, listed: elements[place], at: time, in: mock)
    else { return }
    for element in added {
      guard self.place(ofElement: element.id) == nil else {
        throw Refusal(
          .internalServerError,
          reason: "the listing was returned before: element \(element.id) is there")
      }
      elements.append(element)
    }
    set(.submitted, at: time)
  }
}

extension JSONValue {
  /// Python's `value == number`, for which `False` is 0.
  fileprivate func isNumerically(_ number: Int) -> Bool {
    switch self {
    case .number(let text): text.double == Double(number)
    case .bool(let flag): (flag ? 1 : 0) == number
    default: false
    }
  }
}
