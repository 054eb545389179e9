/// The address of a server: `http://HOST:PORT`, perhaps with a path that all requests begin with.
public struct HTTPURL: Sendable, Hashable, CustomStringConvertible {
  /// A name or a numeric address, without brackets.
  public let host: String
  public let port: UInt16
  /// Without a slash at its end; empty for the root.
  public let path: String

  public init(host: String, port: UInt16, path: String = "") {
    self.host = host
    self.port = port
    self.path = path
  }

  /// Reads an absolute `http` URL; nil for anything else.
  public init?(_ text: String) {
    guard text.hasPrefix("http://") else { return nil }
    let rest = text.dropFirst("http://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    var path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
    while path.hasSuffix("/") { path = path.dropLast() }
    var host = authority
    var port: UInt16 = 80
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
        return nil
      }
      port = number
      host = authority[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.contains("@") else { return nil }
    self.init(host: String(host), port: port, path: String(path))
  }

  /// What the `Host` field says.
  public var authority: String {
    let bracketed = host.contains(":") ? "[\(host)]" : host
    return port == 80 ? bracketed : "\(bracketed):\(port)"
  }

  public var description: String { "http://\(authority)\(path)" }
}
