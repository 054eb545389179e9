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
    guard text.hasPrefix("http://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      return nil
    }
    let rest = text.dropFirst("http://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    var path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
    while path.hasSuffix("/") { path = path.dropLast() }
    var host = authority
    var port: UInt16 = 80
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      let digits = authority[colon...].dropFirst()
      guard let number = UInt16(digits), number > 0, digits.first != "+" else { return nil }
      port = number
      host = authority[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]"), host.contains(":") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, !host.contains(where: { "@[]".contains($0) }) else { return nil }
    self.init(host: String(host), port: port, path: String(path))
  }

  /// What the `Host` field says.
  public var authority: String {
    let bracketed = host.contains(":") ? "[\(host)]" : host
    return port == 80 ? bracketed : "\(bracketed):\(port)"
  }

  public var description: String { "http://\(authority)\(path)" }
}
