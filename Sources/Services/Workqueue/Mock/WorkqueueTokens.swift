import HTTPMessage
import JSON
import MockServer

/// The tokens of users and elements (sheet, section 5). Tokens are looked up, never verified: their
/// claims are read, their signatures are opaque.
struct WorkqueueTokens: Sendable {
  /// A user token's claims as far as they are usable.
  private enum Claims: Sendable {
    case valid(user: Int, expiry: Timestamp, expiryText: String)
    /// The service stumbles over it.
    case broken(String)
    case unreadableExpiry(String)
  }

  private let claims: [String: Claims]
  /// In the fixture's order.
  private let named: [(name: String, token: String)]
  private let signature: String

  init(_ description: ServiceDescription, settings: WorkqueueSettings) {
    named = description.tokens.members.map { ($0.key, $0.value.string ?? "") }
    claims = Dictionary(named.map { ($0.token, Self.read($0.token)) }, uniquingKeysWith: { $1 })
    signature = settings.elementTokenSignature
  }

  private static func read(_ token: String) -> Claims {
    guard let object = payload(token)?.object else {
      return .broken("its first part is no JSON object")
    }
    guard let text = object["expiry"]?.string else { return .broken("it has no expiry") }
    guard let user = object["id"]?.int else { return .broken("it has no id") }
    guard text.contains("."), let expiry = Timestamp(iso8601: text) else {
      return .unreadableExpiry(text)
    }
    return .valid(user: user, expiry: expiry, expiryText: text)
  }

  /// The JSON in front of the signature.
  private static func payload(_ token: String) -> JSONValue? {
    guard let part = token.split(separator: ".", omittingEmptySubsequences: false).first,
      let bytes = Base64.decode(part)
    else { return nil }
    return try? JSONReader.value(of: bytes)
  }

  /// The user that a token stands for.
  func user(of token: String, at now: Timestamp) throws(Refusal) -> Int {
    switch claims[token] {
    case .valid(let user, let expiry, _) where expiry >= now: return user
    case .valid(_, _, let text): throw forbidden("X-Token expired \(text.prefix(10))", at: now)
    case .unreadableExpiry(let text):
      throw forbidden("X-Token's expiry \(text) has no microseconds", at: now)
    case .broken(let problem):
      throw Refusal(.internalServerError, reason: "X-Token can't be used: \(problem)")
    case nil:
      if element(of: token) != nil {
        throw Refusal(.internalServerError, reason: "X-Token is an element's token, not a user's")
      }
      throw forbidden("X-Token is not known", at: now)
    }
  }

  func forbidden(_ problem: String, at now: Timestamp) -> Refusal {
    Refusal(
      .forbidden, reason: "\(problem); valid: \(validNames(at: now)) → understudy env workqueue")
  }

  private func validNames(at now: Timestamp) -> String {
    named.filter { entry in
      if case .valid(_, let expiry, _) = claims[entry.token] { return expiry >= now }
      return false
    }.map(\.name).joined(separator: ", ")
  }

  /// The token that a worker gets with an element; always the same for one element.
  func token(job: Int, element: Int) -> String {
    Base64.encodeURL("\"\(job).\(element)\"".utf8) + "." + signature
  }

  /// Whether a token is one that the service gives out, to users or with elements.
  func isGenuine(_ token: String) -> Bool { claims[token] != nil || element(of: token) != nil }

  private func element(of token: String) -> (job: Int, element: Int)? {
    guard let parts = Self.payload(token)?.string?.split(separator: "."), parts.count == 2,
      let job = Int(parts[0]), let element = Int(parts[1]),
      token == self.token(job: job, element: element)
    else { return nil }
    return (job, element)
  }
}
