import HTTPMessage
import HTTPServer
import JSON

/// An admin call with what it may look at.
struct AdminRequest {
  let http: HTTPRequest
  let parameters: PathParameters
  let worlds: [any ServiceWorld]
  let fresh: FreshWorlds?
  let started: Timestamp
  let now: Timestamp
  let shutdown: AdminAPI.Shutdown?

  /// The first value of a query parameter.
  func query(_ name: String) -> String? { http.target.queryItems.first { $0.name == name }?.value }

  /// Refuses a query parameter that the call does not know, instead of doing more than was meant.
  func onlyParameters(_ known: String...) throws(AdminError) {
    for (name, _) in http.target.queryItems where !known.contains(name) {
      throw AdminError(
        .badRequest,
        "this call has no parameter \"\(name)\"" + Suggestion.hint(for: name, among: known))
    }
  }

  /// The worlds that the call is for.
  func selectedWorlds() throws(AdminError) -> [any ServiceWorld] {
    guard let name = query("service") else { return worlds }
    let selected = worlds.filter { $0.description.name == name }
    guard selected.isEmpty else { return selected }
    throw AdminError(
      .notFound,
      "there is no service \"\(name)\""
        + Suggestion.hint(for: name, among: worlds.map(\.description.name)))
  }

  /// The body, which must be an object.
  func body() throws(AdminError) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.value(of: http.body)
    } catch {
      throw AdminError(.badRequest, "the body is not JSON", error.description)
    }
    guard let object = value.object else {
      throw AdminError(.badRequest, "the body must be an object, not \(value.typeName)")
    }
    return object
  }

  /// The body, an object that has none but the known members, and each once.
  func body(_ known: String...) throws(AdminError) -> JSONObject {
    let body = try body()
    for (place, key) in body.keys.enumerated() {
      guard known.contains(key) else {
        throw AdminError(
          .badRequest,
          "this call takes no member \"\(key)\"" + Suggestion.hint(for: key, among: known))
      }
      guard !body.keys[..<place].contains(key) else {
        throw AdminError(.badRequest, "\"\(key)\" stands more than once in the body")
      }
    }
    return body
  }

  /// The time that the query parameter `since` gives.
  func since() throws(AdminError) -> Timestamp? {
    guard let text = query("since") else { return nil }
    guard let time = Timestamp(utc: text) else {
      throw AdminError(
        .badRequest, "since must be a UTC time as 2026-01-31T12:00:00Z, not \"\(text)\"")
    }
    return time
  }

  /// A query parameter that must be a whole number.
  func number(_ name: String) throws(AdminError) -> Int? {
    guard let text = query(name) else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw AdminError(.badRequest, "\(name) must be a whole number, not \"\(text)\"")
    }
    return number
  }
}

/// A refused admin call, in WireMock's form of errors.
struct AdminError: Error {
  let status: HTTPStatus
  let title: String
  let detail: String?
  /// The value of the body that is wrong.
  let pointer: String?

  init(
    _ status: HTTPStatus, _ title: String, _ detail: String? = nil, pointer: String? = nil
  ) {
    self.pointer = pointer
    self.status = status
    self.title = title
    self.detail = detail
  }

  var response: HTTPResponse {
    var error: JSONObject = JSONObject([
      .init(key: "code", value: .number(JSONNumber(status.code))),
      .init(key: "title", value: .string(title)),
    ])
    error["source"] = pointer.map { ["pointer": .string($0)] }
    error["detail"] = detail.map { .string($0) }
    return .json(JSONWriter.pretty(["errors": [.object(error)]]), status: status)
  }
}
