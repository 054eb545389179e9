import HTTPMessage
import HTTPTransport
import JSON
import Testing
import WorkqueueClient

@Suite struct `An error of the client` {
  struct Unreadable: Sendable, CustomTestStringConvertible {
    let call: @Sendable (WorkqueueClient) async throws(WorkqueueError) -> Void
    let name: String
    let answer: String
    let path: String
    let reason: String
    var testDescription: String { "\(name) \(answer.prefix(60))" }

    static func jobs(_ answer: String, _ path: String, _ reason: String) -> Unreadable {
      Unreadable(
        call: { client async throws(WorkqueueError) in _ = try await client.jobs() },
        name: "jobs", answer: answer, path: path, reason: reason)
    }

    static func element(_ answer: String, _ path: String, _ reason: String) -> Unreadable {
      Unreadable(
        call: { client async throws(WorkqueueError) in _ = try await client.element(1, of: 2) },
        name: "jobs/2/elements/1", answer: answer, path: path, reason: reason)
    }

    static func output(_ answer: String, _ path: String, _ reason: String) -> Unreadable {
      Unreadable(
        call: { client async throws(WorkqueueError) in _ = try await client.output(of: 2) },
        name: "jobs/2/output", answer: answer, path: path, reason: reason)
    }

    static func elementOutput(_ answer: String, _ path: String, _ reason: String) -> Unreadable {
      Unreadable(
        call: { client async throws(WorkqueueError) in
          _ = try await client.output(of: 2, element: 1)
        }, name: "jobs/2/elements/1/output", answer: answer, path: path, reason: reason)
    }

    static func progress(_ answer: String, _ path: String, _ reason: String) -> Unreadable {
      Unreadable(
        call: { client async throws(WorkqueueError) in
          _ = try await client.status(of: 2, element: 1)
        }, name: "jobs/2/elements/1/status", answer: answer, path: path, reason: reason)
    }
  }

  static let job =
    #"{"id":1,"user_id":123,"src_siteid":12,"src_filepath":"~/f","type":"LIST","status":"NEW","#
    + #""priority":5,"protocol":"GRIDFTP","log_uid":"x","timestamp":"2012-03-21T13:35"}"#

  static func job(_ part: String, _ other: String) -> String {
    "[\(job),\(job.split(separator: part, omittingEmptySubsequences: false).joined(separator: other))]"
  }

