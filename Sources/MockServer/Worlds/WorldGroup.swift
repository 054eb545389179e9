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
    members.withLock { $0[world.description.name, default: Member()].world = world }
  }

  /// The names of its services, sorted.
  public var services: [String] {
    members.withLock { members in members.filter { $0.value.world != nil }.keys.sorted() }
  }

  /// Tells where a service of the group listens, without a slash at the end.
  public func publish(_ url: String, of service: String) {
    members.withLock { $0[service, default: Member()].url = url }
  }

  /// Where a member listens; nil as long as nobody has told.
  public func url(of service: String) -> String? { members.withLock { $0[service]?.url } }

  /// The addresses of all members that listen.
  public var urls: [String: String] { members.withLock { $0.compactMapValues(\.url) } }

  /// Asks a member as a client would, without an entry in its journal; nil when there is none.
  public func ask(_ service: String, _ request: HTTPRequest) -> HTTPResponse? {
    let world = members.withLock { $0[service]?.world }
    return world?.answer(to: request)
  }
}
