import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

@Suite struct `A refusal of Trove` {
  @Test(arguments: Exchange.refusals.filter { $0.group != "identity" })
  func `becomes the error that the Python client raises, with the service's words`(
    exchange: Exchange
  ) async throws {
    let stub = StubTransport(exchange.response)
    let outcome = await Route.Outcome { () async throws(TroveError) in
      try await stub.client().flavors.list().rendered("flavors")
    }
    try exchange.judge(outcome, of: "GET \(StubTransport.endpoint)/flavors")
  }

  @Test func `for going too fast tells how long to wait`() async throws {
    let (_, client) = try Exchange.named("rate-limited").player()
    let error = await #expect(throws: TroveError.self) { try await client.instances.delete("1") }
    guard case .overLimit(let refusal, let limit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(limit == .seconds(30))
    #expect(refusal.message == "This request was rate-limited.")
    #expect(refusal.details == "Only 2 DELETE request(s) can be made to * every minute.")
  }

  struct Wait: Sendable {
    let fields: HTTPFields
    var body = "{}"
    var status = 413
    let seconds: Int?
  }

  @Test(arguments: [
    Wait(fields: ["Retry-After": "7"], seconds: 7),
    Wait(fields: ["Retry-After": "7"], status: 429, seconds: 7),
    Wait(fields: [:], body: #"{"overLimit":{"message":"m","retryAfter":"9"}}"#, seconds: 9),
    Wait(fields: [:], body: #"{"overLimit":{"message":"m","retryAfter":9}}"#, seconds: 9),
    Wait(fields: ["Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"], seconds: nil),
    Wait(fields: ["Retry-After": "-1"], seconds: nil),
    Wait(fields: ["Retry-After": "99999999999999999999"], seconds: nil),
    Wait(fields: [:], seconds: nil),
  ])
  func `for going too fast may be silent about how long to wait`(example: Wait) async throws {
    var response = HTTPResponse.text(json: example.body, status: example.status)
    for (name, value) in example.fields { response.fields.append(name, value) }
    let stub = StubTransport(response)
    let error = await #expect(throws: TroveError.self) { try await stub.client().limits.list() }
    guard case .overLimit(_, let limit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(limit == example.seconds.map { .seconds($0) })
  }

  struct Page: Sendable, CustomTestStringConvertible {
    let body: String
    let message: String?
    var testDescription: String { String(body.prefix(70)) }
  }

  @Test(arguments: [
    Page(body: #"{"itemNotFound":{"code":404,"message":"Not here."}}"#, message: "Not here."),
    Page(body: #"{"message":"Flat.","code":"403 Forbidden"}"#, message: "Flat."),
    Page(
      body: #"{"code":"403","message":"No.<br /><br />\nNot\n you.\n\n"}"#, message: "No. Not you."),
    Page(body: #"{"error":{"code":401,"message":"Who?"}}"#, message: "Who?"),
    Page(body: #"{"error":"A text."}"#, message: "A text."),
    Page(body: #"{"code":404,"itemNotFound":{"message":"Second."}}"#, message: "Second."),
    Page(body: "{}", message: nil), Page(body: "null", message: nil), Page(body: "", message: nil),
    Page(body: "[1, 2]", message: "[1,2]"), Page(body: "7", message: "7"),
    Page(body: #""text""#, message: "text"),
    Page(body: #"{"a":{"b":{"message":"deep"}}}"#, message: #"{"a":{"b":{"message":"deep"}}}"#),
    Page(body: #"{"itemNotFound":{"message":7}}"#, message: #"{"itemNotFound":{"message":7}}"#),
    Page(body: #"{"x":{"message":""}}"#, message: nil),
    Page(body: #"{"x":{"message":"a < b and c > d"}}"#, message: "a < b and c > d"),
    Page(body: #"{"cut short"#, message: #"{"cut short"#),
    Page(body: "404 Not Found", message: "404 Not Found"),
    Page(
      body: "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad &amp; sad</h1></body>",
      message: "Bad & sad"),
    Page(body: "<!doctype html>", message: nil), Page(body: " \n ", message: nil),
  ])
  func `is understood in every form`(page: Page) async {
    let stub = StubTransport(HTTPResponse(status: .notFound, body: Array(page.body.utf8)))
    let error = await #expect(throws: TroveError.self) { try await stub.client().limits.list() }
    let call = "GET \(StubTransport.endpoint)/limits"
    #expect(error == .notFound(Refusal(status: 404, message: page.message, call: call)))
  }

  @Test(arguments: ["%", #"{"x":{"message":"%"}}"#])
  func `is cut when it says too much`(form: String) async {
    let text = form.split(separator: "%", omittingEmptySubsequences: false)
      .joined(separator: String(repeating: "ä", count: 100_000))
    let body = Array(text.utf8)
    let stub = StubTransport(HTTPResponse(status: .badRequest, body: body))
    let error = await #expect(throws: TroveError.self) { try await stub.client().limits.list() }
    #expect(error?.message?.count == 1001)
    #expect(error?.message?.hasSuffix("…") == true)
  }

  @Test(
    arguments: [[0xFF, 0xFE, 0x00], [0x7B, 0x22, 0xFF], Array("\u{0}\u{1B}[31m".utf8)] as [[UInt8]])
  func `is an error, not a crash, in odd bytes`(body: [UInt8]) async {
    let stub = StubTransport(HTTPResponse(status: .internalServerError, body: body))
    let error = await #expect(throws: TroveError.self) { try await stub.client().limits.list() }
    #expect(error?.status == 500)
  }

  @Test(arguments: [
    (302, "refused"), (400, "BadRequest"), (404, "NotFound"), (405, "refused"),
    (409, "Conflict"), (418, "refused"), (500, "InternalServerError"),
    (501, "HttpNotImplemented"), (503, "InternalServerError"), (599, "InternalServerError"),
  ])
  func `is told by its status`(status: Int, name: String) async throws {
    let stub = StubTransport(HTTPResponse(status: HTTPStatus(status)))
    let error = try #require(
      await #expect(throws: TroveError.self) { try await stub.client().limits.list() })
    if case .refused = error {
      #expect(name == "refused")
    } else {
      #expect(Exchange.exception(of: error) == name)
    }
    #expect(error.status == status)
  }
}
