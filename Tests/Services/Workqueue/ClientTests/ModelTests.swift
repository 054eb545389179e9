import HTTPMessage
import HTTPTransport
import JSON
import Testing
import WorkqueueClient

@Suite struct `The output of a job` {
  static let attempts = [
    #"{"jobid":12,"elementid":0,"attempt":1,"type":"LIST","status":"DONE","log":"a"}"#,
    #"{"jobid":12,"elementid":1,"attempt":1,"type":"COPY","status":"FAILED","log":"b"}"#,
    #"{"jobid":12,"elementid":1,"attempt":2,"type":"COPY","status":"DONE","log":"c"}"#,
  ]

  static let shapes = [
    "[[\(attempts[0])],[\(attempts[1]),\(attempts[2])]]",
    "[\(attempts[0]),[\(attempts[1]),\(attempts[2])]]",
    "[\(attempts[0]),\(attempts[1]),\(attempts[2])]",
    "[[\(attempts[0])],[],[\(attempts[2]),\(attempts[1])]]",
  ]

  @Test(arguments: shapes)
  func `is the same in every shape`(text: String) async throws {
    let output = try await StubTransport(json: text).client().output(of: 12)
    #expect(output.map(\.elementID) == [0, 1])
    #expect(output.map { $0.attempts.map(\.log) } == [["a"], ["b", "c"]])
    #expect(output.map(\.latest.number) == [1, 2])
    #expect(output.map(\.earlier.count) == [0, 1])
  }

  @Test(arguments: ["[]", "[[]]", "[[],[]]"])
  func `is empty before the first attempt`(text: String) async throws {
    #expect(try await StubTransport(json: text).client().output(of: 12).isEmpty)
  }

  @Test(arguments: [attempts[2], "[\(attempts[1]),\(attempts[2])]"])
  func `has the same latest attempt for one element, alone or last in a list`(
    text: String
  ) async throws {
    let output = try await StubTransport(json: text).client().output(of: 12, element: 1)
    #expect(output.latest.log == "c")
    #expect(output.jobID == 12)
  }
}

@Suite struct `A listing` {
  static func element(listing: String) -> String {
    """
    {"id":0,"job_id":1,"src_filepath":"~/d","size":0,"max_tries":2,"attempts":1,"type":"LIST",
    "status":"DONE","timestamp":"2012-03-21T13:35","listing":\(listing)}
    """
  }

  @Test(arguments: [
    #"{"a":["f"],"b":[]}"#, #"[{"a":["f"],"b":[]}]"#, #"[{"a":["f"]},{"b":[]}]"#,
    #"[{"a":[{"name":"f"}]},{},{"b":[]}]"#,
  ])
  func `is the same as an object and as a list of objects`(text: String) async throws {
    let client = StubTransport(json: Self.element(listing: text)).client()
    let listing = try #require(try await client.element(0, of: 1).listing)
    #expect(listing == Listing([.init("a", [.init("f")]), .init("b", [])]))
    #expect(listing["a"]?.map(\.name) == ["f"])
    #expect(listing["c"] == nil)
  }

  @Test func `knows what workers tell of an entry`() async throws {
    let text =
      #"{"/d":[{"st_size":3,"name":"f","st_mode":33188,"st_uid":7},"#
      + #"{"name":"s","st_mode":16877}]}"#
    let client = StubTransport(json: Self.element(listing: text)).client()
    let entries = try #require(try await client.element(0, of: 1).listing?["/d"])
    #expect(entries.map(\.isDirectory) == [false, true])
    #expect(entries.map(\.size) == [3, nil])
    #expect(entries.first?.attributes["st_uid"] == 7)
    #expect(Listing.Entry("f").isDirectory == nil)
  }
}

@Suite struct `A timestamp` {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let microseconds: Int?
    var testDescription: String { text }
  }

  @Test(arguments: [
    Case(text: "1970-01-01T00:00", microseconds: 0),
    Case(text: "2012-03-21T13:35", microseconds: 1_332_336_900_000_000),
    Case(text: "2012-03-21T13:35:00", microseconds: 1_332_336_900_000_000),
    Case(text: "2012-03-21T13:35:01.000001", microseconds: 1_332_336_901_000_001),
    Case(text: "2012-03-21T13:35:01.5", microseconds: 1_332_336_901_500_000),
    Case(text: "2012-03-21T13:35:01.1234567", microseconds: 1_332_336_901_123_456),
    Case(text: "2012-03-21T13:35:00Z", microseconds: 1_332_336_900_000_000),
    Case(text: "2012-03-21 13:35", microseconds: nil),
    Case(text: "2012-03-21T13:35:", microseconds: nil),
    Case(text: "2012-03-21T13:35:00.", microseconds: nil),
    Case(text: "2012-13-21T13:35", microseconds: nil),
    Case(text: "yesterday", microseconds: nil),
    Case(text: "", microseconds: nil),
  ])
  func `keeps its text and knows its moment`(example: Case) {
    let timestamp = WorkqueueTimestamp(example.text)
    #expect(timestamp.microsecondsSince1970 == example.microseconds)
    #expect(timestamp.description == example.text)
  }
}

