import AMQP

/// One RabbitMQ node and how to enter it.
public struct MessagingCredentials: Sendable {
  /// A name or an address, no URL. The Python client calls it `url`.
  public var host: String
  /// 5672 as a rule. The Python client takes 15672 when it is left out, where no AMQP is spoken.
  public var port: Int
  public var user: String
  public var password: String
  /// The Python client takes the empty name when it is left out, which RabbitMQ refuses.
  public var virtualHost: String
  /// Smaller ones are tried first; nil comes last, and chance decides between equal ones.
  public var priority: Priority?
  /// TLS is not spoken here, so that a connector with this is refused.
  public var sslEnabled: Bool

  public init(
    host: String, port: Int, user: String, password: String, virtualHost: String,
    priority: Priority? = nil, sslEnabled: Bool = false
  ) {
    self.host = host
    self.port = port
    self.user = user
    self.password = password
    self.virtualHost = virtualHost
    self.priority = priority
    self.sslEnabled = sslEnabled
  }

  /// Reads `amqp://user:password@host:port/vhost`.
  ///
  /// - Throws: ``PIDError/argument(_:)``
  public init(url: String, priority: Priority? = nil) throws(PIDError) {
    do throws(ConnectionError) {
      let address = try BrokerAddress(url)
      self.init(
        host: address.host, port: address.port, user: address.user, password: address.password,
        virtualHost: address.virtualHost, priority: priority)
    } catch {
      throw .argument("\(error)")
    }
  }

  var address: BrokerAddress {
    BrokerAddress(
      host: host, port: port, user: user, password: password, virtualHost: virtualHost)
  }

  func check() throws(PIDError) {
    for (name, value) in [("host", host), ("user", user), ("password", password)]
    where value.isEmpty {
      throw .argument("Missing \(name) in the messaging credentials")
    }
    guard (1...65535).contains(port) else {
      throw .argument("\(port) in the messaging credentials is no port")
    }
    guard !sslEnabled else {
      throw .argument(
        "TLS to \(host) is asked for, but not spoken here; put a tunnel in front (for example "
          + "stunnel) and name its end")
    }
  }
}

/// The place of a node among others: digits in it count as numbers, so that "9" comes before "10".
public struct Priority: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let description: String

  public init(_ text: String) { description = text }

  private enum Part: Equatable {
    case number(Int)
    case text(String)
  }

  private var parts: [Part] {
    var parts: [Part] = []
    var rest = description[...]
    while let first = rest.first {
      let isDigit = first.isASCII && first.isNumber
      let run = rest.prefix { ($0.isASCII && $0.isNumber) == isDigit }
      parts.append(isDigit ? .number(Int(run) ?? .max) : .text(String(run)))
      rest = rest[run.endIndex...]
    }
    return parts
  }

  public static func < (left: Priority, right: Priority) -> Bool {
    for (one, other) in zip(left.parts, right.parts) where one != other {
      switch (one, other) {
      case (.number(let one), .number(let other)): return one < other
      case (.text(let one), .text(let other)): return one < other
      case (.number, .text): return true
      case (.text, .number): return false
      }
    }
    return left.parts.count < right.parts.count
  }
}

extension Priority: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  public init(integerLiteral value: Int) { self.init(String(value)) }
  public init(stringLiteral value: String) { self.init(value) }
}
