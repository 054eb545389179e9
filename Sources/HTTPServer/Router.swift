public import HTTPMessage

/// Finds what serves a method and path: a tree of path segments, so that the number of routes does
/// not matter.
///
/// A pattern is a path whose segments may be `{name}` (any text but the empty one) or `{name:int}`
/// (decimal digits); fixed segments win over digits, digits over text, as long as they lead to a route.
public struct Router<Route: Sendable>: Sendable {
  @usableFromInline var tree = PathTree()
  @usableFromInline var routes: [Route] = []

  /// What a path leads to.
  public enum Match {
    case route(Route, PathParameters)
    /// The path is known, but not with this method; the methods it has.
    case otherMethods([HTTPMethod])
    case none
  }

  public init() {}

  /// Adds a route. A later one of the same method and pattern replaces the earlier.
  public mutating func add(_ method: HTTPMethod, _ pattern: String, _ route: Route) {
    tree.add(method, pattern, routes.count)
    routes.append(route)
  }

  /// Looks a path up. The path is percent-decoded segment by segment, so an encoded slash does not
  /// split; a malformed escape matches nothing.
  ///
  /// Inlinable, so that it is compiled for the route's own type where it is used.
  @inlinable
  public func match(_ method: HTTPMethod, _ path: ArraySlice<UInt8>) -> Match {
    var parameters = PathParameters()
    guard let leaf = tree.leaf(of: path, &parameters) ?? tree.otherLeaf(of: path, &parameters)
    else { return .none }
    if let route = tree.route(at: leaf, method) { return .route(routes[route], parameters) }
    let methods = tree.methods(at: leaf)
    return methods.isEmpty ? .none : .otherMethods(methods)
  }
}

/// The tree behind a router: leads from a path to the places of routes.
@usableFromInline
struct PathTree: Sendable {
  private struct Node: Sendable {
    var fixed = FixedSegments()
    var digits: Int?
    var text: Int?
    var routes: [(method: HTTPMethod, route: Int)] = []

    var forks: Bool {
      [!fixed.isEmpty, digits != nil, text != nil].count { $0 } > 1
    }

    /// Where a segment leads.
    func child(_ segment: UnsafeBufferPointer<UInt8>, _ parameters: inout PathParameters) -> Int? {
      if let next = fixed[segment] { return next }
      if segment.isEmpty { return nil }
      guard let next = digits.flatMap({ PathTree.isDigits(segment) ? $0 : nil }) ?? text else {
        return nil
      }
      parameters.values.append(Array(segment))
      return next
    }
  }

  private var nodes = [Node()]
  /// Whether some segment can lead two ways, so that the better one may turn out to lead nowhere.
  private var forks = false

  @usableFromInline init() {}

