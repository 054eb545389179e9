import HTTPMessage
import JSON
import MockServer

/// A request that the data store refuses (sheet, section 4).
struct Refusal: Error {
  let status: HTTPStatus
  /// The body; nil for the framework's page of a failure.
  let detail: JSONValue?
  /// For the journal and the terminal.
  let reason: String
  /// Whether the answer asks for a token.
  var asksForToken = false
  var isMatched = true
  /// The methods that a path has.
  var allow: String?

  init(_ status: HTTPStatus, _ detail: String, reason: String? = nil) {
    self.status = status
    self.detail = .string(detail)
    self.reason = reason ?? detail
  }

  /// Everything that is wrong with a request's form.
  static func invalid(_ faults: [InvalidField]) -> Refusal {
    Refusal(
      status: .unprocessable, detail: .array(faults.map(\.json)),
      reason: faults.map(\.summary).joined(separator: "; "))
  }

  /// A failure that the service did not foresee.
  static func failure(_ reason: String) -> Refusal {
    Refusal(status: .internalServerError, detail: nil, reason: reason)
  }

  private init(status: HTTPStatus, detail: JSONValue?, reason: String) {
    self.status = status
    self.detail = detail
    self.reason = reason
  }

  static let unreadableBody = Refusal(.badRequest, "There was an error parsing the body")

  /// A refusal to know or to admit the caller.
  static func token(_ detail: String, _ reason: String) -> Refusal {
    var refusal = Refusal(.unauthorized, detail, reason: reason)
    refusal.asksForToken = true
    return refusal
  }

  static func noRoute(_ path: String) -> Refusal {
    var refusal = Refusal(.notFound, "Not Found", reason: "there is no path \(path)")
    refusal.isMatched = false
    return refusal
  }

  static func otherMethods(_ methods: [HTTPMethod]) -> Refusal {
    let allow = methods.map(\.description).joined(separator: ", ")
    var refusal = Refusal(
      .methodNotAllowed, "Method Not Allowed", reason: "the path takes \(allow)")
    refusal.isMatched = false
    refusal.allow = allow
    return refusal
  }

  var answer: Answer {
    guard let detail else {
      return Answer(.text("Internal Server Error", status: status), reason: reason)
    }
    var response = HTTPResponse.json(JSONWriter.compact(["detail": detail]), status: status)
    if asksForToken { response.fields.append("WWW-Authenticate", "Bearer") }
    if let allow { response.fields.append("Allow", allow) }
    return Answer(response, reason: reason, isMatched: isMatched)
  }
}