  @Test(arguments: [
    Unreadable.jobs("", "", "the body is empty"),
    .jobs("[1,]", "", "not JSON at 1:4: "),
    .jobs("{}", "", "expected array, found object"),
    .jobs("[1]", "/0", "expected object, found number"),
    .jobs("[{}]", "/0", #"there is no member "id""#),
    .jobs(job(#""id":1,"#, #""id":"1","#), "/1/id", "expected integer, found string"),
    .jobs(job(#""id":1,"#, #""id":1.5,"#), "/1/id", "1.5 is no integer of 64 bits"),
    .jobs(job(#""id":1,"#, #""id":null,"#), "/1/id", "expected integer, found null"),
    .jobs(job("123", "true"), "/1/user_id", "expected integer, found boolean"),
    .jobs(job(#""LIST""#, "[]"), "/1/type", "expected name or number, found array"),
    .jobs(job(#""~/f""#, "7"), "/1/src_filepath", "expected string, found number"),
    .jobs(job(#""2012-03-21T13:35""#, "7"), "/1/timestamp", "expected string, found number"),
    .jobs(
      job("}", #","num_elements":1}"#), "/1", #"there is no member "num_new""#),
    .element(
      `A listing`.element(listing: "7"), "/listing", "expected object or array, found number"),
    .element(
      `A listing`.element(listing: #"[{"a":["f"]},[]]"#), "/listing/1",
      "expected object, found array"),
    .element(
      `A listing`.element(listing: #"{"~/d":["f",{"st_size":1}]}"#), "/listing/~0~1d/1",
      #"there is no member "name""#),
    .element(
      `A listing`.element(listing: #"{"a":[1]}"#), "/listing/a/0",
      "expected string or object, found number"),
    .output("[[{}]]", "/0/0", #"there is no member "jobid""#),
    .output("[7]", "/0", "expected object or array, found number"),
    .output("{}", "", "expected array, found object"),
    .elementOutput("[]", "", "there is no attempt in the list"),
    .progress(
      #"{"jobid":2,"elementid":1,"status":"DONE","attempts":1,"transferred":1,"elapsed":"x"}"#,
      "/elapsed", "expected number, found string"),
  ])
  func `says where an answer can't be read`(example: Unreadable) async {
    let client = StubTransport(json: example.answer).client()
    let error = await #expect(throws: WorkqueueError.self) { try await example.call(client) }
    guard case .decoding(let path, let reason, let call) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path.description == example.path)
    #expect(reason.hasPrefix(example.reason), "\(reason)")
    #expect(call == "GET http://stub/workqueue/api/v1.0/\(example.name)")
  }

  struct Page: Sendable, CustomTestStringConvertible {
    let body: String
    let message: String?
    var testDescription: String { "\(body.prefix(70))" }
  }

  static let head = "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n"

  @Test(arguments: [
    Page(
      body: head + "<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n"
        + "<p>Missing data attributes: ['src_siteid']</p>\n",
      message: "Missing data attributes: ['src_siteid']"),
    Page(
      body: head + "<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n"
        + "<p></p>\n", message: "Internal Server Error"),
    Page(
      body: head + "<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n"
        + "<p>The server is overloaded.  Either\nway, <b>try</b> later.</p>\n",
      message: "The server is overloaded. Either way, try later."),
    Page(body: head + "<title>404 Not Found</title>", message: "404 Not Found"),
    Page(
      body: "<p>no &lt;tag&gt; &amp;lt; &quot;it&#39;s&quot; &x;",
      message: #"no <tag> &lt; "it's" &x;"#),
    Page(body: "404 Not Found", message: "404 Not Found"),
    Page(body: " \n", message: nil),
    Page(body: "", message: nil),
    Page(body: head, message: nil),
    Page(body: #"{"error": 1}"#, message: #"{"error": 1}"#),
  ])
  func `has the words of the service's page`(page: Page) async {
    let stub = StubTransport(HTTPResponse(status: .badRequest, body: Array(page.body.utf8)))
    let error = await #expect(throws: WorkqueueError.self) { try await stub.client().jobs() }
    let call = "GET http://stub/workqueue/api/v1.0/jobs"
    #expect(error == .refused(status: 400, message: page.message, call: call))
    #expect(error?.status == 400)
  }

  @Test(arguments: [202, 204, 302, 400, 500, 503])
  func `is thrown for every status but 200 and 201`(code: Int) async {
    let stub = StubTransport(HTTPResponse(status: HTTPStatus(code), body: Array("[]".utf8)))
    let error = await #expect(throws: WorkqueueError.self) { try await stub.client().jobs() }
    #expect(error?.status == code)
  }

  @Test func `is not thrown for 201`() async throws {
    let stub = StubTransport(HTTPResponse(status: .created, body: Array("[]".utf8)))
    #expect(try await stub.client().jobs() == [])
  }

  @Test func `is not hidden by a pull, unless there is no work`() async {
    let stub = StubTransport(HTTPResponse(status: .notFound, body: Array("404 Not Found".utf8)))
    let error = await #expect(throws: WorkqueueError.self) { try await stub.client().pull() }
    #expect(error?.status == 404)
  }

  struct Text: Sendable {
    let error: WorkqueueError
    let text: String
  }

  @Test(arguments: [
    Text(
      error: .refused(status: 404, message: "Not here.", call: "GET /x"),
      text: "GET /x: refused with 404: Not here."),
    Text(
      error: .refused(status: 403, message: nil, call: "GET /x"),
      text: "GET /x: refused with 403, without a word why"),
    Text(
      error: .timedOut(after: .seconds(20), call: "GET /x"),
      text: "GET /x: no complete answer within 20.0 seconds"),
    Text(
      error: .transport(.cannotConnect("refused"), call: "GET /x"),
      text: "GET /x: cannot connect: refused"),
    Text(
      error: .transport(.broken("reset"), call: "GET /x"),
      text: "GET /x: the connection broke: reset"),
    Text(
      error: .transport(.notHTTP("a banner"), call: "GET /x"),
      text: "GET /x: the answer is no HTTP: a banner"),
    Text(error: .transport(.cancelled, call: "GET /x"), text: "GET /x: cancelled"),
    Text(
      error: .decoding(path: JSONPointer(), reason: "empty", call: "GET /x"),
      text: "GET /x: the answer can't be read: empty"),
    Text(
      error: .decoding(
        path: JSONPointer([.element(0), .member("id")]), reason: "odd", call: "GET /x"),
      text: "GET /x: the answer can't be read at /0/id: odd"),
  ])
  func `explains itself`(example: Text) {
    #expect(example.error.description == example.text)
  }

  @Test(arguments: [
    TransportError.cannotConnect("refused"), .broken("reset"), .notHTTP("x"), .cancelled,
    .unsendable("x"),
  ])
  func `carries the transport's`(error: TransportError) async {
    let client = StubTransport(.failure(error)).client()
    let call = "GET http://stub/workqueue/api/v1.0/jobs"
    await #expect(throws: WorkqueueError.transport(error, call: call)) { try await client.jobs() }
  }

  @Test func `tells a time-out from other trouble`() async {
    let stub = StubTransport(.failure(.timedOut(after: .milliseconds(5))))
    let client = WorkqueueClient(
      server: "http://stub", timeout: .milliseconds(5), transport: stub)
    let call = "GET http://stub/workqueue/api/v1.0/jobs/7"
    await #expect(throws: WorkqueueError.timedOut(after: .milliseconds(5), call: call)) {
      try await client.job(7)
    }
    #expect(stub.timeouts == [.milliseconds(5)])
  }
}