@Suite struct `A code` {
  @Test(arguments: [
    "LIST": JobType.list, "copy": .copy, "Rename": .rename, "4": .mkdir, "TAPE": .unknown("TAPE"),
    "9": .unknown("9"), "-1": .unknown("-1"), "": .unknown(""),
  ])
  func `is read from a name in any case and from digits`(name: String, type: JobType) {
    #expect(JobType(name: name) == type)
  }

  @Test func `has the documented number`() {
    #expect(JobType.documented.map(\.number) == [0, 1, 2, 3, 4])
    #expect(JobType.documented.map(\.name) == ["LIST", "COPY", "REMOVE", "RENAME", "MKDIR"])
    #expect(
      JobStatus.documented.map(\.name) == ["NEW", "DONE", "FAILED", "SUBMITTED", "RUNNING"])
    #expect(JobProtocol.documented.map(\.name) == ["GRIDFTP", "SSH", "DUMMY"])
    #expect(JobStatus(number: 4) == .running)
    #expect(JobProtocol(number: 3) == .unknown("3"))
    #expect(JobProtocol.unknown("3").number == nil)
  }

  @Test func `that is unknown does not keep a job from being read`() async throws {
    let text = #"{"jobid":12,"status":"PAUSED"}"#
    #expect(try await StubTransport(json: text).client().status(of: 12) == .unknown("PAUSED"))
  }

  @Test(arguments: [(JobType.mkdir, "4"), (.unknown("9"), "9"), (.unknown("TAPE"), "\"TAPE\"")])
  func `is sent as its number`(type: JobType, text: String) async throws {
    let stub = StubTransport(json: "[]")
    _ = try await stub.client().pull(types: [type], limit: 3)
    let body = String(decoding: try #require(stub.requests.first?.body), as: UTF8.self)
    #expect(
      body == #"{"types":[\#(text)],"algorithm":"BY_NUMBER","algorithm.args":{"limit":3}}"#)
  }
}

@Suite struct `A job to register` {
  @Test func `sends only what was said`() async throws {
    let stub = StubTransport(json: "[]")
    var job = NewJob(.copy, "~/a", site: 12)
    _ = try? await stub.client().post(job)
    job.destinationSite = 14
    job.destinationPath = "~/b"
    job.maxTries = 3
    job.priority = 0
    job.protocol = .dummy
    job.extra = ["depth": 1]
    _ = try? await stub.client().post(job)
    let bodies = stub.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) }
    #expect(
      bodies == [
        #"{"type":1,"src_siteid":12,"src_filepath":"~/a"}"#,
        #"{"type":1,"src_siteid":12,"src_filepath":"~/a","dst_siteid":14,"dst_filepath":"~/b","#
          + #""max_tries":3,"priority":0,"protocol":2,"extra_opts":{"depth":1}}"#,
      ])
  }

  @Test func `is sent with a fraction only where there is one`() async throws {
    let stub = StubTransport(.init(status: .ok))
    let progress = TransferProgress(transferred: 400, elapsed: 2, instant: 190.5, average: 200)
    try await stub.client().returnMonitoring(progress, job: 12, element: 1, token: "t")
    #expect(
      String(decoding: try #require(stub.requests.first?.body), as: UTF8.self)
        == #"{"transferred":400,"elapsed":2,"instant":190.5,"average":200,"id":"12.1"}"#)
  }
}

@Suite struct `The address of a client` {
  struct Case: Sendable {
    let client: WorkqueueClient
    let login: String?
  }

  @Test(arguments: [
    Case(
      client: WorkqueueClient(server: "http://h:1//"), login: "http://h:1/users/api/v1.0"),
    Case(
      client: WorkqueueClient(baseURL: "http://h:1/workqueue/api/v1.0/"),
      login: "http://h:1/users/api/v1.0"),
    Case(
      client: WorkqueueClient(
        baseURL: "http://h:1/workqueue/api/v1.0", usersURL: "http://h:2/users/api/v1.0/"),
      login: "http://h:2/users/api/v1.0"),
  ])
  func `leads to the workqueue and the users service`(example: Case) {
    #expect(example.client.baseURL == "http://h:1/workqueue/api/v1.0")
    #expect(example.client.usersURL == example.login)
    #expect(example.client.timeout == .seconds(20))
  }

  @Test func `that tells nothing of the users service refuses to log in`() async {
    let client = WorkqueueClient(baseURL: "http://h:1/wq", transport: StubTransport(json: "1"))
    let error = await #expect(throws: WorkqueueError.self) {
      try await client.login(email: "a", password: "b")
    }
    #expect(
      error?.description
        == "POST /login: the request can't be sent: no address of the users service is known; "
        + "give usersURL to the client")
  }
}
