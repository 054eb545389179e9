import Foundation
import FoundationNetworking
public import HTTPMessage
public import HTTPTransport

/// Sends requests with Foundation's `URLSession`; on Linux that is libcurl.
///
/// What it makes of a request and an answer, beyond what they say:
/// - No cookie is kept or sent, nothing is cached.
/// - A redirect is followed, thirty times at most, while it stays with the same scheme, host and
///   port: 303, and 301 and 302 after a POST, become a GET without body; all else is repeated. A
///   redirect to elsewhere is the answer, so that a token never reaches a server it was not meant
///   for; the body of such an answer is lost.
/// - Field lines of the same name in an answer come back as one, joined by commas, and the lines in
///   no particular order. A compressed body is unpacked while its `Content-Encoding` stays.
/// - A GET with a body can't be sent (``TransportError/unsendable(_:)``).
/// - The variables `http_proxy`, `https_proxy` and `all_proxy` apply, but not to loopback addresses.
///   libcurl can be told so only by `no_proxy`; when one of them is set, making the first transport
///   adds loopback to `no_proxy` of this process.
/// - TLS trusts the machine's certificates only.
public final class URLSessionTransport: HTTPTransport {
  private let session: URLSession
  private let exchanges = Exchanges()

  public init() {
    LoopbackProxyExemption.apply()
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpCookieAcceptPolicy = .never
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
  }

  deinit { session.invalidateAndCancel() }

  public func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let prepared = try Self.prepared(request, timeout: timeout)
    let outcome = await withTaskGroup(of: Result<HTTPResponse, TransportError>?.self) { group in
      group.addTask { await self.answer(to: prepared) }
      group.addTask {
        // Ends early, and then without saying anything, when the answer was first.
        guard (try? await Task.sleep(for: timeout)) != nil else { return nil }
        return .failure(.timedOut(after: timeout))
      }
      defer { group.cancelAll() }
      for await outcome in group {
        if let outcome { return outcome }
      }
      return .failure(.cancelled)
    }
    return try outcome.get()
  }

  private static func prepared(
    _ request: TransportRequest, timeout: Duration
  ) throws(TransportError) -> URLRequest {
    guard let url = URL(string: request.url), url.host?.isEmpty == false,
      ["http", "https"].contains(url.scheme?.lowercased())
    else { throw .unsendable("\"\(request.url)\" is no absolute http or https URL") }
    if request.body != nil, request.method == .get {
      throw .unsendable("URLSession refuses a GET with a body")
    }
    var prepared = URLRequest(url: url)
    prepared.httpMethod = request.method.name
    // URLSession knows whole seconds of silence only; the limit that counts is kept by `send`.
    prepared.timeoutInterval = Double(timeout.components.seconds) + 60
    for (name, value) in request.fields {
      prepared.addValue(value, forHTTPHeaderField: name.spelling)
    }
    prepared.httpBody = request.body.map { Data($0) }
    return prepared
  }

  private static let redirects = 30

  /// The answer after all redirects.
  private func answer(to first: URLRequest) async -> Result<HTTPResponse, TransportError> {
    var request = first
    for _ in 0...Self.redirects {
      switch await exchange(request) {
      case .failure(let error): return .failure(Self.failure(error))
      case .success(let answer):
        guard let next = Redirect.next(after: request, answer.response) else {
          return .success(answer.message)
        }
        request = next
      }
    }
    return .failure(.broken("more than \(Self.redirects) redirects"))
  }

  /// One request and its answer.
  private func exchange(_ request: URLRequest) async -> Result<Exchanges.Answer, any Error> {
    let task = session.dataTask(with: request)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiting in
        exchanges.start(task, waiting: waiting)
        // Cancelled before the start, when there was nothing to abandon yet.
        if Task.isCancelled { exchanges.abandon(task) }
      }
    } onCancel: {
      exchanges.abandon(task)
    }
  }

  private static func failure(_ error: any Error) -> TransportError {
    guard let error = error as? URLError else { return .broken("\(error)") }
    let reason = error.localizedDescription
    switch error.code {
    case .cancelled: return .cancelled
    case .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .secureConnectionFailed,
      .notConnectedToInternet, .serverCertificateUntrusted:
      return .cannotConnect(reason)
    case .badServerResponse, .cannotParseResponse, .cannotDecodeContentData, .cannotDecodeRawData:
      return .notHTTP(reason)
    case .badURL, .unsupportedURL: return .unsendable(reason)
    default: return .broken(reason)
    }
  }
}
