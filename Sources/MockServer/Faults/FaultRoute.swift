import HTTPMessage

/// The requests that a fault is for: `GET /instances`, `* /instances/{id}`, `DELETE /things/*`, `*`.
///
/// A segment `*` or `{name}` is any one, `**` at the end is all that follows. The path is the whole
/// one, or what stands behind the service's base path or one of its other prefixes.
struct FaultRoute: Sendable {
  private enum Segment: Sendable {
    case fixed([UInt8])
    case one
    case rest
  }

  /// Why a text is no route.
  struct Problem: Error {
    let message: String
  }

  private let method: HTTPMethod?
  /// The path, alone and behind each prefix.
  private let paths: [[Segment]]

  /// - Parameter prefixes: what may stand before the path, as patterns.
  init(_ text: String, prefixes: [String]) throws(Problem) {
    let words = text.split(separator: " ")
    guard words.count <= 2, let last = words.last else {
      throw Problem(message: "expected a method and a path as \"GET /things/{id}\", or \"*\"")
    }
    let name = words.count == 2 ? String(words[0]) : "*"
    guard name == "*" || name.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x2D }) else {
      throw Problem(
        message: "\"\(name)\" is no method"
          + Suggestion.hint(for: name.uppercased(), among: Self.methods))
    }
    method = name == "*" ? nil : HTTPMethod(name)
    let pattern = last == "*" ? "/**" : String(last)
    guard pattern.hasPrefix("/") else {
      throw Problem(message: "a path begins with \"/\", as in \"GET /\(pattern)\"")
    }
    guard !pattern.contains("?") else {
      throw Problem(message: "a fault is for a path, whatever its query: leave out \"?\" and more")
    }
    let path = try Self.segments(pattern)
    var paths = [path]
    for prefix in prefixes where !prefix.isEmpty && prefix != "/" {
      paths.append(try Self.segments(prefix) + path)
    }
    self.paths = paths
  }

  private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

  private static func segments(_ pattern: String) throws(Problem) -> [Segment] {
    var segments: [Segment] = []
    for word in pattern.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      if case .rest? = segments.last {
        throw Problem(message: "\"**\" stands at the end only: \"*\" is one segment")
      }
      if word == "**" {
        segments.append(.rest)
      } else if word == "*" || (word.hasPrefix("{") && word.hasSuffix("}")) {
        segments.append(.one)
      } else {
        guard let bytes = PercentCoding.decode(Array(word.utf8)[...]) else {
          throw Problem(message: "\"\(word)\" has a broken percent escape")
        }
        segments.append(.fixed(Array(bytes)))
      }
    }
    return segments
  }

  func matches(_ request: HTTPRequest) -> Bool {
    if let method, method != request.method { return false }
    let path = request.target.path
    return paths.contains { Self.matches($0, path) }
  }

  private static func matches(_ segments: [Segment], _ path: ArraySlice<UInt8>) -> Bool {
    guard path.first == UInt8(ascii: "/") else { return false }
    var start = path.startIndex + 1
    for (place, segment) in segments.enumerated() {
      if case .rest = segment { return true }
      let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
      guard matches(segment, path[start..<end]) else { return false }
      if place + 1 == segments.count { return end == path.endIndex }
      guard end < path.endIndex else {
        // Nothing may follow, and does.
        if case .rest = segments[place + 1] { return true }
        return false
      }
      start = end + 1
    }
    return false
  }

  private static func matches(_ segment: Segment, _ given: ArraySlice<UInt8>) -> Bool {
    switch segment {
    case .fixed(let bytes):
      if given.elementsEqual(bytes) { return true }
      guard given.contains(UInt8(ascii: "%")) else { return false }
      return PercentCoding.decode(given).map { $0.elementsEqual(bytes) } ?? false
    case .one: return !given.isEmpty
    case .rest: return true
    }
  }
}
