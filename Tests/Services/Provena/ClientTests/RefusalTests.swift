import HTTPMessage
import HTTPTransport
import JSON
import ProvenaClient
import Testing

@Suite struct `A refusal of Provena` {
  /// The exceptions of the Python client by status, and what stands for them here.
  static let exceptions = CaseFile.list("exceptions")

  static func name(of error: ProvenaError) -> String {
    String("\(Mirror(reflecting: error).children.first?.label ?? "\(error)")")
  }

  static func name(of status: Int) -> String? {
    let named = exceptions.first { $0["status"]?.int == status }
    return (named ?? exceptions.first { $0["status"] == .null })?["error"]?.string
  }

  @Test(arguments: Exchange.refusals)
  func `becomes the error of its status, with the data store's words`(
    exchange: Exchange
  ) async throws {
    let client = StubTransport(exchange.response).client()
    let error = try #require(
      await #expect(throws: ProvenaError.self) { try await client.fetchDataset("10378.1/0") })
    let refusal = try #require(error.refusal)
    #expect(Self.name(of: error) == Self.name(of: exchange.response.status.code))
    #expect(refusal.status == exchange.response.status.code)
    #expect(
      refusal.call == "GET http://stub/registry/items/fetch-dataset?handle_id=10378.1%2F0")
    let detail = exchange.answer?["detail"]
    if let words = detail?.string {
      #expect(refusal.message == Self.oneLine(words))
    } else if let problems = detail?.array {
      #expect(refusal.problems.map(\.message) == problems.map { $0["msg"]?.string })
      #expect(refusal.problems.map(\.type) == problems.map { $0["type"]?.string })
      let message = try #require(refusal.message)
      for problem in refusal.problems {
        #expect(message.contains(Self.oneLine(problem.description)))
      }
    } else if exchange.answer == nil {
      let text = String(decoding: exchange.response.body, as: UTF8.self)
      #expect(refusal.message == (text == "null" ? nil : text))
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: exceptions)
  func `is told by its status`(example: JSONValue) async throws {
    for status in example["statuses"]?.array ?? [] {
      let stub = StubTransport(HTTPResponse(status: HTTPStatus(try #require(status.int))))
      let error = try #require(
        await #expect(throws: ProvenaError.self) { try await stub.client().getHealthCheck() })
      #expect(Self.name(of: error) == example["error"]?.string, "\(status)")
      #expect(error.status == status.int)
      #expect(error.message == nil)
    }
  }

  @Test(arguments: CaseFile.list("pages"))
  func `is understood in every form`(page: JSONValue) async throws {
    let body = try #require(page["body"]?.string)
    let stub = StubTransport(text: body, status: page["status"]?.int ?? 400)
    let error = try #require(
      await #expect(throws: ProvenaError.self) { try await stub.client().getHealthCheck() })
    #expect(error.description == page["text"]?.string)
    #expect((error.refusal?.problems.map { "\($0.location)" } ?? []) == locations(of: page))
  }

  private func locations(of page: JSONValue) -> [String] {
    page["locations"]?.array?.compactMap(\.string) ?? []
  }

  @Test(arguments: ["%", #"{"detail":"%"}"#])
  func `is cut when it says too much`(form: String) async {
    let text = form.split(separator: "%", omittingEmptySubsequences: false)
      .joined(separator: String(repeating: "ä", count: 100_000))
    let error = await #expect(throws: ProvenaError.self) {
      try await StubTransport(text: text, status: 400).client().getHealthCheck()
    }
    #expect(error?.message?.count == 1001)
    #expect(error?.message?.hasSuffix("…") == true)
  }

  @Test(
    arguments: [[0xFF, 0xFE, 0x00], [0x7B, 0x22, 0xFF], Array("\u{0}\u{1B}[31m".utf8)] as [[UInt8]])
  func `is an error, not a crash, in odd bytes`(body: [UInt8]) async {
    let stub = StubTransport(HTTPResponse(status: .internalServerError, body: body))
    let error = await #expect(throws: ProvenaError.self) {
      try await stub.client().getHealthCheck()
    }
    #expect(error?.status == 500)
  }
}

@Suite struct `An error of the Provena client` {
  @Test(arguments: [
    TransportError.cannotConnect("refused"), .broken("reset"), .notHTTP("x"), .cancelled,
    .unsendable("x"),
  ])
  func `carries the transport's`(error: TransportError) async {
    let stub = StubTransport { _ in .failure(error) }
    await #expect(throws: ProvenaError.transport(error, call: "GET http://stub/")) {
      try await stub.client().getHealthCheck()
    }
  }

  @Test func `tells a time-out from other trouble`() async {
    let stub = StubTransport { _ in .failure(.timedOut(after: .seconds(3))) }
    let error = await #expect(throws: ProvenaError.self) {
      try await stub.client().getHealthCheck()
    }
    #expect(error == .timedOut(after: .seconds(3), call: "GET http://stub/"))
    #expect(error?.description == "GET http://stub/: no complete answer within 3.0 seconds")
  }

  @Test(arguments: CaseFile.list("unreadable"))
  func `says where an answer can't be read`(example: JSONValue) async throws {
    let exchange = try Exchange.named(try #require(example["exchange"]?.string))
    let stub = StubTransport(text: try #require(example["body"]?.string))
    let error = try #require(
      await #expect(throws: ProvenaError.self) {
        try await RecordedCall.of(exchange).result(exchange, from: stub.client())
      })
    guard case .decoding(let path, let reason, let call) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(path.description == example["path"]?.string)
    #expect(reason == example["reason"]?.string)
    #expect(call == "\(exchange.method) http://stub\(exchange.pathAndQuery)")
    #expect(error.description.contains(reason) && error.description.contains(path.description))
  }

  @Test func `says where settings can't be read`() async {
    let stub = StubTransport(HTTPResponse(status: .ok, body: [0x61, 0xFF]))
    let error = await #expect(throws: ProvenaError.self) {
      try await stub.client().getAdminConfig()
    }
    #expect(
      error?.description
        == "GET http://stub/admin/config: the answer can't be read: it is no UTF-8")
  }

  @Test(arguments: CaseFile.list("unreadable-descriptions"))
  func `says where a description can't be read`(example: JSONValue) throws {
    let value = try #require(example["description"])
    let error = #expect(throws: ProvenaError.self) { try CollectionFormat(json: value) }
    #expect(error?.description == example["text"]?.string)
  }
}
