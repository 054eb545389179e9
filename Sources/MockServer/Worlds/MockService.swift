public import HTTPMessage
public import Synchronization

/// The behaviour of one system: what data alone can't say.
///
/// A service is made once from fixtures and never changes; what changes is the `State` of each world
/// that runs it.
public protocol MockService: Sendable {
  associatedtype State: Sendable

  var fixtures: ServiceFixtures { get }

  /// - Throws: ``FixtureError`` when the service's settings or its profile are wrong.
  init(fixtures: ServiceFixtures) throws(FixtureError)

  /// Builds a state from seed records.
  ///
  /// - Throws: ``FixtureError`` that points at the record which is wrong.
  func state(from collections: Collections) throws(FixtureError) -> State

  /// Answers a request. Called on many threads at once; must not block.
  ///
  /// What does not need the state (routing, tokens, reading the body) is done before the lock is
  /// taken, and the lock is taken once, so that a request sees and changes the state as a whole.
  func respond(
    to request: HTTPRequest, state: borrowing Mutex<State>, context: ServiceContext
  ) -> Answer
}

/// What a world gives its service beside the state.
public struct ServiceContext: Sendable {
  public let now: Timestamp
  public let identifiers: any IdentifierSource
  /// The service itself and those that it works with.
  public let group: WorldGroup
}

/// An answer, and what only the log and the journal tell.
public struct Answer: Sendable {
  public var response: HTTPResponse
  /// Why the request was refused, for the one who wrote the client: the faithful answer can't say it.
  public var reason: String?
  /// Whether the path and method led to something that the service has.
  public var isMatched: Bool

  public init(_ response: HTTPResponse, reason: String? = nil, isMatched: Bool = true) {
    self.response = response
    self.reason = reason
    self.isMatched = isMatched
  }
}
