import HTTPMessage
import JSON
import ProvenaClient
import Testing

@Suite struct `A recorded answer of Provena` {
  @Test(arguments: Exchange.calls.filter { $0.response.status == .ok })
  func `is read without loss`(exchange: Exchange) async throws {
    let client = StubTransport(exchange.response).client()
    let call = try RecordedCall.of(exchange)
    let status = exchange.answer?["status"] ?? exchange.answer
    if status?["success"] == false {
      let error = try #require(
        await #expect(throws: ProvenaError.self) { try await call.result(exchange, from: client) })
      let name = "\(exchange.method) http://stub\(exchange.pathAndQuery)"
      #expect(error == .unsuccessful(details: status?["details"]?.string ?? "", call: name))
      #expect(error.message == status?["details"]?.string)
      return
    }
    let result = try await call.result(exchange, from: client)
    let text = String(decoding: exchange.response.body, as: UTF8.self)
    let isText = exchange.response.fields[.contentType]?.hasPrefix("text/") == true
    #expect(result == (isText ? .string(text) : exchange.answer?.usual))
  }

  @Test func `keeps what the client doesn't know`() async throws {
    let exchange = try Exchange.named("fetch")
    let fetched = try await StubTransport(exchange.response).client().fetchDataset("x")
    let item = try #require(fetched.item)
    #expect(.object(item.attributes) == exchange.answer?["item"])
    #expect(item["display_name"] == .string(item.displayName))
  }

  @Test(arguments: CaseFile.list("descriptions"))
  func `gives back a description with whatever stands in it`(description: JSONValue) throws {
    let value = try #require(description["description"])
    #expect(try CollectionFormat(json: value).json == value)
  }

  @Test func `of settings is read line by line`() async throws {
    let exchange = try Exchange.named("config")
    let settings = try await StubTransport(exchange.response).client().getAdminConfig()
    let lines = settings.text.split(separator: "\n").map(String.init)
    #expect(settings.entries.map { "\($0.key)=\($0.value)" } == lines)
    for entry in settings.entries { #expect(settings[entry.key] == entry.value) }
    #expect(settings["nothing of the kind"] == nil)
  }

  @Test(arguments: CaseFile.list("times"))
  func `has moments in all forms`(example: JSONValue) throws {
    let text = try #require(example["text"]?.string)
    #expect(ProvenaTimestamp(text).microsecondsSince1970 == example["microseconds"]?.int)
    #expect("\(ProvenaTimestamp(text))" == text)
  }

  @Test(arguments: CaseFile.list("dates"))
  func `has days that exist`(example: JSONValue) throws {
    let text = try #require(example["text"]?.string)
    #expect((CalendarDate(text) != nil) == example["exists"]?.bool)
    if let date = CalendarDate(text) {
      #expect(date.description == text)
      #expect(CalendarDate(year: date.year, month: date.month, day: date.day) == date)
    }
  }
}
