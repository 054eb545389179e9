import HTTPMessage
import HTTPServer
import JSON
import MockServer

extension WorkqueueMock {
  /// `PUT worker/jobs/N/elements/E`: takes what came of an attempt (sheet, sections 8 and 9).
  func returnOutput(
    _ request: HTTPRequest, _ path: PathParameters, _ state: inout WorkqueueState, at now: Timestamp
  ) throws(Refusal) -> HTTPResponse {
    try checkElementToken(request, path)
    let body = try object(of: request)
    try require("returncode", "host", "log", "timestamp", in: body)
    let (job, element) = try places(path, state)
    try state.change(job) { job throws(Refusal) in
      // Worked on as a copy, so that a refusal half-way leaves the job as it was.
      var changed = job
      try changed.take(body, element: element, at: now.iso8601, in: self)
      job = changed
    }
    return Self.emptyAnswer
  }

  /// `PUT worker/jobs/N/elements/E/monitoring`
  func returnMonitoring(
    _ request: HTTPRequest, _ path: PathParameters, _ state: inout WorkqueueState, at now: Timestamp
  ) throws(Refusal) -> HTTPResponse {
    try checkElementToken(request, path)
    var body = try object(of: request)
    try require("transferred", "elapsed", "instant", "average", in: body)
    let (job, element) = try places(path, state)
    if let transferred = body["transferred"], transferred.isNumerically(-1) {
      let size = state.jobs[job].elements[element].size
      body["transferred"] = .number(JSONNumber(size))
      body["average"] = try Self.quotient(size, by: body["elapsed"])
    }
    state.change(job) { job in
      job.elements[element].status = .running
      job.elements[element].monitoring = .object(body)
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
      return .number(
        JSONNumber(size % seconds != 0 && (size < 0) != (seconds < 0) ? quotient - 1 : quotient))
    }
    if case .number(let number) = elapsed, number.double.isFinite, number.double != 0,
      let average = JSONNumber("\(Double(size) / number.double)")
    {
      return .number(average)
    }
    throw Refusal(
      .internalServerError, reason: "elapsed must be a number other than 0 when transferred is -1")
  }

  private func checkElementToken(_ request: HTTPRequest, _ path: PathParameters) throws(Refusal) {
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
        .forbidden,
        "Token not valid for element \(path.int(1) ?? 0) of job \(path.int(0) ?? 0)")
    }
  }

  private func places(
    _ path: PathParameters, _ state: WorkqueueState
  ) throws(Refusal) -> (job: Int, element: Int) {
    guard let job = path.int(0).flatMap(state.place(ofJob:)),
      let element = path.int(1).flatMap(state.jobs[job].place(ofElement:))
    else {
      throw Refusal(.notFound, reason: "there is no element \(path.text(1)) of job \(path.text(0))")
    }
    return (job, element)
  }
}

extension Job {
  /// Counts an attempt at an element and, after a listing, adds the elements that it leads to.
  fileprivate mutating func take(
    _ body: JSONObject, element place: Int, at time: String, in mock: WorkqueueMock
  ) throws(Refusal) {
    let succeeded = body["returncode"]?.isNumerically(0) ?? false
    let isListing = elements[place].type == .list && succeeded
    if isListing {
      try mock.require("listing", in: body)
      elements[place].listing = body["listing"] ?? .null
    }
    guard let log = body["log"]?.string else {
      throw Refusal(.internalServerError, reason: "log must be a string")
    }
    guard elements[place].attempts < elements[place].maxTries else {
      throw Refusal(.badRequest, "Max tries reached, no more attempts allowed")
    }
    elements[place].attempts += 1
    elements[place].status = succeeded ? .done : .failed
    elements[place].timestamp = time
    func text(_ key: String) -> String { PythonText.str(body[key] ?? .null) }
    elements[place].logs[elements[place].attempts] = AttemptLog(
      log: "Job run on host: \(text("host")), returncode: \(text("returncode")), "
        + "timestamp: \(text("timestamp"))\n" + log)
    recomputeStatus(at: time)
    if isListing,
      let added = try ListingExpansion.elements(
        of: self, listed: elements[place], at: time, in: mock)
    {
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
