import HTTPMessage

/// Who may make admin calls.
public enum AdminAccess: Sendable {
  /// Any program on this machine, but no web page of another site: a page that has its own name
  /// resolve to this machine (DNS rebinding) still sends that name as `Host`, and one that sends a
  /// form or a script's call here still tells where it comes from as `Origin`.
  case loopback
  /// Whoever sends `Authorization: Bearer TOKEN`.
  case token(String)

  /// Why a request is refused; nil when it is not.
  func refusal(of request: HTTPRequest) -> AdminError? {
    switch self {
    case .loopback:
      let host = request.fields[.host] ?? ""
      guard Self.isLoopback(host) else {
        return AdminError(
          .forbidden, "admin calls must be addressed to this machine",
          "Host is \"\(host)\"; use localhost or 127.0.0.1")
      }
      let own = "http://\(host)".lowercased()
      let foreign = request.fields[values: Self.origin].first { $0.lowercased() != own }
      return foreign.map { origin in
        AdminError(
          .forbidden, "admin calls are not for pages of other sites",
          "Origin is \"\(origin)\"; this is \(own)")
      }
    case .token(let token):
      if let given = request.fields["Authorization"], Self.isSame(given, "Bearer \(token)") {
        return nil
      }
      return AdminError(
        HTTPStatus(401), "admin calls need the admin token", "send Authorization: Bearer TOKEN")
    }
  }

  private static let origin = HTTPFieldName("Origin")

  private static func isLoopback(_ authority: String) -> Bool {
    if authority.hasPrefix("[") { return authority == "[::1]" || authority.hasPrefix("[::1]:") }
    let host = authority.prefix { $0 != ":" }.lowercased()
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost"
      || (parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil })
  }

  /// Compares without telling by its time how much is equal.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.utf8), Array(right.utf8))
    return a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
