import Foundation
import FoundationNetworking

/// Where an answer sends a request on to.
///
/// URLSession could follow on its own, but on Linux it loses the body of a request that is to be
/// repeated (307, 308), and asks nobody when the answer is awaited.
enum Redirect {
  /// The request to send next; nil when the answer is no redirect, or one to another server.
  static func next(after request: URLRequest, _ response: HTTPURLResponse) -> URLRequest? {
    guard [301, 302, 303, 307, 308].contains(response.statusCode),
      let location = response.value(forHTTPHeaderField: "Location"),
      let url = URL(string: location, relativeTo: request.url)?.absoluteURL,
      origin(url) == origin(request.url)
    else { return nil }
    var next = request
    next.url = url
    let method = request.httpMethod ?? "GET"
    let becomesGet =
      response.statusCode == 303 ? method != "HEAD" : response.statusCode < 303 && method == "POST"
    if becomesGet {
      next.httpMethod = "GET"
      next.httpBody = nil
      for name in ["Content-Type", "Content-Length", "Transfer-Encoding"] {
        next.setValue(nil, forHTTPHeaderField: name)
      }
    }
    return next
  }

  private static func origin(_ url: URL?) -> String? {
    guard let url, let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased() else {
      return nil
    }
    return "\(scheme)://\(host):\(url.port ?? (scheme == "https" ? 443 : 80))"
  }
}
