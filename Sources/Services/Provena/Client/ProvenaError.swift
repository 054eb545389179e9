public import HTTPTransport
public import JSON

/// Why a call gave nothing. `call` is the request: `GET http://…/registry/items/fetch-dataset?…`.
///
/// The cases follow the exceptions of the Python client (the Provena sheet, section 7), but what is a
/// plain `Exception` there is told apart here. The first cases are refusals, by status; ``refusal``
/// gives what they have in common. A dataset that doesn't exist is a *bad request*, and a permission
/// that is missing is *unauthorized*, except for write credentials during a review (403).
public enum ProvenaError: Error, Sendable, Equatable {
  /// 400, `BadRequestException`: an unknown dataset, or a thing that makes no sense in its state.
  case badRequest(Refusal)
  /// 401, `AuthException`: the token is not accepted, or its user may not do this.
  case unauthorized(Refusal)
  /// 404, `NotFoundException`: there is no such path, so the address of the data store is wrong.
  case notFound(Refusal)
  /// 422, `HTTPValidationException`: ``Refusal/problems`` says what is wrong with the request.
  case invalidRequest(Refusal)
  /// `ServerException`: every other status than 200, also 201, 403, and a redirect that the transport
  /// does not follow.
  case server(Refusal)
  /// 200, but the answer says that it did not work: wrong ids or values in a mint, for example.
  case unsuccessful(details: String, call: String)
  /// The answer was not complete in time. The Python client documents `CustomTimeoutException`.
  case timedOut(after: Duration, call: String)
  /// There was no answer.
  case transport(TransportError, call: String)
  /// The answer isn't what Provena is known to say. `path` says where in it.
  case decoding(path: JSONPointer, reason: String, call: String)
  /// A description that was to be sent is in another form. `path` says where in it.
  case unreadableDescription(path: JSONPointer, reason: String)
  /// Keycloak gives no token.
  case signInRefused(SignInRefusal)
  /// Nobody signed in while there was time.
  case signInExpired(call: String)
  /// Keycloak gave a token that can't be used: expired, not signed by the realm, or no token at all.
  case unusableToken(reason: String, call: String)
  /// A token can't be kept for the next time.
  case tokenStore(path: String, reason: String)
}

extension ProvenaError {
  init(_ refusal: Refusal) {
    switch refusal.status {
    case 400: self = .badRequest(refusal)
    case 401: self = .unauthorized(refusal)
    case 404: self = .notFound(refusal)
    case 422: self = .invalidRequest(refusal)
    default: self = .server(refusal)
    }
  }

  /// What the data store said; nil for an error that is no refusal of its.
  public var refusal: Refusal? {
    switch self {
    case .badRequest(let refusal), .unauthorized(let refusal), .notFound(let refusal),
      .invalidRequest(let refusal), .server(let refusal):
      refusal
    case .unsuccessful, .timedOut, .transport, .decoding, .unreadableDescription, .signInRefused,
      .signInExpired, .unusableToken, .tokenStore:
      nil
    }
  }

  /// The status of a refusal.
  public var status: Int? { refusal?.status }

  /// The data store's words, in a refusal or in an answer that says that it did not work.
  public var message: String? {
    if case .unsuccessful(let details, _) = self { return details }
    return refusal?.message
  }
}

extension ProvenaError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badRequest(let refusal), .unauthorized(let refusal), .notFound(let refusal),
      .invalidRequest(let refusal), .server(let refusal):
      refusal.description
    case .unsuccessful(let details, let call): "\(call): it did not work: \(details)"
    case .timedOut(let limit, let call): "\(call): no complete answer within \(limit)"
    case .transport(let error, let call): "\(call): \(error)"
    case .decoding(let path, let reason, let call):
      path.steps.isEmpty
        ? "\(call): the answer can't be read: \(reason)"
        : "\(call): the answer can't be read at \(path): \(reason)"
    case .unreadableDescription(let path, let reason):
      path.steps.isEmpty
        ? "the description can't be read: \(reason)"
        : "the description can't be read at \(path): \(reason)"
    case .signInRefused(let refusal): refusal.description
    case .signInExpired(let call): "\(call): nobody signed in while there was time"
    case .unusableToken(let reason, let call): "\(call): the token can't be used: \(reason)"
    case .tokenStore(let path, let reason): "can't keep the token in \(path): \(reason)"
    }
  }
}
