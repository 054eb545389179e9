import HTTPMessage
import MockServer

/// A request that the service refuses, with its HTML page (sheet, section 3).
struct Refusal: Error {
  let status: HTTPStatus
  /// The text of the page; nil for the service's usual one.
  let text: String?
  /// For the journal and the terminal.
  let reason: String
  let isMatched: Bool

  init(_ status: HTTPStatus, _ text: String? = nil, reason: String? = nil, isMatched: Bool = true) {
    self.status = status
    self.text = text
    self.reason = reason ?? text ?? Self.usualText(status)
    self.isMatched = isMatched
  }

  /// A path or method that leads nowhere: the one refusal that is no page.
  static func noRoute(_ request: HTTPRequest, basePath: String) -> Answer {
    let path = request.target.pathAndQuery
    let reason =
      path.hasPrefix(basePath)
      ? "no such path or method" : "no such path; the service's paths begin with \(basePath)"
    var response = HTTPResponse(
      status: .notFound, fields: [.contentType: "text/html; charset=utf-8"],
      body: Array("404 Not Found".utf8))
    if request.method == .head { response.body = [] }
    return Answer(response, reason: reason, isMatched: false)
  }

  var answer: Answer {
    let title = Self.title(status)
    let page = """
      <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
      <title>\(status.code) \(title)</title>
      <h1>\(title)</h1>
      <p>\(Self.escaped(text ?? Self.usualText(status)))</p>

      """
    let response = HTTPResponse(
      status: status, fields: [.contentType: "text/html"], body: Array(page.utf8))
    return Answer(response, reason: reason, isMatched: isMatched)
  }

  private static func title(_ status: HTTPStatus) -> String { "\(status.reason)" }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static func usualText(_ status: HTTPStatus) -> String {
    switch status.code {
    case 400: "The browser (or proxy) sent a request that this server could not understand."
    case 401:
      "The server could not verify that you are authorized to access the URL requested.  "
        + "You either supplied the wrong credentials (e.g. a bad password), or your browser doesn't "
        + "understand how to supply the credentials required."
    case 403:
      "You don't have the permission to access the requested resource. "
        + "It is either read-protected or not readable by the server."
    case 404:
      "The requested URL was not found on the server.  "
        + "If you entered the URL manually please check your spelling and try again."
    default:
      "The server encountered an internal error and was unable to complete your request.  "
        + "Either the server is overloaded or there is an error in the application."
    }
  }
}
