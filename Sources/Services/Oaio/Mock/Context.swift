import HTTPMessage
import MockServer

/// What a client tells about itself in every request: each field is a Python bytes literal of UTF-8
/// text (sheet, section 2). None needs to be there.
struct ClientContext {
  /// For whom the request is.
  let user: String?

  private static let userField = HTTPFieldName("X-OAIO-user")
  private static let otherFields: [HTTPFieldName] = ["X-OAIO-dvc", "X-OAIO-app"]

  init(_ request: HTTPRequest) throws(OaioRefusal) {
    user = try Self.text(Self.userField, of: request)
    for field in Self.otherFields { _ = try Self.text(field, of: request) }
  }

  private static func text(
    _ field: HTTPFieldName, of request: HTTPRequest
  ) throws(OaioRefusal) -> String? {
    guard let value = request.fields[field] else { return nil }
    guard let bytes = PythonBytes.read(value), let text = String(validating: bytes, as: UTF8.self)
    else { throw OaioRefusal(.badContext, ["field": field.spelling, "value": value]) }
    return text
  }
}
