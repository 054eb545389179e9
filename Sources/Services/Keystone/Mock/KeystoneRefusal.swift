import HTTPMessage
import JSON
import MockServer

/// A request that Keystone refuses, with its body (Trove's sheet, section 2).
struct KeystoneRefusal: Error {
  let status: HTTPStatus
  let message: String
  /// For the journal and the terminal.
  let reason: String

  /// Every kind of failed sign-in says the same to the client.
  static func unauthorized(_ reason: String) -> KeystoneRefusal {
    KeystoneRefusal(
      status: .unauthorized, message: "The request you have made requires authentication.",
      reason: reason)
  }

  /// The body lacks something, or is no JSON at all.
  static func malformed(_ missing: String) -> KeystoneRefusal {
    KeystoneRefusal(
      status: .badRequest,
      message: "Expecting to find \(missing) in request body. The server could not comply with "
        + "the request since it is either malformed or otherwise incorrect. The client is assumed "
        + "to be in error.",
      reason: "the body has no \(missing)")
  }

  static func noToken(_ id: String) -> KeystoneRefusal {
    KeystoneRefusal(
      status: .notFound, message: "Could not find token: \(id).",
      reason: "X-Subject-Token is unknown, expired or revoked")
  }

  func answer(realm: String) -> Answer {
    let body: JSONValue = [
      "error": [
        "code": .number(JSONNumber(status.code)), "message": .string(message),
        "title": .string("\(status.reason)"),
      ]
    ]
    var response = HTTPResponse.json(JSONWriter.compact(body), status: status)
    if status == .unauthorized {
      response.fields.append("WWW-Authenticate", "Keystone uri=\"\(realm)\"")
    }
    return Answer(response, reason: reason)
  }
}
