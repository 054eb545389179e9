import HTTPTransport
import JSON
import WorkqueueClient

/// The call of the Swift client that does what the Python client did in an exchange.
enum RecordedCall: Equatable {
  case login(email: String, password: String)
  case jobs
  case job(Int)
  case elements(Int)
  case element(Int, job: Int)
  case jobOutput(Int)
  case elementOutput(Int, job: Int)
  case attempt(Int, element: Int, job: Int)
  case jobStatus(Int)
  case elementStatus(Int, job: Int)
  case post(NewJob)
  case shorthand(String, Shorthand)
  case pull([JobType], limit: Int?)
  case returnOutput(WorkResult, job: Int, element: Int)
  case returnMonitoring(TransferProgress, job: Int, element: Int)

  /// What the five shorthands take, as a body has it.
  struct Shorthand: Equatable {
    let path: String
    let site: Int
    let toPath: String
    let toSite: Int
    let options: JobOptions
  }

  /// Nil when no call asks for such a thing.
  init?(_ exchange: Exchange) {
    let steps = exchange.path.split(separator: "/").dropFirst(3).map(String.init)
    let body = exchange.body ?? .null
    let numbers = steps.compactMap { Int($0) }
    switch (exchange.method, steps.map { Int($0) == nil ? $0 : "N" }.joined(separator: "/")) {
    case ("POST", "login"):
      self = .login(email: body["email"]?.string ?? "", password: body["passwd"]?.string ?? "")
    case ("GET", "jobs"): self = .jobs
    case ("GET", "jobs/N"): self = .job(numbers[0])
    case ("GET", "jobs/N/elements"): self = .elements(numbers[0])
    case ("GET", "jobs/N/elements/N"): self = .element(numbers[1], job: numbers[0])
    case ("GET", "jobs/N/output"): self = .jobOutput(numbers[0])
    case ("GET", "jobs/N/elements/N/output"): self = .elementOutput(numbers[1], job: numbers[0])
    case ("GET", "jobs/N/elements/N/output/N"):
      self = .attempt(numbers[2], element: numbers[1], job: numbers[0])
    case ("GET", "jobs/N/status"): self = .jobStatus(numbers[0])
    case ("GET", "jobs/N/elements/N/status"): self = .elementStatus(numbers[1], job: numbers[0])
    case ("POST", "jobs"): self = .post(NewJob(recorded: body))
    case ("POST", "list"), ("POST", "copy"), ("POST", "remove"), ("POST", "rename"),
      ("POST", "mkdir"):
      self = .shorthand(steps[0], Shorthand(recorded: body))
    case ("POST", "worker/jobs"):
      self = .pull(
        (body["types"]?.array ?? []).map { JobType(number: $0.int ?? -1) },
        limit: body["algorithm.args"]?["limit"]?.int)
    case ("PUT", "worker/jobs/N/elements/N"):
      self = .returnOutput(WorkResult(recorded: body), job: numbers[0], element: numbers[1])
    case ("PUT", "worker/jobs/N/elements/N/monitoring"):
      let progress = TransferProgress(recorded: body)
      self = .returnMonitoring(progress, job: numbers[0], element: numbers[1])
    default: return nil
    }
  }

  /// Makes the call and gives its result as the service would write it; nil for a call without one.
  func result(from client: WorkqueueClient) async throws(WorkqueueError) -> JSONValue? {
    switch self {
    case .login(let email, let password):
      return try await client.login(email: email, password: password).rendered
    case .jobs: return try await client.jobs().rendered
    case .job(let job): return try await client.job(job).rendered
    case .elements(let job): return try await client.elements(of: job).rendered
    case .element(let element, let job):
      return try await client.element(element, of: job).rendered
    case .jobOutput(let job): return try await client.output(of: job).rendered
    case .elementOutput(let element, let job):
      return try await client.output(of: job, element: element).rendered
    case .attempt(let attempt, let element, let job):
      return try await client.output(of: job, element: element, attempt: attempt).rendered
    case .jobStatus(let job): return try await client.status(of: job).rendered
    case .elementStatus(let element, let job):
      return try await client.status(of: job, element: element).rendered
    case .post(let job): return try await client.post(job).rendered
    case .shorthand(let name, let job): return try await job.register(name, with: client).rendered
    case .pull(let types, let limit):
      return try await client.pull(types: types, limit: limit).rendered
    case .returnOutput(let result, let job, let element):
      try await client.returnOutput(result, job: job, element: element, token: client.token)
      return nil
    case .returnMonitoring(let progress, let job, let element):
      try await client.returnMonitoring(progress, job: job, element: element, token: client.token)
      return nil
    }
  }
}

extension RecordedCall.Shorthand {
  fileprivate init(recorded body: JSONValue) {
    path = body["src_filepath"]?.string ?? ""
    site = body["src_siteid"]?.int ?? -1
    toPath = body["dst_filepath"]?.string ?? ""
    toSite = body["dst_siteid"]?.int ?? -1
    var options = JobOptions()
    if let tries = body["max_tries"]?.int { options.maxTries = tries }
    if let priority = body["priority"]?.int { options.priority = priority }
    if let number = body["protocol"]?.int { options.protocol = JobProtocol(number: number) }
    if let extra = body["extra_opts"] { options.extra = extra }
    self.options = options
  }

  fileprivate func register(
    _ name: String, with client: WorkqueueClient
  ) async throws(WorkqueueError) -> Job {
    switch name {
    case "copy":
      try await client.copy(path, site: site, to: toPath, site: toSite, options: options)
    case "rename": try await client.rename(path, to: toPath, site: site, options: options)
    case "remove": try await client.remove(path, site: site, options: options)
    case "mkdir": try await client.mkdir(path, site: site, options: options)
    default: try await client.list(path, site: site, options: options)
    }
  }
}

extension NewJob {
  fileprivate init(recorded body: JSONValue) {
    let name = body["type"]?.string ?? ""
    let type = body["type"]?.int.map(JobType.init(number:)) ?? JobType(name: name)
    self.init(type, body["src_filepath"]?.string ?? "", site: body["src_siteid"]?.int ?? -1)
    destinationSite = body["dst_siteid"]?.int
    destinationPath = body["dst_filepath"]?.string
    maxTries = body["max_tries"]?.int
    priority = body["priority"]?.int
    `protocol` =
      body["protocol"]?.int.map(JobProtocol.init(number:))
      ?? body["protocol"]?.string.map(JobProtocol.init(name:))
    extra = body["extra_opts"]
  }
}

extension WorkResult {
  fileprivate init(recorded body: JSONValue) {
    self.init(
      returnCode: body["returncode"]?.int ?? -1, log: body["log"]?.string ?? "",
      host: body["host"] ?? .null, timestamp: body["timestamp"]?.string ?? "",
      listing: body["listing"]?.object.map(Listing.init(recorded:)))
  }
}

extension Listing {
  fileprivate init(recorded directories: JSONObject) {
    self.init(
      directories.members.map { directory in
        Directory(
          directory.key,
          (directory.value.array ?? []).map { entry in
            Entry(
              entry["name"]?.string ?? "", size: entry["st_size"]?.int, mode: entry["st_mode"]?.int)
          })
      })
  }
}

extension TransferProgress {
  fileprivate init(recorded body: JSONValue) {
    func number(_ key: String) -> Double { Double(body[key]?.int ?? Int.min) }
    self.init(
      transferred: number("transferred"), elapsed: number("elapsed"), instant: number("instant"),
      average: number("average"))
  }
}
