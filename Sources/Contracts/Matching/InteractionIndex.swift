public import HTTPMessage

/// Finds the interactions that a request's method and path could be of, without asking all of them.
///
/// Paths that stand as they are in the contract are looked up; the others stand in a tree of path
/// segments, and those of one rule are asked once for all.
public struct InteractionIndex: Sendable {
  /// By method and path.
  private var exact: [String: [Int]] = [:]
  private var patterned = PathTree()
  private var groups: [Group] = []

  /// Interactions that accept the same methods and paths.
  private struct Group {
    let pattern: RequestPattern
    var places: [Int]
  }

  public init(_ interactions: [Interaction]) {
    var known: [String: Int] = [:]
    for (place, interaction) in interactions.enumerated() {
      guard case .http(let pattern, _) = interaction.exchange else { continue }
      let rule = pattern.pathRule
      guard pattern.hasMethodRule || rule != nil else {
        exact[Self.key(pattern.method, pattern.path), default: []].append(place)
        continue
      }
      let name = pattern.hasMethodRule ? nil : Self.key(pattern.method, rule ?? "")
      if let name, let group = known[name] {
        groups[group].places.append(place)
        continue
      }
      for shape in pattern.pathShapes { patterned.add(groups.count, at: shape) }
      if let name { known[name] = groups.count }
      groups.append(Group(pattern: pattern, places: [place]))
    }
  }

  private static func key(_ method: String, _ path: String) -> String {
    method.uppercased() + " " + path
  }

  /// The places of the interactions with the request's method and path, in the contract's order.
  public func places(for request: HTTPRequest) -> [Int] {
    let path = String(decoding: request.target.path, as: UTF8.self)
    let fitting = Set(patterned.values(at: path)).lazy.map { groups[$0] }.filter {
      $0.pattern.fitsTarget(of: request)
    }
    return
      (exact[Self.key(request.method.name, path), default: []]
      + fitting.flatMap(\.places)).sorted()
  }
}
