public import EventLoop

/// A broker that listens on one address.
public final class BrokerServer: Sendable {
  public let address: SocketAddress
  private let listening: Listening
  /// Held, because its loops end with it.
  private let group: EventLoopGroup

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - address: where; port 0 for any free one.
  ///   - spread: on how many loops of the group; nil for all.
  ///   - use: told of every connection that is accepted.
  /// - Throws: ``SocketError`` when the address can't be had.
  public init(
    _ broker: Broker, on address: SocketAddress, group: EventLoopGroup, spread: Int? = nil,
    use: (@Sendable () -> Void)? = nil
  ) throws(SocketError) {
    listening = try group.listen(on: address, spread: spread) {
      use?()
      return BrokerConnection(broker)
    }
    self.address = listening.address
    self.group = group
  }

  /// Accepts no more, tells the clients that the server ends, and calls `done` at the latest after
  /// `limit` ms.
  public func stop(within limit: Int64 = 800, done: @escaping @Sendable () -> Void = {}) {
    listening.stop(within: limit, done: done)
  }
}
