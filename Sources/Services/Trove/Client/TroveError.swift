import HTTPMessage
public import HTTPTransport
public import JSON

/// Why a call gave nothing.
///
/// The first cases are refusals, by status; ``refusal`` gives what they have in common. A loop that
/// waits for an instance to go away reads:
///
///     do {
///       instance = try await tc.instances.get(instance.id)
///     } catch {
///       guard case .notFound = error else { throw error }
///       break
///     }
///
/// The shorter `catch TroveError.notFound` crashes the compiler of Swift 6.3.1 in some functions, as
/// it does with every error that has associated values and is thrown by type. It works in a
/// `do throws(any Error)`.
public enum TroveError: Error, Sendable, Equatable {
  /// 400: the request is wrong, or what it asks for makes no sense in this state.
  case badRequest(Refusal)
  /// 401: name, password or project are wrong, or the service insists on its 401 after a new
  /// sign-in; Trove says so, too, to whoever is no administrator.
  case unauthorized(Refusal)
  /// 403.
  case forbidden(Refusal)
  /// 404.
  case notFound(Refusal)
  /// 406.
  case notAcceptable(Refusal)
  /// 409.
  case conflict(Refusal)
  /// 413 and 429: more than the quota allows, or too many requests. `retryAfter` is how long to
  /// wait, where the service says it.
  case overLimit(Refusal, retryAfter: Duration?)
  /// 422: not now; as a rule, the instance is busy.
  case unprocessable(Refusal)
  /// 501.
  case notImplemented(Refusal)
  /// Any other status from 500.
  case server(Refusal)
  /// Any other status.
  case refused(Refusal)
  /// The answer was not complete in time.
  case timedOut(after: Duration, call: String)
  /// There was no answer.
  case transport(TransportError, call: String)
  /// The answer isn't what the service is known to say. `path` says where in it.
  case decoding(path: JSONPointer, reason: String, call: String)
  /// The catalogue has no such endpoint; `available` are those of the database service in other
  /// regions, or under other names.
  case endpointNotFound(region: String?, available: [Endpoint])
  /// The catalogue has more than one; a region or a service name must choose.
  case ambiguousEndpoints([Endpoint])
  /// The address of the identity service ends neither in `v2.0` nor in `v3`.
  case badAuthURL(String)
}

extension TroveError {
  init(_ refusal: Refusal, fields: HTTPFields, body: [UInt8]) {
    switch refusal.status {
    case 400: self = .badRequest(refusal)
    case 401: self = .unauthorized(refusal)
    case 403: self = .forbidden(refusal)
    case 404: self = .notFound(refusal)
    case 406: self = .notAcceptable(refusal)
    case 409: self = .conflict(refusal)
    case 413, 429:
      let text = fields["Retry-After"] ?? RefusalPage(body).retryAfter
      let seconds = text.flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
      self = .overLimit(refusal, retryAfter: seconds.map { .seconds($0) })
    case 422: self = .unprocessable(refusal)
    case 501: self = .notImplemented(refusal)
    case 500...: self = .server(refusal)
    default: self = .refused(refusal)
    }
  }

  /// What the service said; nil for an error that is no refusal.
  public var refusal: Refusal? {
    switch self {
    case .badRequest(let refusal), .unauthorized(let refusal), .forbidden(let refusal),
      .notFound(let refusal), .notAcceptable(let refusal), .conflict(let refusal),
      .overLimit(let refusal, _), .unprocessable(let refusal), .notImplemented(let refusal),
      .server(let refusal), .refused(let refusal):
      refusal
    case .timedOut, .transport, .decoding, .endpointNotFound, .ambiguousEndpoints, .badAuthURL: nil
    }
  }

  /// The status of a refusal.
  public var status: Int? { refusal?.status }

  /// The service's words in a refusal.
  public var message: String? { refusal?.message }
}

extension TroveError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badRequest(let refusal), .unauthorized(let refusal), .forbidden(let refusal),
      .notFound(let refusal), .notAcceptable(let refusal), .conflict(let refusal),
      .unprocessable(let refusal), .notImplemented(let refusal), .server(let refusal),
      .refused(let refusal), .overLimit(let refusal, nil):
      refusal.description
    case .overLimit(let refusal, let limit?): "\(refusal); try again after \(limit)"
    case .timedOut(let limit, let call): "\(call): no complete answer within \(limit)"
    case .transport(let error, let call): "\(call): \(error)"
    case .decoding(let path, let reason, let call):
      path.steps.isEmpty
        ? "\(call): the answer can't be read: \(reason)"
        : "\(call): the answer can't be read at \(path): \(reason)"
    case .endpointNotFound(let region, let available):
      "the catalogue has no fitting database service" + (region.map { " in region \($0)" } ?? "")
        + (available.isEmpty
          ? " and none elsewhere; was a project given?" : "; it has \(Self.list(available))")
    case .ambiguousEndpoints(let endpoints):
      "the catalogue has \(endpoints.count) fitting database services: \(Self.list(endpoints)); "
        + "choose one by region or service name"
    case .badAuthURL(let url):
      "\"\(url)\" is no address to sign in at: its last path segment must be v2.0 or v3"
    }
  }

  private static func list(_ endpoints: [Endpoint]) -> String {
    endpoints.map(\.description).joined(separator: ", ")
  }
}
