import AMQP

/// Why no host of a connector takes messages.
public struct AvailabilityProblem: Sendable, Equatable, CustomStringConvertible {
  /// What is wrong with each host, in the order in which they were tried.
  public let hosts: [(host: String, reason: String)]

  public static func == (left: AvailabilityProblem, right: AvailabilityProblem) -> Bool {
    left.description == right.description
  }

  /// A framed text to show to a person.
  public var description: String {
    let lines =
      ["The PID messaging queue is not available:"]
      + hosts.map { "- host \"\($0.host)\": \($0.reason)" }
    let width = lines.map(\.count).max() ?? 0
    let edge = String(repeating: "*", count: width + 8)
    let framed = lines.map {
      "*** \($0)\(String(repeating: " ", count: width - $0.count)) ***"
    }
    return ([edge] + framed + [edge]).joined(separator: "\n")
  }
}

extension Connector {
  /// Tries whether a host lets the client in and has the exchange. Needs no started messaging.
  ///
  /// - Parameter sendMessage: also sends a probe, which a queue must be bound for.
  /// - Returns: nil when one host is fine; otherwise what is wrong with all of them. Refused connections are among
  ///   that; the Python client throws then.
  public func checkPIDQueueAvailability(sendMessage: Bool = false) async -> AvailabilityProblem? {
    var problems: [(host: String, reason: String)] = []
    var rounds = HostRounds(courier.hosts.map(\.priority), most: 1, random: courier.random)
    while case .host(let place) = rounds.next() {
      let host = courier.hosts[place]
      guard let reason = await problem(with: host, sendMessage) else { return nil }
      problems.append((host.host, reason))
    }
    return AvailabilityProblem(hosts: problems)
  }

  /// What is wrong with a host, in words; nil for nothing.
  private func problem(with host: MessagingCredentials, _ sendMessage: Bool) async -> String? {
    let options = ConnectionOptions(
      clientProperties: ["product": .text("Understudy ESGFPIDClient")],
      connectTimeout: courier.rule.connectTimeout, handshakeTimeout: courier.rule.handshakeTimeout)
    let connection: ClientConnection
    do throws(ConnectionError) {
      connection = try await ClientConnection.open(host.address, options: options)
    } catch {
      return explain(error, host)
    }
    let reason: String?
    do throws(ConnectionError) {
      reason = try await probe(connection, sendMessage)
    } catch {
      reason = explain(error, host)
    }
    try? await connection.close(.success, Courier.CloseText.noExchange)
    return reason
  }

  private func probe(
    _ connection: ClientConnection, _ sendMessage: Bool
  ) async throws(ConnectionError) -> String? {
    let channel = try await connection.openChannel()
    try await channel.selectConfirms()
    try await channel.requireExchange(courier.exchange)
    var reason: String?
    if sendMessage {
      let key = RoutingKey.key(.probe, prefix: settings.prefix)
      var properties = BasicProperties()
      properties.deliveryMode = 2
      let message = AMQPMessage(properties: properties, body: Array(Self.probeText.utf8))
      switch try await channel.publishAndConfirm(
        message, to: courier.exchange, routingKey: key, mandatory: true)
      {
      case .acked: break
      case .nacked: reason = "Message failure with routing key \"\(key)\": refused by the broker"
      case .returned: reason = "Message failure with routing key \"\(key)\": no queue is bound"
      }
    }
    try await channel.close(.success, Courier.CloseText.noExchange)
    return reason
  }

  private static let probeText = "PLEASE PRINT: Testing pre-flight check..."

  private func explain(_ error: ConnectionError, _ host: MessagingCredentials) -> String {
    switch error {
    case .loginRefused: "Authentication failure (user \(host.user))"
    case .virtualHostRefused(_, let text) where text.hasSuffix("not found"):
      "Virtual host \"\(host.virtualHost)\" does not exist"
    case .virtualHostRefused(_, let text): "Access denied: \(text)"
    case .channelClosed(.notFound, _, _): "Exchange \(courier.exchange) does not exist"
    default: "Connection failure: \(error)"
    }
  }
}
