import Contracts

/// Puts paths together that differ only in identifiers, as far as a contract's path rules and the
/// paths themselves tell: `/jobs/12/status` and `/jobs/13/status` are `/jobs/{id}/status`.
struct OperationNames {
  /// The closed shapes of all path rules, each with what tells whether the rule accepts a path.
  private var shapes: [(pattern: RequestPattern, shape: PathShape)] = []
  private var tree = PathTree()

  init(_ patterns: [RequestPattern]) {
    var seen: Set<String> = []
    for pattern in patterns {
      guard let rule = pattern.pathRule, seen.insert(rule).inserted else { continue }
      for shape in pattern.pathShapes where !shape.isOpen {
        tree.add(shapes.count, at: shape)
        shapes.append((pattern, shape))
      }
    }
  }

  /// The operations whose calls a pattern describes.
  func names(of pattern: RequestPattern) -> [String] {
    guard pattern.pathRule != nil else { return [name(of: pattern.path)] }
    let closed = pattern.pathShapes.filter { !$0.isOpen }.map(\.template)
    return closed.isEmpty ? [name(of: pattern.path)] : closed
  }

  /// The operation of a path: the narrowest shape of the rules that accept it, else the path with
  /// what looks like an identifier taken out.
  func name(of path: String) -> String {
    var best: PathShape?
    for place in tree.values(at: path).sorted() {
      let (pattern, shape) = shapes[place]
      if let best, best.exactness >= shape.exactness { continue }
      if pattern.acceptsPath(path) { best = shape }
    }
    return best?.template
      ?? PathShape.split(path).map { Self.isIdentifier($0) ? "{id}" : String($0) }
      .joined(separator: "/")
  }

  /// Whether a segment looks like one of many: a number, a UUID, or a long word with digits.
  private static func isIdentifier(_ segment: Substring) -> Bool {
    let digits = segment.utf8.count { $0 >= 0x30 && $0 <= 0x39 }
    let rest = segment.utf8.drop { $0 == UInt8(ascii: "-") }.count
    guard digits > 0 else { return false }
    if digits == rest { return true }
    let isHexadecimal = segment.allSatisfy { $0.isHexDigit || $0 == "-" }
    return isHexadecimal && rest >= 16 || rest >= 24 && !segment.contains(".")
  }
}

extension PathShape {
  /// As a person reads it.
  fileprivate var template: String {
    segments.map { segment in
      switch segment {
      case .literal(let name): name
      case .variable: "{id}"
      }
    }.joined(separator: "/")
  }
}
