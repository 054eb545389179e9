import HTTPMessage
import JSON

/// What workers wrote, as users see it (sheet, section 7).
extension WorkqueueMock {
  /// The output of all elements: all attempts by element, or one list of the latest.
  func jobOutput(_ job: Job) -> HTTPResponse {
    var json = JSONWriter(reserving: 1024)
    json.beginArray()
    for element in job.elements {
      if profile.showsAllAttempts {
        writeAttempts(of: element, of: job, to: &json)
      } else if element.attempts > 0 {
        write(
          element.attempts, of: element, of: job, log: log(element.attempts, element, job),
          to: &json)
      }
    }
    json.endArray()
    return .json(json.finish())
  }

  /// The output of one element: all attempts, or the latest.
  func elementOutput(_ element: JobElement, of job: Job) throws(Refusal) -> HTTPResponse {
    try requireAttempts(element, of: job)
    var json = JSONWriter(reserving: 512)
    if profile.showsAllAttempts {
      writeAttempts(of: element, of: job, to: &json)
    } else {
      let own = element.logs[element.attempts]?.elementOutputLog
      write(
        element.attempts, of: element, of: job, log: own ?? log(element.attempts, element, job),
        to: &json)
    }
    return .json(json.finish())
  }

  /// The output of one attempt, counted from 1, or from -1 backwards.
  func attemptOutput(
    _ text: String, _ element: JobElement, of job: Job
  ) throws(Refusal) -> HTTPResponse {
    try requireAttempts(element, of: job)
    guard var attempt = Self.pythonInteger(text) else {
      throw Refusal(.badRequest, "bad attempt, expected an integer.")
    }
    if attempt < 0 { attempt += element.attempts + 1 }
    guard (1...element.attempts).contains(attempt) else {
      throw Refusal(
        .notFound,
        "Invalid attempt '\(attempt)', job.element \(job.id).\(element.id) has been tried "
          + "\(element.attempts) time(s)")
    }
    guard let log = element.logs[attempt]?.log else {
      throw Refusal(.internalServerError, missingLog(attempt, element, job))
    }
    var json = JSONWriter(reserving: 512)
    write(attempt, of: element, of: job, log: log, to: &json)
    return .json(json.finish())
  }

  private func requireAttempts(_ element: JobElement, of job: Job) throws(Refusal) {
    guard element.attempts > 0 else {
      throw Refusal(
        .notFound,
        "No attempts have yet been recorded for element \(element.id) of job \(job.id). Please try later."
      )
    }
  }

  /// `int(text)`
  private static func pythonInteger(_ text: String) -> Int? {
    let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return Int(String(trimmed))
  }

  private func writeAttempts(of element: JobElement, of job: Job, to json: inout JSONWriter) {
    json.beginArray()
    for attempt in 0..<element.attempts {
      write(attempt + 1, of: element, of: job, log: log(attempt + 1, element, job), to: &json)
    }
    json.endArray()
  }

  /// Only the latest attempt can have succeeded, and only a successful listing shows what it listed.
  private func write(
    _ attempt: Int, of element: JobElement, of job: Job, log: String, to json: inout JSONWriter
  ) {
    let status = attempt == element.attempts && element.status == .done ? JobStatus.done : .failed
    json.beginObject()
    json.key("jobid")
    json.int(job.id)
    json.key("elementid")
    json.int(element.id)
    json.key("attempt")
    json.int(attempt)
    json.key("type")
    json.string(element.type.name)
    json.key("status")
    json.string(status.name)
    json.key("log")
    json.string(log)
    if status == .done, element.type == .list {
      json.key("listing")
      json.value(element.listing)
    }
    json.endObject()
  }

  private func log(_ attempt: Int, _ element: JobElement, _ job: Job) -> String {
    element.logs[attempt]?.log ?? missingLog(attempt, element, job)
  }

  private func missingLog(_ attempt: Int, _ element: JobElement, _ job: Job) -> String {
    let folder = "\(settings.logDirectory)/\(job.logUID.prefix(2))/\(job.logUID)/\(element.id)"
    return "log directory/file \(folder)/attempt\(attempt).log not found for job.element "
      + "\(job.id).\(element.id)."
  }
}
