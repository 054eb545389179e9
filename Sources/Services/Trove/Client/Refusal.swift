import HTTPMessage
import JSON
import ServiceAnswers

/// The answer of a service that says no.
public struct Refusal: Sendable, Equatable {
  public let status: Int
  /// What the service says, in one line without markup; nil when it says nothing.
  public let message: String?
  /// More of it, where there is more: the rate limit that was hit.
  public let details: String?
  /// What the service's operator needs to find the call in the logs: `req-` and a UUID.
  public let requestID: String?
  /// The request: `GET http://…/instances/99`.
  public let call: String

  public init(
    status: Int, message: String?, details: String? = nil, requestID: String? = nil, call: String
  ) {
    self.status = status
    self.message = message
    self.details = details
    self.requestID = requestID
    self.call = call
  }
}

extension Refusal {
  /// Longer texts are cut: an answer may come from anybody, a proxy for example.
  static let longest = 1000

  init(_ response: HTTPResponse, call: String) {
    let page = RefusalPage(response.body)
    self.init(
      status: response.status.code, message: Self.tidy(page.message),
      details: Self.tidy(page.details),
      requestID: Self.tidy(
        response.fields["X-Openstack-Request-Id"] ?? response.fields["X-Compute-Request-Id"]),
      call: call)
  }

  /// In one line, not too long, and nil rather than empty.
  private static func tidy(_ text: String?) -> String? {
    guard let text else { return nil }
    // What is cut here would be cut below; a long text needn't be gone through.
    let line = ErrorPage.oneLine(String(text.prefix(longest * 4)))
    if line.isEmpty { return nil }
    return line.count > longest ? line.prefix(longest) + "…" : line
  }
}

extension Refusal: CustomStringConvertible {
  public var description: String {
    "\(call): refused with \(status)" + (message.map { ": \($0)" } ?? ", without a word why")
      + (details.map { " (\($0))" } ?? "") + (requestID.map { " [\($0)]" } ?? "")
  }
}

/// The body of a refusal, in any of its forms (the Trove sheet, section 5):
///
///     {"itemNotFound": {"code": 404, "message": "…"}}
///     {"code": "403 Forbidden", "title": "Forbidden", "message": "…<br /><br />\n…"}
///     {"error": "…"}
///     a page of HTML, or bare text
struct RefusalPage {
  var message: String?
  var details: String?
  /// Seconds.
  var retryAfter: String?

  /// How much is read of a page that is no JSON, in bytes.
  private static let longest = 16 * 1024

  init(_ body: [UInt8]) {
    guard let value = try? JSONReader.value(of: body) else {
      message = ErrorPage.message(in: Array(body.prefix(Self.longest)))
      return
    }
    guard let object = value.object else {
      message = value.string ?? (value == .null ? nil : value.description)
      return
    }
    if read(object) { return }
    for member in object.members {
      if let inner = member.value.object, read(inner) { return }
      if let text = member.value.string {
        message = text
        return
      }
    }
    if !object.isEmpty { message = value.description }
  }

  /// False when the object has no message.
  private mutating func read(_ object: JSONObject) -> Bool {
    guard let text = object["message"]?.string else { return false }
    message =
      ["<br />", "<br/>", "<br>"].contains(where: { text.contains($0) })
      ? ErrorPage.withoutTags(text) : text
    details = object["details"]?.string
    retryAfter = object["retryAfter"]?.string ?? object["retryAfter"]?.int.map { "\($0)" }
    return true
  }
}