  mutating func add(_ method: HTTPMethod, _ pattern: String, _ route: Int) {
    var at = 0
    for segment in pattern.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      at = child(of: at, for: String(segment))
    }
    nodes[at].routes.removeAll { $0.method == method }
    nodes[at].routes.append((method, route))
  }

  private mutating func child(of parent: Int, for segment: String) -> Int {
    let next = nodes.count
    let existing: Int?
    if segment.hasPrefix("{"), segment.hasSuffix("}") {
      if segment.hasSuffix(":int}") {
        existing = nodes[parent].digits
        if existing == nil { nodes[parent].digits = next }
      } else {
        existing = nodes[parent].text
        if existing == nil { nodes[parent].text = next }
      }
    } else {
      let bytes = Array(segment.utf8)
      existing = bytes.withUnsafeBufferPointer { nodes[parent].fixed[$0] }
      if existing == nil { nodes[parent].fixed.add(bytes, next) }
    }
    if let existing { return existing }
    forks = forks || nodes[parent].forks
    nodes.append(Node())
    return next
  }

  /// Walks down; collects what stands in open segments.
  ///
  /// Works on plain memory: slices of slices would be counted up and down at every step.
  @usableFromInline
  func leaf(of path: ArraySlice<UInt8>, _ parameters: inout PathParameters) -> Int? {
    let isEncoded = path.contains(UInt8(ascii: "%"))
    return path.withUnsafeBufferPointer { bytes in
      guard bytes.first == UInt8(ascii: "/") else { return nil }
      return nodes.withUnsafeBufferPointer { nodes in
        var at = 0
        var start = 1
        while true {
          var end = start
          while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
          let plain = UnsafeBufferPointer(rebasing: bytes[start..<end])
          let next: Int?
          if isEncoded {
            guard let decoded = PercentCoding.decode(Array(plain)[...]) else { return nil }
            next = decoded.withUnsafeBufferPointer { nodes[at].child($0, &parameters) }
          } else {
            next = nodes[at].child(plain, &parameters)
          }
          guard let next else { return nil }
          at = next
          if end == bytes.count { return nodes[at].routes.isEmpty ? nil : at }
          start = end + 1
        }
      }
    }
  }

  /// Looks for a longer way where the best choice at each segment led nowhere; rare, so it may cost.
  @usableFromInline
  func otherLeaf(of path: ArraySlice<UInt8>, _ parameters: inout PathParameters) -> Int? {
    guard forks, path.first == UInt8(ascii: "/") else { return nil }
    var segments: [[UInt8]] = []
    for segment in path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      guard let plain = PercentCoding.decode(segment) else { return nil }
      segments.append(Array(plain))
    }
    var values: [[UInt8]] = []
    guard let leaf = leaf(below: 0, segments[...], &values) else { return nil }
    parameters.values = values
    return leaf
  }

  private func leaf(
    below node: Int, _ segments: ArraySlice<[UInt8]>, _ values: inout [[UInt8]]
  ) -> Int? {
    guard let segment = segments.first else { return nodes[node].routes.isEmpty ? nil : node }
    let rest = segments.dropFirst()
    let (fixed, isNumber) = segment.withUnsafeBufferPointer {
      (nodes[node].fixed[$0], Self.isDigits($0))
    }
    if let leaf = fixed.flatMap({ leaf(below: $0, rest, &values) }) { return leaf }
    guard !segment.isEmpty else { return nil }
    values.append(segment)
    for next in [isNumber ? nodes[node].digits : nil, nodes[node].text].compactMap(\.self) {
      if let leaf = leaf(below: next, rest, &values) { return leaf }
    }
    values.removeLast()
    return nil
  }

  @usableFromInline
  func route(at leaf: Int, _ method: HTTPMethod) -> Int? {
    nodes[leaf].routes.first { $0.method == method }?.route
  }

  @usableFromInline
  func methods(at leaf: Int) -> [HTTPMethod] { nodes[leaf].routes.map(\.method) }

  private static func isDigits(_ segment: UnsafeBufferPointer<UInt8>) -> Bool {
    segment.allSatisfy { $0 &- 0x30 < 10 }
  }
}

/// The children of a node by their bytes: compared one by one while they are few, found by hash when
/// not.
private struct FixedSegments: Sendable {
  private var all: [(text: [UInt8], child: Int)] = []
  /// Places in `all`; empty while they are few.
  private var places: [String: Int] = [:]
  private static let most = 8

  var isEmpty: Bool { all.isEmpty }

  mutating func add(_ text: [UInt8], _ child: Int) {
    all.append((text, child))
    guard all.count > Self.most else { return }
    for (place, entry) in all.enumerated() {
      places[String(decoding: entry.text, as: UTF8.self)] = place
    }
  }

  subscript(segment: UnsafeBufferPointer<UInt8>) -> Int? {
    func isSegment(_ text: [UInt8]) -> Bool {
      text.count == segment.count && text.elementsEqual(segment)
    }
    guard all.count > Self.most else { return all.first { isSegment($0.text) }?.child }
    // The hash is of text, which other bytes may spell too.
    let place = places[String(decoding: segment, as: UTF8.self)]
    return place.flatMap { isSegment(all[$0].text) ? all[$0].child : nil }
  }
}

/// The segments of a path that a pattern left open, in order, percent-decoded.
public struct PathParameters: Sendable {
  fileprivate(set) var values: [[UInt8]] = []

  @usableFromInline init() {}

  /// The value at a place as text; empty when there is none.
  public func text(_ place: Int) -> String {
    values.indices.contains(place) ? String(decoding: values[place], as: UTF8.self) : ""
  }

  /// The value at a place as a number; nil when it is none or does not fit.
  public func int(_ place: Int) -> Int? {
    guard values.indices.contains(place), !values[place].isEmpty else { return nil }
    var number = 0
    for byte in values[place] {
      let digit = Int(byte) - 0x30
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      guard (0...9).contains(digit), !overflow, tens <= Int.max - digit else { return nil }
      number = tens + digit
    }
    return number
  }
}
