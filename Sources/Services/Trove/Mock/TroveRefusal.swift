import HTTPMessage
import JSON
import MockServer

/// A request that Trove refuses, with its body (sheet, sections 2.3 and 5).
struct TroveRefusal: Error {
  let status: HTTPStatus
  let body: JSONValue
  /// For the journal and the terminal.
  let reason: String
  var isMatched = true
  /// In seconds; nil where waiting is no use.
  var retryAfter: Int?

  private init(status: HTTPStatus, body: JSONValue, reason: String) {
    self.status = status
    self.body = body
    self.reason = reason
  }

  /// The usual form: `{"badRequest": {"code": 400, "message": …}}`.
  init(_ status: HTTPStatus, _ name: String, _ message: String, reason: String? = nil) {
    self.init(
      status: status,
      body: .object(
        JSONObject([
          .init(
            key: name,
            value: [
              "code": .number(JSONNumber(status.code)), "message": .string(message),
            ])
        ])), reason: reason ?? message)
  }

  static func badRequest(_ message: String) -> TroveRefusal {
    TroveRefusal(.badRequest, "badRequest", message)
  }

  /// A body that does not fit its schema (sheet, section 7).
  static func invalid(_ problem: String) -> TroveRefusal {
    .badRequest("Validation error: \(problem)")
  }

  static func notFound(_ message: String) -> TroveRefusal {
    TroveRefusal(.notFound, "itemNotFound", message)
  }

  static func noResource(_ id: String) -> TroveRefusal {
    .notFound("Resource \(id) cannot be found.")
  }

  static func forbidden(_ message: String) -> TroveRefusal {
    TroveRefusal(.forbidden, "forbidden", message)
  }

  /// What only some roles may do.
  static func policy(_ name: String) -> TroveRefusal {
    .forbidden("Policy doesn't allow \(name) to be performed.")
  }

  static func notAdmin() -> TroveRefusal {
    TroveRefusal(.unauthorized, "unauthorized", "User does not have admin privileges.")
  }

  static func conflict(_ message: String) -> TroveRefusal {
    TroveRefusal(HTTPStatus(409), "conflict", message)
  }

  static func unprocessable(_ message: String) -> TroveRefusal {
    TroveRefusal(.unprocessable, "unprocessableEntity", message)
  }

  static func overLimit(_ message: String) -> TroveRefusal {
    TroveRefusal(.contentTooLarge, "overLimit", message)
  }

  /// More requests of a method than a minute may have.
  static func rateLimited(_ method: HTTPMethod, _ limit: Int, retryAfter: Int) -> TroveRefusal {
    let reason = "This request was rate-limited."
    var refusal = TroveRefusal(
      status: .contentTooLarge,
      body: [
        "overLimit": [
          "code": 413, "message": .string(reason),
          "details": .string("Only \(limit) \(method) request(s) can be made to * every minute."),
          "retryAfter": .string(String(retryAfter)),
        ]
      ], reason: reason)
    refusal.retryAfter = retryAfter
    return refusal
  }

  static func notImplemented(_ message: String) -> TroveRefusal {
    TroveRefusal(HTTPStatus(501), "notImplemented", message)
  }

  /// A path or method that leads nowhere.
  static var noRoute: TroveRefusal {
    var refusal = TroveRefusal.notFound("The resource could not be found.")
    refusal.isMatched = false
    return refusal
  }

  /// A body that is no JSON.
  static var malformed: TroveRefusal {
    flat(
      .badRequest, "Malformed request body<br /><br />\n\n\n", "400 Bad Request", "Bad Request",
      reason: "the body is no JSON")
  }

  /// A token of one project on another's path.
  static func otherProject(_ project: String) -> TroveRefusal {
    flat(
      .forbidden,
      "Access was denied to this resource.<br /><br />\nUser with tenant id \(project) cannot access this resource.\n\n",
      "403 Forbidden", "Forbidden",
      reason: "the token is for project \(project), the path is for another")
  }

  private static func flat(
    _ status: HTTPStatus, _ message: String, _ code: String, _ title: String, reason: String
  ) -> TroveRefusal {
    TroveRefusal(
      status: status,
      body: ["message": .string(message), "code": .string(code), "title": .string(title)],
      reason: reason)
  }

  /// No token, or one that Keystone does not know.
  static func unauthenticated(_ reason: String) -> TroveRefusal {
    TroveRefusal(
      status: .unauthorized,
      body: [
        "error": [
          "code": 401, "title": "Unauthorized",
          "message": "The request you have made requires authentication.",
        ]
      ], reason: reason)
  }

  var answer: Answer {
    Answer(
      .json(JSONWriter.compact(body), status: status), reason: reason, isMatched: isMatched)
  }
}
