/// A service that a test wants: one that comes along, or one of its own.
public struct MockedService: Sendable, Hashable, ExpressibleByStringLiteral {
  enum Origin: Sendable, Hashable {
    case named(String)
    case folder(String)
  }

  let origin: Origin

  private init(_ origin: Origin) { self.origin = origin }

  /// A service that comes along, or that ``Trait/understudy(_:fixtures:profile:states:)`` has a folder
  /// for, by its name.
  public init(stringLiteral name: String) { self.init(.named(name)) }

  /// A service of one's own: the folder with its `service.json`.
  public static func folder(_ path: String) -> MockedService { MockedService(.folder(path)) }

  public static let workqueue: MockedService = "workqueue"
  public static let keystone: MockedService = "keystone"
  public static let trove: MockedService = "trove"
  public static let provena: MockedService = "provena"
  public static let oaio: MockedService = "oaio"
  public static let esgfpid: MockedService = "esgfpid"
}

/// What went wrong with a mock, in words that say what to do.
public struct UnderstudyError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
