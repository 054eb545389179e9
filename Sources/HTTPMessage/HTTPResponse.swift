/// A complete answer.
public struct HTTPResponse: Sendable {
  public var status: HTTPStatus
  /// Field lines beside those that the writer adds: `Date`, `Content-Length`, `Connection`.
  public var fields: HTTPFields
  public var body: [UInt8]
  /// What stands behind the status code in place of the usual phrase.
  public var reason: String?
  /// How a server sends it, when not at once, whole and right; nothing of it is on the wire.
  public var delivery: HTTPDelivery?

  public init(
    status: HTTPStatus, fields: HTTPFields = [:], body: [UInt8] = [],
    delivery: HTTPDelivery? = nil
  ) {
    self.status = status
    self.fields = fields
    self.body = body
    self.delivery = delivery
  }

  private static let jsonFields: HTTPFields = [.contentType: "application/json"]

  /// An answer with JSON text as its body and `Content-Type: application/json`.
  public static func json(_ body: [UInt8], status: HTTPStatus = .ok) -> HTTPResponse {
    HTTPResponse(status: status, fields: jsonFields, body: body)
  }

  /// An answer with plain text as its body.
  public static func text(_ body: String, status: HTTPStatus) -> HTTPResponse {
    HTTPResponse(
      status: status, fields: [.contentType: "text/plain; charset=utf-8"], body: Array(body.utf8))
  }
}
