import HTTPMessage
import JSON
import MockServer

extension WorkqueueMock {
  /// An account of the users service, which gives out tokens.
  struct Account: Sendable {
    let email: String
    let password: String
    /// What a login gives; nil until the account is verified.
    let token: String?
  }

  func account(_ node: FixtureNode) throws(FixtureError) -> Account {
    try node.object { object throws(FixtureError) in
      let email = try object.required("email").string()
      let password = try object.required("passwd").string()
      guard try object.required("verified").bool() else {
        return Account(email: email, password: password, token: nil)
      }
      let name = try object.required("token")
      let tokens = fixtures.description.tokens
      guard let token = tokens[try name.string()]?.string else {
        throw name.error(
          "there is no such token" + Suggestion.hint(for: try name.string(), among: tokens.keys))
      }
      return Account(email: email, password: password, token: token)
    }
  }

  /// `POST /users/api/v1.0/login`: a token for e-mail and password (sheet, section 5).
  func login(_ body: JSONObject, _ accounts: [Account]) throws(Refusal) -> HTTPResponse {
    guard let email = body["email"]?.string, let password = body["passwd"]?.string else {
      throw Refusal(.badRequest, reason: "email and passwd are required")
    }
    guard let account = accounts.first(where: { $0.email == email }), account.password == password
    else {
      throw Refusal(
        .forbidden,
        reason: "wrong e-mail or password; known: \(accounts.map(\.email).joined(separator: ", "))")
    }
    guard let token = account.token else {
      throw Refusal(HTTPStatus(401), reason: "the account \(email) is not verified")
    }
    return .json(JSONWriter.compact(.string(token)))
  }
}
