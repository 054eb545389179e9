/// Numbers by the shape of a path, found for a path without looking at all of them.
public struct PathTree: Sendable {
  private var named: [String: PathTree] = [:]
  /// One at most.
  private var other: [PathTree] = []
  /// Of shapes that end here.
  private var ending: [Int] = []
  /// Of shapes after which anything may follow.
  private var open: [Int] = []

  public init() {}

  public mutating func add(_ value: Int, at shape: PathShape) {
    add(value, shape.segments[...], isOpen: shape.isOpen)
  }

  private mutating func add(
    _ value: Int, _ segments: ArraySlice<PathShape.Segment>, isOpen: Bool
  ) {
    switch segments.first {
    case nil where isOpen: open.append(value)
    case nil: ending.append(value)
    case .literal(let name)?:
      named[name, default: PathTree()].add(value, segments.dropFirst(), isOpen: isOpen)
    case .variable?:
      if other.isEmpty { other.append(PathTree()) }
      other[0].add(value, segments.dropFirst(), isOpen: isOpen)
    }
  }

  /// The numbers of all shapes that the path has, in no order; of several shapes under one number,
  /// once for each.
  public func values(at path: String) -> [Int] {
    var found: [Int] = []
    collect(PathShape.split(path)[...], into: &found)
    return found
  }

  private func collect(_ segments: ArraySlice<Substring>, into found: inout [Int]) {
    found += open
    guard let first = segments.first else {
      found += ending
      return
    }
    named[String(first)]?.collect(segments.dropFirst(), into: &found)
    other.first?.collect(segments.dropFirst(), into: &found)
  }
}
