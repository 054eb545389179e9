import HTTPMessage
public import HTTPTransport
import JSON
import ServiceAnswers
public import URLSessionTransport

/// A client of the PDM workqueue: registers jobs that list, copy, remove, rename and make files at
/// grid sites, and tells how they went.
///
///     var client = WorkqueueClient(server: "https://pdm.example.com:5446")
///     client.token = try await client.login(email: "alice@example.com", password: password)
///     let job = try await client.copy("~/data", site: 12, to: "~/backup", site: 14)
///     let status = try await client.status(of: job.id)
///
/// Every call is one request and throws ``WorkqueueError``. No call is idempotent but the reading
/// ones: registering twice makes two jobs, and there is no way to delete one (reference service).
///
/// The calls, their paths and answers are those of the workqueue's documentation; where the
/// reference service answers in another form, both forms give the same values here.
public struct WorkqueueClient: Sendable {
  /// Where the workqueue is, without a slash at the end; paths of calls are added to it.
  public let baseURL: String
  /// Where the users service is, which gives out tokens; nil when that isn't known.
  public let usersURL: String?
  /// Who asks: sent as `X-Token` with every call but a worker's. The workqueue's documentation
  /// doesn't mention it; the reference service answers 403 without it.
  public var token: String?
  /// For a whole exchange. 20 seconds unless told otherwise, as the Python client waits.
  public var timeout: Duration
  private let transport: any HTTPTransport

  /// The path of the workqueue on its server (the workqueue's documentation).
  public static let prefix = "/workqueue/api/v1.0"
  /// The path of the users service on its server (reference service).
  public static let usersPrefix = "/users/api/v1.0"

  /// A client of the workqueue on a server, with the users service there, too.
  ///
  /// - Parameters:
  ///   - server: scheme, host and port, for example `http://127.0.0.1:5446`.
  ///   - token: from ``login(email:password:)``, or given by the service's operator.
  public init(
    server: String, token: String? = nil, timeout: Duration = .seconds(20),
    transport: any HTTPTransport = URLSessionTransport()
  ) {
    let server = Self.withoutSlash(server)
    self.init(
      baseURL: server + Self.prefix, usersURL: server + Self.usersPrefix, token: token,
      timeout: timeout, transport: transport)
  }

  /// A client of a workqueue at any address.
  ///
  /// - Parameters:
  ///   - baseURL: what the Python client calls its endpoint, for example
  ///     `http://127.0.0.1:5446/workqueue/api/v1.0`.
  ///   - usersURL: by default found beside a `baseURL` that ends in ``prefix``.
  public init(
    baseURL: String, usersURL: String? = nil, token: String? = nil,
    timeout: Duration = .seconds(20), transport: any HTTPTransport = URLSessionTransport()
  ) {
    let base = Self.withoutSlash(baseURL)
    self.baseURL = base
    let beside =
      base.hasSuffix(Self.prefix) ? base.dropLast(Self.prefix.count) + Self.usersPrefix : nil
    self.usersURL = usersURL.map(Self.withoutSlash) ?? beside.map(String.init)
    self.token = token
    self.timeout = timeout
    self.transport = transport
  }

  private static func withoutSlash(_ url: String) -> String {
    var url = url[...]
    while url.hasSuffix("/") { url = url.dropLast() }
    return String(url)
  }
}

// MARK: Exchanges

extension WorkqueueClient {
  func get<Value: AnswerDecodable>(_ path: String) async throws(WorkqueueError) -> Value {
    try await call(.get, "\(baseURL)/\(path)", token: token)
  }

  func post<Value: AnswerDecodable>(
    _ path: String, _ body: JSONObject, token: String?
  ) async throws(WorkqueueError) -> Value {
    try await call(.post, "\(baseURL)/\(path)", token: token, body: body)
  }

  /// An exchange whose answer says something.
  func call<Value: AnswerDecodable>(
    _ method: HTTPMethod, _ url: String, token: String?, body: JSONObject? = nil
  ) async throws(WorkqueueError) -> Value {
    let response = try await exchange(method, url, token: token, body: body)
    let call = Self.name(method, url)
    do throws(UnreadableAnswer) {
      return try Value(Answer(body: response.body))
    } catch {
      throw .decoding(path: error.path, reason: error.reason, call: call)
    }
  }

  /// An exchange; every status but 200 and 201 is a refusal, as the Python client has it.
  @discardableResult func exchange(
    _ method: HTTPMethod, _ url: String, token: String?, body: JSONObject? = nil
  ) async throws(WorkqueueError) -> HTTPResponse {
    var request = TransportRequest(method: method, url: url, fields: ["Accept": "application/json"])
    if let token { request.fields.append("X-Token", token) }
    if let body {
      request.fields.append(.contentType, "application/json")
      request.body = JSONWriter.compact(.object(body))
    }
    let call = Self.name(method, url)
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request, timeout: timeout)
    } catch {
      if case .timedOut(let limit) = error { throw .timedOut(after: limit, call: call) }
      throw .transport(error, call: call)
    }
    guard response.status == .ok || response.status == .created else {
      throw .refused(
        status: response.status.code, message: ErrorPage.message(in: response.body), call: call)
    }
    return response
  }

  private static func name(_ method: HTTPMethod, _ url: String) -> String { "\(method) \(url)" }
}
