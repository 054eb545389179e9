import HTTPMessage
import JSON
import Testing
import WorkqueueClient

@Suite struct `A recorded answer` {
  @Test(arguments: Exchange.all.filter { $0.response.status == .ok } + Exchange.documented)
  func `is read without loss`(exchange: Exchange) async throws {
    let call = try #require(RecordedCall(exchange))
    let result = try await call.result(from: StubTransport(exchange.response).client())
    #expect(result == exchange.answer.map { call.rendering(of: $0) })
  }

  @Test(arguments: Exchange.all.filter { $0.response.status != .ok })
  func `that refuses becomes an error with the service's words`(exchange: Exchange) async throws {
    let call = try #require(RecordedCall(exchange))
    let client = StubTransport(exchange.response).client()
    let page = String(decoding: exchange.response.body, as: UTF8.self)
    if case .pull = call, page.contains("No work to be done.") {
      #expect(try await call.result(from: client) == [])
      return
    }
    let error = await #expect(throws: WorkqueueError.self) { try await call.result(from: client) }
    guard case .refused(let status, let message, let name) = error else {
      Issue.record("\(String(describing: error)) is no refusal")
      return
    }
    #expect(status == exchange.response.status.code)
    #expect(name == "\(exchange.method) http://stub\(exchange.path)")
    // As a browser shows it: runs of spaces and line ends are one space.
    let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.hasSuffix("<p>\(try #require(message))</p>"))
  }

  @Test func `is there for every documented call`() {
    let names = Set(Exchange.documented.compactMap { RecordedCall($0)?.name })
    let undocumented = ["login", "pull", "returnOutput", "returnMonitoring"]
    #expect(names == Set(RecordedCall.names).subtracting(undocumented))
  }
}

extension RecordedCall {
  /// What reading an answer and writing it back must give: the same, in the one form that the
  /// client's types have where the documentation and the reference service differ.
  fileprivate func rendering(of answer: JSONValue) -> JSONValue {
    switch self {
    case .jobStatus: ["status": answer["status"] ?? .null]
    case .jobOutput:
      .array(Self.byElement((answer.array ?? []).flatMap { $0.array ?? [$0] }.map(Self.usual)))
    case .elementOutput: .array((answer.array ?? [answer]).map(Self.usual))
    default: Self.usual(answer)
    }
  }

  private static func byElement(_ attempts: [JSONValue]) -> [JSONValue] {
    let ids = attempts.compactMap { $0["elementid"]?.int }
    return Set(ids).sorted().map { id in .array(attempts.filter { $0["elementid"]?.int == id }) }
  }

  /// Without what is null or "N/A"; codes as names; a listing as one object.
  private static func usual(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(usual))
    case .object(let object):
      .object(
        JSONObject(
          object.members.compactMap { member in
            let value = usual(member)
            return value == .null || value == "N/A" ? nil : .init(key: member.key, value: value)
          }))
    default: value
    }
  }

  private static let codes = [
    "type": ["LIST", "COPY", "REMOVE", "RENAME", "MKDIR"],
    "status": ["NEW", "DONE", "FAILED", "SUBMITTED", "RUNNING"],
    "protocol": ["GRIDFTP", "SSH", "DUMMY"],
  ]

  private static func usual(_ member: JSONObject.Member) -> JSONValue {
    if let names = codes[member.key], let number = member.value.int {
      return .string(names[number])
    }
    if member.key == "listing", let parts = member.value.array {
      return .object(JSONObject(parts.flatMap { $0.object?.members ?? [] }))
    }
    return usual(member.value)
  }
}
