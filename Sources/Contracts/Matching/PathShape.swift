/// What a path looks like as far as its segments tell: names that are fixed, and others.
///
/// A path rule has as many shapes as its alternatives and optional parts make. Every path that the
/// rule accepts has one of them; not every path of the shape is accepted.
public struct PathShape: Sendable, Hashable {
  public enum Segment: Sendable, Hashable {
    case literal(String)
    case variable
  }

  /// What stands between the slashes; the first is empty, since paths begin with one.
  public let segments: [Segment]
  /// Whether any further segments may follow.
  public let isOpen: Bool

  /// The shape of one path.
  public init(path: String) {
    segments = Self.split(path).map { .literal(String($0)) }
    isOpen = false
  }

  init(_ segments: [Segment], isOpen: Bool) {
    self.segments = segments
    self.isOpen = isOpen
  }

  static let anything = PathShape([], isOpen: true)

  public static func split(_ path: String) -> [Substring] {
    path.split(separator: "/", omittingEmptySubsequences: false)
  }

  /// How many segments are fixed.
  public var exactness: Int { segments.count { $0 != .variable } }
}

extension RequestPattern {
  /// The shapes of the paths that the contract accepts.
  public var pathShapes: [PathShape] {
    guard let list = matching.path, !list.rules.isEmpty else { return [PathShape(path: path)] }
    guard list.rules.count == 1, let rule = list.rules.first else { return [.anything] }
    switch rule {
    case .equality: return [PathShape(path: path)]
    case .regex(let pattern): return PathShape.all(ofRegex: pattern.text)
    default: return [.anything]
    }
  }

  /// Whether a rule tells the methods that are accepted.
  public var hasMethodRule: Bool { matching.method != nil }

  /// What tells the paths that are accepted, to be compared with another pattern's; nil where only
  /// the example is.
  public var pathRule: String? {
    guard let list = matching.path, !list.rules.isEmpty else { return nil }
    guard list.rules.count == 1, case .regex(let pattern)? = list.rules.first else {
      return "\(list.combination) \(list.rules) \(path)"
    }
    return pattern.text
  }
}

// MARK: - Regular expressions

extension PathShape {
  /// More shapes than this are one: anything.
  private static let maximumCount = 64

  /// One character of a path, or several that are not known.
  private enum Piece: Hashable {
    case character(Unicode.Scalar)
    case slash
    /// Characters, none of them a slash.
    case some
    /// Characters, among which slashes may be.
    case any
  }

  /// The shapes of the paths that a regular expression matches as a whole.
  static func all(ofRegex text: String) -> [PathShape] {
    guard TextPattern.isShallow(text), PlainRegex.isOne(text) else { return [.anything] }
    var parser = RegexSketch.Parser(rest: Substring(text))
    guard let lines = expand(parser.alternatives()) else { return [.anything] }
    var seen: Set<PathShape> = []
    return lines.map(shape).filter { seen.insert($0).inserted }
  }

  private static func shape(_ pieces: [Piece]) -> PathShape {
    var segments: [Segment] = []
    for part in pieces.split(separator: .slash, omittingEmptySubsequences: false) {
      if part.contains(.any) { return PathShape(segments, isOpen: true) }
      var name = ""
      for case .character(let scalar) in part { name.unicodeScalars.append(scalar) }
      segments.append(part.contains(.some) ? .variable : .literal(name))
    }
    return PathShape(segments, isOpen: false)
  }

  private static func expand(_ alternatives: [[RegexSketch]]) -> [[Piece]]? {
    var all: [[Piece]] = []
    for sequence in alternatives {
      var lines: [[Piece]] = [[]]
      for sketch in sequence {
        guard let further = expand(sketch) else { return nil }
        guard lines.count * further.count <= maximumCount else { return nil }
        lines = lines.flatMap { line in further.map { line + $0 } }
      }
      all += lines
      if all.count > maximumCount { return nil }
    }
    return all
  }

  private static func expand(_ sketch: RegexSketch) -> [[Piece]]? {
    let once: [[Piece]]
    switch sketch.atom {
    case .nothing: return [[]]
    case .one(let characters):
      if let only = characters.only {
        once = [[only == "/" ? .slash : .character(only)]]
      } else {
        once = [[characters.contains("/") ? .any : .some]]
      }
    case .group(let alternatives):
      guard let inner = expand(alternatives) else { return nil }
      let isPlain = inner.joined().allSatisfy { $0 != .some }
      let hasSlash = inner.joined().contains { $0 == .slash || $0 == .any }
      once = isPlain || hasSlash ? inner : [[.some]]
    }
    let hasSlash = once.joined().contains { $0 == .slash || $0 == .any }
    switch (sketch.minimum, sketch.maximum) {
    case (1, 1): return once
    case (0, 1) where hasSlash || sketch.isGroup: return [[]] + once
    default: return [[hasSlash ? .any : .some]]
    }
  }
}

extension RegexSketch {
  fileprivate var isGroup: Bool {
    guard case .group = atom else { return false }
    return true
  }
}
