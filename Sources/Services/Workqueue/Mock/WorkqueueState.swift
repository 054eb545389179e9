import JSON
import MockServer

/// Everything that clients of the service can change.
public struct WorkqueueState: Sendable {
  let accounts: [WorkqueueMock.Account]
  /// In order of their ids, which only grow; there is no delete.
  private(set) var jobs: [Job] = []
  private var placeByID: [Int: Int] = [:]
  private var placesByUser: [Int: [Int]] = [:]

  /// The id of the next job.
  var nextID: Int { (jobs.last?.id ?? 0) + 1 }

  func place(ofJob id: Int) -> Int? { placeByID[id] }

  func jobs(of user: Int) -> [Job] { (placesByUser[user] ?? []).map { jobs[$0] } }

  mutating func append(_ job: Job) {
    placeByID[job.id] = jobs.count
    placesByUser[job.user, default: []].append(jobs.count)
    jobs.append(job)
  }

  /// Changes a job in place.
  mutating func change<Failure>(
    _ place: Int, _ body: (inout Job) throws(Failure) -> Void
  ) throws(Failure) {
    try body(&jobs[place])
  }
}

extension WorkqueueState {
  /// Builds the state from the seed records `jobs`, `elements` and `attempts`.
  init(
    _ records: Collections, accounts: [WorkqueueMock.Account], settings: WorkqueueSettings,
    profile: WorkqueueProfile
  ) throws(FixtureError) {
    self.accounts = accounts
    var jobs: [Int: Job] = [:]
    for node in try records.records("jobs") {
      let job = try Self.job(node, settings, profile)
      jobs[job.id] = job
    }
    for node in try records.records("elements") {
      let (jobID, element) = try Self.element(node, profile)
      guard jobs[jobID] != nil else { throw node.error("there is no job \(jobID)") }
      jobs[jobID]?.elements.append(element)
    }
    for node in try records.records("attempts") { try Self.addAttempt(node, to: &jobs) }
    for var job in jobs.values.sorted(by: { $0.id < $1.id }) {
      job.elements.sort { $0.id < $1.id }
      append(job)
    }
  }

  private static func job(
    _ node: FixtureNode, _ settings: WorkqueueSettings, _ profile: WorkqueueProfile
  ) throws(FixtureError) -> Job {
    try node.object { object throws(FixtureError) in
      let user = try object.required("user_id").int()
      let sourceSite = try object.required("src_siteid").int()
      let destinationSite = try object.nullable("dst_siteid")?.int()
      let type = try object.required("type").word(JobType.names)
      return Job(
        id: try object.required("id").int(in: 1...Int.max - 1),
        user: user,
        sourceSite: sourceSite,
        destinationSite: destinationSite,
        sourcePath: try object.required("src_filepath").string(),
        destinationPath: try object.nullable("dst_filepath")?.string(),
        type: type,
        status: try object.required("status").word(JobStatus.names),
        extraOpts: try object.required("extra_opts").value,
        priority: try object.required("priority").int(in: 0...settings.highestPriority),
        transfer: try object.required("protocol").word(JobProtocol.names),
        logUID: try object.required("log_uid").string(),
        timestamp: try timestamp(object.required("timestamp"), profile),
        hasDestinationCredentials: type == .copy,
        elements: [])
    }
  }

  private static func element(
    _ node: FixtureNode, _ profile: WorkqueueProfile
  ) throws(FixtureError) -> (job: Int, JobElement) {
    try node.object { object throws(FixtureError) in
      let job = try object.required("job_id").int()
      let element = JobElement(
        id: try object.required("id").int(in: 0...Int.max - 1),
        sourcePath: try object.required("src_filepath").string(),
        destinationPath: try object.nullable("dst_filepath")?.string(),
        size: try object.required("size").int(),
        maxTries: try object.required("max_tries").int(in: 0...Int.max),
        type: try object.required("type").word(JobType.names),
        status: try object.required("status").word(JobStatus.names),
        timestamp: try timestamp(object.required("timestamp"), profile),
        listing: object.optional("listing")?.value ?? .null,
        monitoring: object.optional("monitoring_info")?.value ?? .null,
        attempts: try object.required("attempts").int(in: 0...Int.max))
      guard element.attempts <= element.maxTries else {
        throw object.error("attempts are more than max_tries")
      }
      return (job, element)
    }
  }

  private static func addAttempt(
    _ node: FixtureNode, to jobs: inout [Int: Job]
  ) throws(FixtureError) {
    try node.object { object throws(FixtureError) in
      let job = try object.required("jobid").int()
      let element = try object.required("elementid").int()
      let attempt = try object.required("attempt").int()
      let log = AttemptLog(
        log: try object.required("log").string(),
        elementOutputLog: try object.optional("element_output_log")?.string())
      guard let place = jobs[job]?.place(ofElement: element),
        let tried = jobs[job]?.elements[place].attempts, (1...max(1, tried)).contains(attempt),
        tried > 0
      else { throw object.error("job \(job) has no element \(element) with an attempt \(attempt)") }
      jobs[job]?.elements[place].logs[attempt] = log
    }
  }

  /// Keeps the text, but where the profile asks for it, fills in the seconds.
  private static func timestamp(
    _ node: FixtureNode, _ profile: WorkqueueProfile
  ) throws(FixtureError) -> String {
    let text = try node.string()
    guard let time = Timestamp(iso8601: text) else {
      throw node.error("expected a UTC time as 2012-03-21T13:35 or 2012-03-21T13:35:00.000000")
    }
    return profile.completesTimestamps ? time.iso8601 : text
  }
}
