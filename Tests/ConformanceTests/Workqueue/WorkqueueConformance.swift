import JSON
import MockSupport
import Testing
import WorkqueueClient

@Suite(.serialized) struct `Conformance of the workqueue` {
  @Test(arguments: RunningWorkqueue.all)
  func `holds the seed's jobs and elements`(workqueue: ServiceUnderTest) async throws {
    let running = try await RunningWorkqueue(workqueue)
    let client = running.client
    for record in try Seed.records("jobs") {
      let job = try await client.job(try Seed.int(record, "id"))
      #expect(try await client.jobs().contains { $0.id == job.id })
      #expect(job.userID == record["user_id"]?.int && job.priority == record["priority"]?.int)
      #expect(
        job.type.name == record["type"]?.string && job.status.name == record["status"]?.string)
      #expect(job.protocol.name == record["protocol"]?.string)
      #expect(job.sourceSite == record["src_siteid"]?.int)
      #expect(job.destinationSite == record["dst_siteid"]?.int)
      #expect(job.sourcePath == record["src_filepath"]?.string)
      #expect(job.destinationPath == record["dst_filepath"]?.string)
      #expect(job.logUID == record["log_uid"]?.string)
      #expect(try await client.status(of: job.id) == job.status)
    }
    for record in try Seed.records("elements") {
      let job = try Seed.int(record, "job_id")
      let element = try await client.element(try Seed.int(record, "id"), of: job)
      #expect(try await client.elements(of: job).contains(element))
      #expect(element.size == record["size"]?.int && element.maxTries == record["max_tries"]?.int)
      #expect(element.attempts == record["attempts"]?.int)
      #expect(element.status.name == record["status"]?.string)
      let progress = try await client.status(of: job, element: element.id)
      #expect(progress.status == element.status && progress.attempts == element.attempts)
    }
    #expect(running.objections == [])
  }

  @Test(arguments: RunningWorkqueue.all)
  func `holds the seed's attempts`(workqueue: ServiceUnderTest) async throws {
    let running = try await RunningWorkqueue(workqueue)
    let client = running.client
    for record in try Seed.records("attempts") {
      let job = try Seed.int(record, "jobid")
      let element = try Seed.int(record, "elementid")
      let number = try Seed.int(record, "attempt")
      let attempt = try await client.output(of: job, element: element, attempt: number)
      #expect(attempt.number == number && attempt.log == record["log"]?.string)
      let latest = try await client.output(of: job, element: element).latest
      let back = try await client.output(of: job, element: element, attempt: -1)
      #expect(latest.number == back.number && latest.status == back.status)
      #expect(try await client.output(of: job).contains { $0.elementID == element })
    }
    #expect(running.objections == [])
  }

  @Test(arguments: RunningWorkqueue.all)
  func `registers jobs of each type`(workqueue: ServiceUnderTest) async throws {
    let running = try await RunningWorkqueue(workqueue)
    let client = running.client
    var post = NewJob(.remove, "~/posted", site: 12)
    post.priority = 7
    post.protocol = .ssh
    let options = JobOptions(maxTries: 4, priority: 3, protocol: .dummy, extra: ["depth": 1])
    let jobs = [
      try await client.list("~/l", site: 12, options: options),
      try await client.copy("~/c", site: 12, to: "~/d", site: 14),
      try await client.remove("~/r", site: 12),
      try await client.rename("~/o", to: "~/n", site: 12),
      try await client.mkdir("~/m", site: 12),
      try await client.post(post),
    ]
    #expect(jobs.map(\.type) == [.list, .copy, .remove, .rename, .mkdir, .remove])
    #expect(jobs.map(\.destinationSite) == [nil, 14, nil, 12, nil, nil])
    #expect(jobs.map(\.destinationPath) == [nil, "~/d", nil, "~/n", nil, nil])
    #expect(jobs.map(\.priority) == [3, 5, 5, 5, 5, 7])
    #expect(jobs.map(\.protocol) == [.dummy, .gridFTP, .gridFTP, .gridFTP, .gridFTP, .ssh])
    #expect(jobs.first?.extra == ["depth": 1])
    // The documentation shows a new job as submitted.
    #expect(jobs.allSatisfy { $0.status == .new || $0.status == .submitted })
    #expect(Set(jobs.map(\.id)).count == jobs.count && Set(jobs.map(\.logUID)).count == jobs.count)
    let known = try await client.jobs()
    for (job, first) in zip(jobs, [JobType.list, .list, .list, .list, .mkdir, .list]) {
      let stored = try await client.job(job.id)
      #expect(stored.id == job.id && stored.type == job.type)
      #expect(known.contains { $0.id == job.id })
      let elements = try await client.elements(of: job.id)
      #expect(elements.map(\.type) == [first] && elements.map(\.status) == [.new])
      #expect(elements.map(\.maxTries) == [job.id == jobs[0].id ? 4 : 2])
      #expect(try await client.output(of: job.id).isEmpty)
    }
    #expect(running.objections == [])
  }

  @Test(arguments: RunningWorkqueue.all)
  func `lets a worker do a list`(workqueue: ServiceUnderTest) async throws {
    let running = try await RunningWorkqueue(workqueue)
    let client = running.client
    try await running.drain()
    let job = try await client.list("~/dir", site: 12)
    let (pulled, work) = try await running.pullOne()
    #expect(pulled.id == job.id && pulled.status == .submitted && pulled.type == .list)
    #expect(work.element.type == .list && work.element.status == .submitted)
    #expect(try await client.pull().isEmpty)
    #expect(try await client.status(of: job.id) == .submitted)
    let failure = WorkResult(
      returnCode: 1, log: "no such directory\n", host: "worker.example.com",
      timestamp: "2026-01-31T12:00:00.000001")
    try await client.returnOutput(failure, for: work)
    #expect(try await client.status(of: job.id) == .failed)
    let again = try await running.pullOne()
    let listing = Listing([.init("~/dir", [.init("f", size: 3, mode: 0o100644)])])
    let success = WorkResult(
      returnCode: 0, log: "listed\n", host: ["worker.example.com", [], ["192.0.2.1"]],
      timestamp: "2026-01-31T12:00:01", listing: listing)
    try await client.returnOutput(success, for: again.element)
    let progress = try await client.status(of: job.id, element: 0)
    #expect(progress.status == .done && progress.attempts == 2)
    #expect(try await client.element(0, of: job.id).listing == listing)
    let output = try await client.output(of: job.id, element: 0).latest
    #expect(output.listing == listing && output.log.hasSuffix("\nlisted\n"))
    #expect(try await client.output(of: job.id, element: 0, attempt: 1).status == .failed)
    #expect(try await client.pull().isEmpty)
    #expect(running.objections == [])
  }

  @Test(arguments: RunningWorkqueue.all)
  func `lets a worker do a copy`(workqueue: ServiceUnderTest) async throws {
    let running = try await RunningWorkqueue(workqueue)
    let client = running.client
    try await running.drain()
    let job = try await client.copy("~/dir", site: 12, to: "~/new", site: 14)
    let list = try await running.pullOne()
    #expect(list.job.destinationSite == 14 && list.element.element.type == .list)
    let listing = Listing([
      .init(
        "~/dir",
        [.init("a", size: 10, mode: 0o100644), .init("b", size: 20, mode: 0o100644)])
    ])
    func result(_ log: String, listing: Listing? = nil) -> WorkResult {
      WorkResult(
        returnCode: 0, log: log, host: "worker.example.com", timestamp: "2026-01-31T12:00:00",
        listing: listing)
    }
    try await client.returnOutput(result("listed", listing: listing), for: list.element)
    #expect(try await client.pull(types: [.list]).isEmpty)
    let items = try await client.pull(types: [.copy], limit: 5)
    let elements = items.flatMap(\.elements)
    #expect(items.map(\.job.id) == [job.id])
    #expect(items.first?.sourceCredentials?.isEmpty == false)
    #expect(items.first?.destinationCredentials?.isEmpty == false)
    #expect(elements.map(\.element.sourcePath) == ["~/dir/a", "~/dir/b"])
    #expect(elements.map(\.element.destinationPath) == ["~/new/a", "~/new/b"])
    #expect(elements.map(\.element.size) == [10, 20])
    for work in elements {
      let halfway = TransferProgress(transferred: 5, elapsed: 2, instant: 3, average: 2.5)
      try await client.returnMonitoring(halfway, for: work)
      let progress = try await client.status(of: job.id, element: work.element.id)
      #expect(progress.status == .running && progress.transfer == halfway)
      #expect(try await client.element(work.element.id, of: job.id).transfer == halfway)
      try await client.returnOutput(result("copied"), for: work)
      #expect(try await client.status(of: job.id, element: work.element.id).status == .done)
    }
    #expect(try await client.status(of: job.id) == .done)
    #expect(try await client.output(of: job.id).map(\.elementID) == [0, 1, 2])
    #expect(running.objections == [])
  }

  @Test(arguments: RunningWorkqueue.all)
  func `refuses in words`(workqueue: ServiceUnderTest) async throws {
    let running = try await RunningWorkqueue(workqueue)
    let client = running.client
    try await running.drain()
    func refusal(_ call: () async throws -> Void) async -> (status: Int?, message: String?) {
      let error = await #expect(throws: WorkqueueError.self) { try await call() }
      guard case .refused(let status, let message, _) = error else { return (nil, nil) }
      return (status, message)
    }
    #expect(await refusal { _ = try await client.job(99) }.status == 404)
    #expect(await refusal { _ = try await client.status(of: 99) }.status == 404)
    #expect(try await client.elements(of: 99).isEmpty)
    let path = await refusal { _ = try await client.list("~/a b", site: 12) }
    #expect(path.status == 400)
    #expect(path.message == "Possible injection content in filepath '~/a b'")
    let type = await refusal {
      _ = try await client.post(NewJob(.unknown("9"), "~/f", site: 12))
    }
    #expect(type.status == 400 && type.message == "9 is not a valid JobType")
    let job = try await client.list("~/early", site: 12)
    let early = await refusal { _ = try await client.output(of: job.id, element: 0) }
    #expect(early.status == 404)
    #expect(
      early.message
        == "No attempts have yet been recorded for element 0 of job \(job.id). Please try later.")
    let work = try await running.pullOne().element
    let result = WorkResult(returnCode: 1, log: "", host: "h", timestamp: "t")
    let token = await refusal {
      try await client.returnOutput(result, job: job.id, element: 0, token: client.token)
    }
    #expect(token.status == 403)
    try await client.returnOutput(result, for: work)
    var stranger = client
    stranger.token = "no token at all"
    let jobs = await refusal { [stranger] in _ = try await stranger.jobs() }
    #expect(jobs.status == 403)
  }
}

/// The seed records of the fixtures.
enum Seed {
  static func records(_ collection: String) throws -> [JSONValue] {
    try Repository.records("workqueue", collection)
  }

  static func int(_ record: JSONValue, _ key: String) throws -> Int {
    try #require(record[key]?.int)
  }
}
