import JSON
import Testing

/// An admin call that is refused, with the answer that says so.
struct AdminRefusal: Sendable, CustomTestStringConvertible {
  let method: String
  let call: String
  let body: String
  let status: Int
  let title: String
  let detail: String?
  var testDescription: String { "\(method) \(call) \(body)" }

  init(
    _ method: String, _ call: String, body: String = "", _ status: Int, _ title: String,
    detail: String? = nil
  ) {
    self.method = method
    self.call = call
    self.body = body
    self.status = status
    self.title = title
    self.detail = detail
  }

  /// The body of the answer.
  var answer: JSONValue {
    var error = JSONObject([
      .init(key: "code", value: .number(JSONNumber(status))),
      .init(key: "title", value: .string(title)),
    ])
    error["detail"] = detail.map { .string($0) }
    return ["errors": [.object(error)]]
  }
}
