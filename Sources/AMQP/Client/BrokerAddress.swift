/// Where a broker is, and as whom it is entered: `amqp://user:password@host:5672/vhost`.
public struct BrokerAddress: Sendable, Equatable, CustomStringConvertible {
  /// A name or an address.
  public var host: String
  public var port: Int
  public var user: String
  public var password: String
  /// The empty name is one too; RabbitMQ's own is `/`.
  public var virtualHost: String

  public init(
    host: String, port: Int = 5672, user: String = "guest", password: String = "guest",
    virtualHost: String = "/"
  ) {
    self.host = host
    self.port = port
    self.user = user
    self.password = password
    self.virtualHost = virtualHost
  }

  /// Reads an address as RabbitMQ's clients do: parts are percent-encoded, the virtual host is `/` when
  /// its slash is left out, and the empty name when nothing follows the slash.
  ///
  /// - Throws: ``ConnectionError/badAddress(_:reason:)``, also for `amqps`.
  public init(_ url: String) throws(ConnectionError) {
    guard let scheme = url.firstRange(of: "://") else {
      throw .badAddress(url, reason: "amqp://user:password@host:port/vhost is expected")
    }
    switch url[..<scheme.lowerBound].lowercased() {
    case "amqp": break
    case "amqps":
      throw .badAddress(
        Self.masked(url),
        reason:
          "TLS is not spoken here; put a tunnel in front (for example stunnel) and name its end")
    case let other: throw .badAddress(Self.masked(url), reason: "\(other) is not amqp")
    }
    self.init(host: "")
    var rest = url[scheme.upperBound...]
    if let slash = rest.firstIndex(of: "/") {
      virtualHost = try Self.decoded(rest[rest.index(after: slash)...], of: url)
      rest = rest[..<slash]
    }
    if let at = rest.lastIndex(of: "@") {
      let login = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = try Self.decoded(login[0], of: url)
      if login.count == 2 { password = try Self.decoded(login[1], of: url) }
      rest = rest[rest.index(after: at)...]
    }
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
      let text = rest[rest.index(after: colon)...]
      guard let number = UInt16(text), number > 0 else {
        throw .badAddress(Self.masked(url), reason: "\(text) is no port")
      }
      port = Int(number)
      rest = rest[..<colon]
    }
    host = rest.hasPrefix("[") ? String(rest.dropFirst().dropLast()) : String(rest)
    guard !host.isEmpty else { throw .badAddress(Self.masked(url), reason: "it names no host") }
  }

  /// Without the password.
  public var description: String { "amqp://\(user)@\(host):\(port)/\(virtualHost)" }

  private static func decoded(_ text: Substring, of url: String) throws(ConnectionError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
      guard digits.count == 2 else {
        throw .badAddress(masked(url), reason: "a % is not followed by two hexadecimal digits")
      }
      bytes.append(UInt8(digits[0] * 16 + digits[1]))
      rest = rest.dropFirst(2)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw .badAddress(masked(url), reason: "it is no UTF-8 once percent-decoded")
    }
    return decoded
  }

  /// An address as messages may show it.
  private static func masked(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://"), let at = url.lastIndex(of: "@"),
      let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
    else { return url }
    return url[...colon] + "…" + url[at...]
  }
}
