import HTTPMessage
import JSON
import MockServer

extension WorkqueueMock {
  /// `POST worker/jobs`: hands out elements that wait for work (sheet, section 8).
  func pull(
    _ order: PullOrder, _ state: inout WorkqueueState, at now: Timestamp
  ) throws(Refusal) -> HTTPResponse {
    let waiting = state.jobs.indices.filter { place in
      order.types.contains(state.jobs[place].type.rawValue)
        && state.jobs[place].elements.contains(where: \.canBeTried)
    }.sorted { left, right in
      (state.jobs[left].priority, state.jobs[left].id) < (
        state.jobs[right].priority, state.jobs[right].id
      )
    }
    var json = JSONWriter(reserving: 1024)
    var left = order.limit
    json.beginArray()
    for place in waiting where left > 0 {
      let taken = state.take(place, atMost: left, at: now.iso8601)
      left -= taken.count
      write(state.jobs[place], elements: taken, to: &json)
    }
    json.endArray()
    guard left < order.limit else { throw Refusal(.notFound, "No work to be done.") }
    return .json(json.finish())
  }

  private func write(_ job: Job, elements places: [Int], to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.int(job.id)
    json.key("user_id")
    json.int(job.user)
    json.key("type")
    json.int(job.type.rawValue)
    json.key("status")
    json.int(job.status.rawValue)
    json.key("protocol")
    json.int(job.transfer.rawValue)
    json.key("priority")
    json.int(job.priority)
    json.key("src_siteid")
    json.int(job.sourceSite)
    json.key("dst_siteid")
    json.optional(job.destinationSite)
    json.key("src_filepath")
    json.string(job.sourcePath)
    json.key("dst_filepath")
    json.optional(job.destinationPath)
    json.key("extra_opts")
    json.value(job.extraOpts)
    json.key("log_uid")
    json.string(job.logUID)
    json.key("timestamp")
    json.string(job.timestamp)
    json.key("src_credentials")
    json.string(settings.credentials(user: job.user, site: job.sourceSite))
    json.key("dst_credentials")
    json.optional(
      job.hasDestinationCredentials
        ? job.destinationSite.map { settings.credentials(user: job.user, site: $0) } : nil)
    json.key("elements")
    json.beginArray()
    for place in places { write(job.elements[place], ofJob: job.id, to: &json) }
    json.endArray()
    json.endObject()
  }

  private func write(_ element: JobElement, ofJob job: Int, to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.int(element.id)
    json.key("job_id")
    json.int(job)
    json.key("type")
    json.int(element.type.rawValue)
    json.key("status")
    json.int(element.status.rawValue)
    json.key("attempts")
    json.int(element.attempts)
    json.key("max_tries")
    json.int(element.maxTries)
    json.key("size")
    json.int(element.size)
    json.key("listing")
    json.value(element.listing)
    json.key("monitoring_info")
    json.value(element.monitoring)
    json.key("src_filepath")
    json.string(element.sourcePath)
    json.key("dst_filepath")
    json.optional(element.destinationPath)
    json.key("timestamp")
    json.string(element.timestamp)
    json.key("token")
    json.string(tokens.token(job: job, element: element.id))
    json.endObject()
  }
}

extension WorkqueueState {
  /// Marks elements of a job that can be tried as handed out; gives their places.
  fileprivate mutating func take(_ place: Int, atMost limit: Int, at time: String) -> [Int] {
    let taken = Array(
      jobs[place].elements.indices.filter { jobs[place].elements[$0].canBeTried }.prefix(limit))
    change(place) { job in
      for element in taken {
        job.elements[element].status = .submitted
        job.elements[element].timestamp = time
      }
      job.recomputeStatus(at: time)
    }
    return taken
  }
}

/// What a worker asks for.
struct PullOrder {
  let types: Set<Int>
  let limit: Int

  /// The argument of each algorithm; for `BY_SIZE` it is checked but not followed, since the service
  /// itself does not keep to it (sheet, section 8).
  private static let algorithms = ["BY_NUMBER": "limit", "BY_SIZE": "size"]

  init(_ body: JSONObject, _ mock: WorkqueueMock) throws(Refusal) {
    try mock.require("types", in: body)
    guard let types = body["types"]?.array else {
      throw Refusal(.internalServerError, reason: "types must be a list of integers")
    }
    self.types = Set(types.compactMap(\.int))
    let name = body["algorithm"] ?? "BY_NUMBER"
    guard let argument = name.string.flatMap({ Self.algorithms[$0.uppercased()] }) else {
      throw Refusal(
        .internalServerError, reason: "algorithm must be BY_NUMBER or BY_SIZE, not \(name)")
    }
    guard let arguments = (body["algorithm.args"] ?? [:]).object,
      let unknown = arguments.keys.first(where: { $0 != argument }) ?? Optional("")
    else { throw Refusal(.internalServerError, reason: "algorithm.args must be an object") }
    guard unknown.isEmpty else {
      throw Refusal(
        .internalServerError, reason: "\(name) has no argument \"\(unknown)\", only \(argument)")
    }
    let value = arguments[argument]
    guard value == nil || value?.int != nil else {
      throw Refusal(.internalServerError, reason: "\(argument) must be an integer")
    }
    limit = argument == "limit" ? value?.int ?? mock.settings.pullLimit : mock.settings.pullLimit
  }
}
