/// Where a mock may send requests on: to servers that the user named, and to nobody else, so that
/// whoever can make an admin call can't reach through it what only this machine can.
public struct ProxyTargets: Sendable {
  /// Scheme, host and port of each, in lower case.
  private let origins: Set<String>

  /// - Parameter urls: for example `http://127.0.0.1:9000`; what follows the port does not count.
  public init(_ urls: [String] = []) { origins = Set(urls.compactMap(Self.origin)) }

  /// None at all.
  public static let none = ProxyTargets()

  public var isEmpty: Bool { origins.isEmpty }

  /// Whether a request may be sent on to a URL.
  public func allows(_ url: String) -> Bool { Self.origin(url).map(origins.contains) ?? false }

  /// Scheme, host and port; nil for what is no such URL, or names a user.
  private static func origin(_ url: String) -> String? {
    let text = url.lowercased()
    for (scheme, port) in [("http://", "80"), ("https://", "443")] where text.hasPrefix(scheme) {
      let authority = text.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
      guard !authority.isEmpty, !authority.contains("@") else { return nil }
      let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
      guard let colon = authority[bracket...].lastIndex(of: ":") else {
        return "\(scheme)\(authority):\(port)"
      }
      guard UInt16(authority[colon...].dropFirst()) != nil else { return nil }
      return scheme + authority
    }
    return nil
  }
}
