public import EventLoop
import Glibc
public import HTTPMessage
public import JSON
public import Synchronization

/// What a world runs: it never changes; what changes is the `State` of each world.
public protocol WorldService: Sendable {
  associatedtype State: Sendable

  var fixtures: ServiceFixtures { get }

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

  /// The message that the service publishes under a contract's description; nil when it has none.
  func message(_ description: String, context: ServiceContext) -> ServiceMessage?

  /// Whether a state that an earlier version of the service made can be its own; true by default.
  func canTakeOver(from old: Self) -> Bool

  /// What it does beside answering requests and that faults can be armed for; nothing by default.
  var faultEvents: [FaultEvent] { get }

  /// Whether all that it answers comes from stubs, so that its refusals may tell of them.
  static var isStubsAlone: Bool { get }

  /// Takes a message that was published to it. Called on many threads at once; must not block.
  ///
  /// - Returns: why nothing came of it, or a note without a reason.
  func take(
    _ message: ServiceMessage, state: borrowing Mutex<State>, context: ServiceContext
  ) -> MessageNote

  /// Listens with what is no HTTP, for one world.
  ///
  /// - Throws: ``SocketError`` when that can't be.
  func listen(
    at site: ListenerSite, for world: any ServiceWorld
  ) throws(SocketError) -> any FurtherListener
}

extension WorldService {
  public var faultEvents: [FaultEvent] { [] }
  public func canTakeOver(from old: Self) -> Bool { true }
  public static var isStubsAlone: Bool { false }

  public func message(_ description: String, context: ServiceContext) -> ServiceMessage? { nil }

  public func take(
    _ message: ServiceMessage, state: borrowing Mutex<State>, context: ServiceContext
  ) -> MessageNote {
    MessageNote(reason: "the service takes no messages", isMatched: false)
  }

  public func listen(
    at site: ListenerSite, for world: any ServiceWorld
  ) throws(SocketError) -> any FurtherListener {
    throw SocketError(
      operation: "listen on \(site.address)", code: EPROTONOSUPPORT,
      reason: "the service does not speak \(site.listener.scheme)")
  }
}

/// A message as a service publishes it, or takes it.
public struct ServiceMessage: Sendable {
  public let contents: [UInt8]
  public let contentType: String?
  /// Names with values that travel beside the contents.
  public let metadata: JSONObject

  public init(contents: [UInt8], contentType: String?, metadata: JSONObject) {
    self.contents = contents
    self.contentType = contentType
    self.metadata = metadata
  }
}

/// The behaviour of one system: what data alone can't say. It is made from fixtures.
public protocol MockService: WorldService {
  /// Only ever replaced by those of another profile, see ``inProfile(_:)``.
  var fixtures: ServiceFixtures { get set }

  /// - Throws: ``FixtureError`` when the service's settings or its profile are wrong.
  init(fixtures: ServiceFixtures) throws(FixtureError)

  /// The same service in another profile of its fixtures, with all that does not depend on it shared;
  /// made anew by default, unless both profiles say the same.
  ///
  /// - Throws: ``FixtureError`` when the profile is wrong.
  func inProfile(_ fixtures: ServiceFixtures) throws(FixtureError) -> Self
}

extension MockService {
  public func inProfile(_ fixtures: ServiceFixtures) throws(FixtureError) -> Self {
    guard fixtures.profile.value == self.fixtures.profile.value else {
      return try Self(fixtures: fixtures)
    }
    var other = self
    other.fixtures = fixtures
    return other
  }
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
  /// The armed fault that the answer met.
  public var fault: ArmedFault?
  /// The identifier of the stub that answered in place of the service.
  public var stub: String?
  /// Finds out which stubs came nearest, as text; only for requests that none meant, while there are
  /// stubs.
  public var nearMisses: (@Sendable () -> String)?

  public init(_ response: HTTPResponse, reason: String? = nil, isMatched: Bool = true) {
    self.response = response
    self.reason = reason
    self.isMatched = isMatched
  }
}
