/// A place in a JSON document by RFC 6901, for example `/jobs/0/id`; empty for the whole document.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  /// One step: a member's name or an element's place.
  public enum Step: Sendable, Hashable {
    case member(String)
    case element(Int)
  }

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  public func appending(_ key: String) -> JSONPointer { JSONPointer(steps + [.member(key)]) }
  public func appending(_ index: Int) -> JSONPointer { JSONPointer(steps + [.element(index)]) }

  /// With `~` and `/` in names escaped as `~0` and `~1`.
  public var description: String {
    steps.map { step in
      switch step {
      case .member(let key):
        "/"
          + key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
          .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
      case .element(let index): "/\(index)"
      }
    }.joined()
  }
}
