public import HTTPMessage
import Synchronization

/// Worlds that belong together, as a service and the one that gives out its tokens: they share a
/// clock, know where each other listens, and can ask each other.
public final class WorldGroup: Sendable {
  public let clock: AdjustableClock
  private let members = Mutex<[String: Member]>([:])

  private struct Member: Sendable {
    /// Weak, because a world holds its group.
    weak var world: (any ServiceWorld)?
    var url: String?
  }

  public init(clock: AdjustableClock = AdjustableClock()) { self.clock = clock }

  func join(_ world: any ServiceWorld) {
    members.withLock { $0[world.description.name] = Member(world: world) }
  }

  /// The names of its services, sorted.
  public var services: [String] { members.withLock { $0.keys.sorted() } }

  /// Tells where a member listens, without a slash at the end.
  public func publish(_ url: String, of service: String) {
    members.withLock { $0[service]?.url = url }
  }

  /// Where a member listens; nil when the group has no such service, or it does not listen yet.
  public func url(of service: String) -> String? { members.withLock { $0[service]?.url } }

  /// The addresses of all members that listen.
  public var urls: [String: String] { members.withLock { $0.compactMapValues(\.url) } }

  /// Asks a member as a client would, without an entry in its journal; nil when there is none.
  public func ask(_ service: String, _ request: HTTPRequest) -> HTTPResponse? {
    let world = members.withLock { $0[service]?.world }
    return world?.answer(to: request)
  }
}
