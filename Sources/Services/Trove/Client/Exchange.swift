import HTTPMessage
import JSON
import ServiceAnswers

/// What can be made of an answer, for a client that its methods then use.
protocol Model {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer)
}

/// A model without methods.
protocol PlainModel: Model, AnswerDecodable {}

extension PlainModel {
  init(_ answer: Answer, _ client: TroveClient) throws(UnreadableAnswer) { try self.init(answer) }
}

extension TroveClient {
  /// A call whose answer says nothing, or nothing of interest.
  func send(_ call: Call) async throws(TroveError) { _ = try await exchange(call) }

  /// A call whose answer is an object of that name, or without a name the object itself.
  func value<Value: Model>(_ call: Call, _ key: String?) async throws(TroveError) -> Value {
    try await read(call) { answer throws(UnreadableAnswer) in
      try Value(key.map { key throws(UnreadableAnswer) in try answer.member(key) } ?? answer, self)
    }
  }

  /// A call whose answer is a list.
  func page<Item: Model & Sendable>(
    _ call: Call, _ key: String
  ) async throws(TroveError) -> Page<Item> {
    try await read(call) { answer throws(UnreadableAnswer) in
      try Page(answer, key) { element throws(UnreadableAnswer) in try Item(element, self) }
    }
  }

  /// A call whose answer is read by `read`.
  func read<Value>(
    _ call: Call, _ read: (Answer) throws(UnreadableAnswer) -> Value
  ) async throws(TroveError) -> Value {
    let (response, name) = try await exchange(call)
    do throws(UnreadableAnswer) {
      return try read(Answer(body: response.body))
    } catch {
      throw .decoding(path: error.path, reason: error.reason, call: name)
    }
  }

  /// Sends a call. When the service refuses the token, a new one is fetched and the call repeated,
  /// once; a call that was refused so has done nothing yet.
  private func exchange(
    _ call: Call
  ) async throws(TroveError) -> (response: HTTPResponse, name: String) {
    let wire = Wire(transport: transport, timeout: timeout)
    let grant = try await session.grant(wire)
    do throws(TroveError) {
      return try await exchange(call, with: grant, wire)
    } catch {
      guard case .unauthorized = error else { throw error }
      let renewed = try await session.grant(insteadOf: grant.token, wire)
      return try await exchange(call, with: renewed, wire)
    }
  }

  private func exchange(
    _ call: Call, with grant: Grant, _ wire: Wire
  ) async throws(TroveError) -> (response: HTTPResponse, name: String) {
    let url = try call.url(at: grant.endpoint)
    var fields: HTTPFields = ["X-Auth-Token": grant.token]
    if let project = grant.project { fields.append("X-Auth-Project-Id", project) }
    let response = try await wire.exchange(call.method, url, fields: fields, body: call.body)
    return (response, Wire.name(call.method, url))
  }
}

extension JSONObject {
  /// As 0 or 1, which is how the service wants some truth values.
  mutating func set(_ key: String, asNumber value: Bool?) { set(key, value.map { $0 ? 1 : 0 }) }
}
