import Foundation
import FoundationNetworking
public import HTTPMessage
public import HTTPTransport

/// Sends requests with Foundation's `URLSession`; on Linux that is libcurl.
///
/// What it makes of a request and an answer, beyond what they say:
/// - No cookie is kept or sent, nothing is cached.
/// - A redirect is followed while it stays with the same scheme, host and port: 303, and 301 and
///   302 after a POST, become a GET without body; 307 and 308 repeat the request. Any other redirect
///   is the answer, so that a token never reaches a server it was not meant for.
/// - Field lines of the same name in an answer come back as one, joined by commas, and the lines in
///   no particular order. A compressed body is unpacked while its `Content-Encoding` stays.
/// - A GET with a body can't be sent (``TransportError/unsendable(_:)``).
/// - The variables `http_proxy`, `https_proxy` and `all_proxy` apply, but not to loopback addresses.
///   libcurl can be told so only by `no_proxy`; when one of them is set, making the first transport
///   adds loopback to `no_proxy` of this process.
/// - TLS trusts the machine's certificates only.
public final class URLSessionTransport: HTTPTransport {
  private let session: URLSession

  public init() {
    LoopbackProxyExemption.apply()
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpCookieAcceptPolicy = .never
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    session = URLSession(configuration: configuration)
  }

  deinit { session.finishTasksAndInvalidate() }

  public func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    let prepared = try Self.prepared(request, timeout: timeout)
    let outcome = await withTaskGroup(of: Result<HTTPResponse, TransportError>?.self) { group in
      group.addTask { await self.exchange(prepared) }
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
    if Task.isCancelled, case .failure = outcome { throw .cancelled }
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

  private func exchange(_ request: URLRequest) async -> Result<HTTPResponse, TransportError> {
    do {
      let (data, response) = try await session.data(for: request, delegate: SameOriginRedirects())
      guard let answer = response as? HTTPURLResponse else {
        return .failure(.notHTTP("URLSession gave no HTTP response"))
      }
      var fields = HTTPFields()
      for (name, value) in answer.allHeaderFields {
        fields.append(HTTPFieldName("\(name)"), "\(value)")
      }
      return .success(
        HTTPResponse(status: HTTPStatus(answer.statusCode), fields: fields, body: Array(data)))
    } catch {
      return .failure(Self.failure(error))
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

/// Follows a redirect only to where the request went in the first place.
private final class SameOriginRedirects: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    let stays = Self.origin(request.url) == Self.origin(task.originalRequest?.url)
    completionHandler(stays ? request : nil)
  }

  private static func origin(_ url: URL?) -> String? {
    guard let url, let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased() else {
      return nil
    }
    return "\(scheme)://\(host):\(url.port ?? (scheme == "https" ? 443 : 80))"
  }
}
