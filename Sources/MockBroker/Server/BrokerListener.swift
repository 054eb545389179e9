public import MockServer

/// A broker as what a world listens with.
public final class BrokerListener: FurtherListener {
  public let url: String
  private let broker: Broker
  private let server: BrokerServer

  public init(_ broker: Broker, _ server: BrokerServer, url: String) {
    self.broker = broker
    self.server = server
    self.url = url
  }

  public var messages: (any MessageView)? { broker }

  public func reset() { broker.reset() }

  public func stop(within limit: Int64, done: @escaping @Sendable () -> Void) {
    server.stop(within: limit, done: done)
  }
}
