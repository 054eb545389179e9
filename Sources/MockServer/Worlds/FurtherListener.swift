public import EventLoop
public import JSON

/// What a world listens with beside its HTTP server, as a message broker's port, or what it is
/// attached to instead.
public protocol FurtherListener: AnyObject, Sendable {
  /// What clients are told.
  var url: String { get }

  /// The messages that came this way; nil when it is none for messages.
  var messages: (any MessageView)? { get }

  /// Back to what the fixtures say: everything clients did is gone.
  func reset()

  /// Lets nobody in any more, finishes what is open, and calls `done` at the latest after `limit` ms.
  /// To be called once.
  func stop(within limit: Int64, done: @escaping @Sendable () -> Void)
}

extension FurtherListener {
  public var messages: (any MessageView)? { nil }
}

/// Where and how a world shall listen.
public struct ListenerSite: Sendable {
  public let listener: ListenerDescription
  /// The wanted address; port 0 for any free one.
  public let address: SocketAddress
  public let loops: EventLoopGroup
  /// On how many loops; nil for all.
  public let spread: Int?
  /// Servers of that kind to attach to instead of listening, best first; empty to listen.
  public let upstreams: [String]
  /// To be called for everything a client does.
  public let use: ServicePort.UseObserver?
}

/// What a world made of a message that reached it.
public struct MessageNote: Sendable {
  /// How it breaks the contract, each as a mismatch's JSON.
  public var mismatches: [JSONValue]
  /// Why nothing came of it.
  public var reason: String?
  /// Whether the service knows what to do with it.
  public var isMatched: Bool

  public init(mismatches: [JSONValue] = [], reason: String? = nil, isMatched: Bool = true) {
    self.mismatches = mismatches
    self.reason = reason
    self.isMatched = isMatched
  }
}

/// Holds a message that clients published to a contract; gives how it breaks that. What
/// `isTaken` reaches the service; the rest is between clients.
public typealias MessageCheck =
  @Sendable (_ service: ServiceDescription, _ message: ServiceMessage, _ isTaken: Bool) ->
  [JSONValue]
