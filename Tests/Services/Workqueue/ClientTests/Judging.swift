import HTTPMessage
import JSON
import Testing
import WorkqueueClient

extension Exchange {
  /// Compares what came of a call with this exchange's answer: nothing may be lost in reading, and a
  /// refusal is an error with the service's words.
  ///
  /// - Parameter server: where the client's request went.
  func judge(
    _ outcome: Result<JSONValue?, WorkqueueError>, of call: RecordedCall, at server: String
  ) throws {
    if (200..<300).contains(response.status.code) {
      #expect(try outcome.get() == answer.map { call.rendering(of: $0) })
      return
    }
    let page = String(decoding: response.body, as: UTF8.self)
    if case .pull = call, page.contains("No work to be done.") {
      #expect(try outcome.get() == [])
      return
    }
    guard case .failure(.refused(let status, let message, let name)) = outcome else {
      Issue.record("\(outcome) is no refusal")
      return
    }
    #expect(status == response.status.code)
    #expect(name == "\(method) \(server)\(path)")
    // As a browser shows it: runs of spaces and line ends are one space.
    let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.hasSuffix("<p>\(try #require(message))</p>"))
  }
}

extension RecordedCall {
  func outcome(from client: WorkqueueClient) async -> Result<JSONValue?, WorkqueueError> {
    do throws(WorkqueueError) {
      return .success(try await result(from: client))
    } catch {
      return .failure(error)
    }
  }

  /// What reading an answer and writing it back must give: the same, in the one form that the
  /// client's types have where the documentation and the reference service differ.
  func rendering(of answer: JSONValue) -> JSONValue {
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
