public import HTTPMessage

/// Finds what serves a method and path: a tree of path segments, so that the number of routes does
/// not matter.
///
/// A pattern is a path whose segments may be `{name}` (any text but the empty one) or `{name:int}`
/// (decimal digits); fixed segments win over digits, digits over text.
public struct Router<Route: Sendable>: Sendable {
  /// What a path leads to.
  public enum Match {
    case route(Route, PathParameters)
    /// The path is known, but not with this method; the methods it has.
    case otherMethods([HTTPMethod])
    case none
  }

  private struct Node: Sendable {
    var fixed: [String: Int] = [:]
    var digits: Int?
    var text: Int?
    var routes: [(method: HTTPMethod, route: Route)] = []
  }

  private var nodes = [Node()]

  public init() {}

  /// Adds a route. A later one of the same method and pattern replaces the earlier.
  public mutating func add(_ method: HTTPMethod, _ pattern: String, _ route: Route) {
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
      existing = nodes[parent].fixed[segment]
      if existing == nil { nodes[parent].fixed[segment] = next }
    }
    if let existing { return existing }
    nodes.append(Node())
    return next
  }

  /// Looks a path up. The path is percent-decoded segment by segment, so an encoded slash does not
  /// split; a malformed escape matches nothing.
  public func match(_ method: HTTPMethod, _ path: ArraySlice<UInt8>) -> Match {
    var at = 0
    var parameters = PathParameters()
    var rest = path.dropFirst()
    guard path.first == UInt8(ascii: "/") else { return .none }
    while true {
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      guard let segment = PercentCoding.decode(rest[..<end]) else { return .none }
      let node = nodes[at]
      if let next = node.fixed[String(decoding: segment, as: UTF8.self)] {
        at = next
      } else if let next = node.digits, Self.isDigits(segment) {
        parameters.values.append(segment)
        at = next
      } else if let next = node.text, !segment.isEmpty {
        parameters.values.append(segment)
        at = next
      } else {
        return .none
      }
      if end == rest.endIndex { break }
      rest = rest[(end + 1)...]
    }
    let routes = nodes[at].routes
    for entry in routes where entry.method == method { return .route(entry.route, parameters) }
    return routes.isEmpty ? .none : .otherMethods(routes.map(\.method))
  }

  private static func isDigits(_ segment: ArraySlice<UInt8>) -> Bool {
    !segment.isEmpty && segment.allSatisfy { $0 &- 0x30 < 10 }
  }
}

/// The segments of a path that a pattern left open, in order, percent-decoded.
public struct PathParameters: Sendable {
  public fileprivate(set) var values: [ArraySlice<UInt8>] = []

  /// The value at a place as text; empty when there is none.
  public func text(_ place: Int) -> String {
    values.indices.contains(place) ? String(decoding: values[place], as: UTF8.self) : ""
  }

  /// The value at a place as a number; nil when it is none or does not fit.
  public func int(_ place: Int) -> Int? {
    guard values.indices.contains(place), !values[place].isEmpty else { return nil }
    var number = 0
    for byte in values[place] {
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = tens.addingReportingOverflow(Int(byte &- 0x30))
      guard byte &- 0x30 < 10, !overflow, !overflow2 else { return nil }
      number = sum
    }
    return number
  }
}
