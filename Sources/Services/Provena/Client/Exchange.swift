import HTTPMessage
import HTTPTransport
import JSON
import ServiceAnswers

/// The data store, with all that a call needs.
struct Service: Sendable {
  let auth: any AuthManager
  let config: ProvenaConfig
  let timeout: Duration
  let transport: any HTTPTransport
}

/// What a call asks of the data store.
struct Call: Sendable {
  let endpoint: DatastoreEndpoint
  /// In this order; a part without a value is left out.
  var query: [(name: String, value: String?)] = []
  var body: JSONValue?
  var accept = "application/json"

  init(
    _ endpoint: DatastoreEndpoint, query: [(name: String, value: String?)] = [],
    body: JSONValue? = nil
  ) {
    self.endpoint = endpoint
    self.query = query
    self.body = body
  }

  func url(at server: String) -> String {
    let parts = query.compactMap { part in
      part.value.map { "\(part.name)=\(PercentCoding.encode($0))" }
    }
    return server + endpoint.path + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
  }
}

extension Service {
  /// A call whose answer says nothing, or nothing of interest.
  func send(_ call: Call) async throws(ProvenaError) { _ = try await exchange(call) }

  /// A call whose answer is JSON.
  ///
  /// - Throws: beside all else, ``ProvenaError/unsuccessful(details:call:)`` when the answer has a
  ///   `status` that says so: the data store refuses in this way, too.
  func value<Value: AnswerDecodable>(_ call: Call) async throws(ProvenaError) -> Value {
    let (response, name) = try await exchange(call)
    let failure: String
    do throws(UnreadableAnswer) {
      let answer = try Answer(body: response.body)
      guard let status = try Status(in: answer), !status.success else { return try Value(answer) }
      failure = status.details
    } catch {
      throw .decoding(path: error.path, reason: error.reason, call: name)
    }
    throw .unsuccessful(details: failure, call: name)
  }

  /// One exchange. Every status but 200 is a refusal, as in the Python client.
  func exchange(
    _ call: Call
  ) async throws(ProvenaError) -> (response: HTTPResponse, name: String) {
    var fields: HTTPFields = ["Accept": call.accept]
    fields.append("Authorization", "Bearer \(try await auth.token())")
    let wire = Wire(transport: transport, timeout: timeout)
    let url = call.url(at: config.datastoreURL)
    let method = call.endpoint.method
    let response = try await wire.exchange(
      method, url, fields: fields,
      content: call.body.map { ("application/json", JSONWriter.compact($0)) })
    let name = Wire.name(method, url)
    guard response.status == .ok else { throw ProvenaError(Refusal(response, call: name)) }
    return (response, name)
  }
}
