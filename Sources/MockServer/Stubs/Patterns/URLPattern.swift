import Contracts

/// Which addresses a pattern is about.
enum URLPattern: Sendable {
  case any
  /// Path and query, as they stand in the request.
  case url(String)
  case urlMatches(TextPattern)
  case path(String)
  case pathMatches(TextPattern)
  case template(PathTemplate)

  func fits(_ request: SeenRequest) -> Bool {
    switch self {
    case .any: true
    case .url(let url): request.url == url
    case .urlMatches(let pattern): pattern.matches(request.url)
    case .path(let path): request.path == path
    case .pathMatches(let pattern): pattern.matches(request.path)
    case .template(let template): template.values(in: request.path) != nil
    }
  }

  /// The member of a stub that says it, with its value.
  var wanted: (member: String, text: String)? {
    switch self {
    case .any: nil
    case .url(let url): ("url", url)
    case .urlMatches(let pattern): ("urlPattern", pattern.text)
    case .path(let path): ("urlPath", path)
    case .pathMatches(let pattern): ("urlPathPattern", pattern.text)
    case .template(let template): ("urlPathTemplate", template.text)
    }
  }

  /// The text of a path that fits, for looking up its neighbours.
  var example: String? {
    guard case .url(let url) = self else { return wanted?.text }
    return String(url.prefix { $0 != "?" })
  }
}

/// A path with open segments, as `/contacts/{id}/files/{file}`.
struct PathTemplate: Sendable {
  let text: String
  private let segments: [Segment]

  private enum Segment: Sendable {
    case fixed(String)
    case open(String)
  }

  /// Nil when a brace stands elsewhere than around a whole segment, or a name twice.
  init?(_ text: String) {
    guard text.hasPrefix("/") else { return nil }
    self.text = text
    var segments: [Segment] = []
    var names: Set<String> = []
    for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      if part.hasPrefix("{"), part.hasSuffix("}") {
        let name = String(part.dropFirst().dropLast())
        guard !name.isEmpty, !name.contains(where: { "{}".contains($0) }),
          names.insert(name).inserted
        else { return nil }
        segments.append(.open(name))
      } else {
        guard !part.contains(where: { "{}".contains($0) }) else { return nil }
        segments.append(.fixed(String(part)))
      }
    }
    self.segments = segments
  }

  var names: [String] {
    segments.compactMap { if case .open(let name) = $0 { name } else { nil } }
  }

  /// The segments in front of the first open one.
  var fixedStart: [String] {
    segments.prefix { if case .fixed = $0 { true } else { false } }.compactMap {
      if case .fixed(let text) = $0 { text } else { nil }
    }
  }

  /// What stands in the open segments, percent-decoded; nil when the path does not fit.
  func values(in path: String) -> [(name: String, value: String)]? {
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard path.hasPrefix("/"), parts.count == segments.count else { return nil }
    var values: [(name: String, value: String)] = []
    for (segment, part) in zip(segments, parts) {
      switch segment {
      case .fixed(let text): guard text == part else { return nil }
      case .open(let name):
        guard !part.isEmpty else { return nil }
        values.append((name, PathText.decoded(part)))
      }
    }
    return values
  }
}
