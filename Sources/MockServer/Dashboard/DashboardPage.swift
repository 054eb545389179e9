import HTTPMessage

/// The page at the control port: one document that needs nothing beside it but the admin API.
///
/// A policy lets only its own script and styles run, those with a number that is made anew for every
/// answer, and lets it speak only to where it came from.
public struct DashboardPage: Sendable {
  /// What the document has in place of the number.
  static let placeholder = "${nonce}"

  private let document: [UInt8]

  /// - Parameter document: HTML in which every script and style has `nonce="${nonce}"`.
  public init(_ document: [UInt8]) { self.document = document }

  /// The page holds no secret, so it needs no token; it asks for the token where calls need one. A
  /// page of another site that has its name resolve to this machine does not get it, as it gets
  /// nothing else.
  func respond(to request: HTTPRequest, _ access: AdminAccess) -> HTTPResponse {
    if case .loopback = access, let refusal = access.refusal(of: request) {
      return refusal.response
    }
    let nonce = UUIDText.format(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max))
    let policy =
      "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; "
      + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'"
    return HTTPResponse(
      status: .ok,
      fields: [
        .contentType: "text/html; charset=utf-8", "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
      ],
      body: Array(
        String(decoding: document, as: UTF8.self).replacing(Self.placeholder, with: nonce).utf8))
  }
}
