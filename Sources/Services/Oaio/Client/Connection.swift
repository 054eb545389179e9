import HTTPMessage
import HTTPTransport
import JSON
import ServiceAnswers

/// A session with the object server (sheet, section 2): signs in, keeps the cookies, proves with each
/// POST that it knows the CSRF token, and asks for the server's time before every request, which
/// shows that the session lives and the clocks agree.
actor Connection {
  /// With `/api/` at the end.
  let baseURL: String
  /// The body of a sign-in.
  let credentials: JSONValue
  /// Who asks: user, device and app.
  let context: HTTPFields
  let wire: Wire
  /// How far the clocks may be apart, in microseconds. 69 seconds, as the Python client has it.
  static let clockTolerance = 69_000_000
  private let now: @Sendable () -> Int
  private var cookies = CookieJar()
  private(set) var isSignedIn = false

  init(
    baseURL: String, credentials: JSONValue, context: HTTPFields, wire: Wire,
    now: @escaping @Sendable () -> Int
  ) {
    self.baseURL = baseURL
    self.credentials = credentials
    self.context = context
    self.wire = wire
    self.now = now
  }

  /// Asks, after the check that goes in front.
  func send<Value: Sendable>(
    _ method: HTTPMethod, _ slug: String, _ body: JSONValue? = nil,
    _ read: @Sendable (Answer) throws(UnreadableAnswer) -> Value
  ) async throws(OaioError) -> Value {
    if !isSignedIn { try await signIn() }
    try await check()
    let request = request(method, slug, body)
    let response = try await exchange(request)
    return try Wire.read(response, of: request, read)
  }

  /// The same, whatever the answer says.
  func send(
    _ method: HTTPMethod, _ slug: String, _ body: JSONValue? = nil
  ) async throws(OaioError) {
    if !isSignedIn { try await signIn() }
    try await check()
    _ = try await exchange(request(method, slug, body))
  }

  /// Makes sure that there is a session; one that the server has ended is replaced.
  ///
  /// - Throws: also ``OaioError/clocksApart(server:client:)``; the session is kept then.
  func check() async throws(OaioError) {
    guard isSignedIn else { return try await signIn() }
    let request = request(.get, "current_stamp/")
    let response: HTTPResponse
    do throws(OaioError) {
      response = try await exchange(request)
    } catch {
      guard let status = error.status, [401, 403].contains(status) else { throw error }
      return try await signIn()
    }
    let server = try Wire.read(response, of: request) { answer throws(UnreadableAnswer) in
      try answer.member("current_stamp").stamp()
    }
    let client = OaioStamp(microsecondsSince1970: now())
    let apart = server.microsecondsSince1970 - client.microsecondsSince1970
    guard abs(apart) <= Self.clockTolerance else {
      throw .clocksApart(server: server, client: client)
    }
  }

  private func signIn() async throws(OaioError) {
    isSignedIn = false
    cookies = CookieJar()
    let first = request(.get, "login/")
    _ = try await exchange(first)
    guard cookies[Self.csrfCookie] != nil else {
      throw .decoding(
        path: JSONPointer(), reason: "it sets no \(Self.csrfCookie) cookie", call: Wire.name(first))
    }
    _ = try await exchange(request(.post, "login/", credentials))
    isSignedIn = true
  }

  /// Ends the session; without one there is nothing to do.
  func signOut() async throws(OaioError) {
    guard isSignedIn else { return }
    try await check()
    _ = try await exchange(request(.post, "logout/"))
    isSignedIn = false
    cookies = CookieJar()
  }

  // MARK: Requests

  private static let csrfCookie = "csrftoken"

  private func request(
    _ method: HTTPMethod, _ slug: String, _ body: JSONValue? = nil
  ) -> TransportRequest {
    var request = TransportRequest(method: method, url: baseURL + slug, fields: context)
    request.fields.append("Accept", "application/json")
    if let cookie = cookies.field { request.fields.append("Cookie", cookie) }
    if method == .post {
      if let token = cookies[Self.csrfCookie] { request.fields.append("X-CSRFToken", token) }
      // Django asks for it over https.
      request.fields.append("Referer", request.url)
    }
    if let body {
      request.fields.append(.contentType, "application/json")
      request.body = JSONWriter.compact(body)
    }
    return request
  }

  private func exchange(
    _ request: TransportRequest
  ) async throws(OaioError) -> HTTPResponse {
    let response = try await wire.answer(to: request)
    cookies.take(response.fields)
    return try Wire.accepted(response, of: request)
  }
}
