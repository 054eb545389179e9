import Contracts

/// Finds the stubs that may mean a request without asking all of them: by the address, then by the
/// values that tell those of one address apart.
struct StubIndex: Sendable {
  /// By path and query.
  private var byURL: [String: StubBucket] = [:]
  private var byPath: [String: StubBucket] = [:]
  /// Those of one expression or template, which is compared once for all of them; by what paths
  /// must begin with.
  private var groups: [String: [Group]] = [:]

  private struct Group: Sendable {
    let url: URLPattern
    let key: String
    var bucket = StubBucket()
  }

  mutating func insert(_ entry: RegisteredStub) {
    change(entry.stub.pattern.url) { $0.insert(entry) }
  }

  mutating func remove(_ entry: RegisteredStub) {
    change(entry.stub.pattern.url) { $0.remove(entry) }
  }

  private mutating func change(_ url: URLPattern, _ body: (inout StubBucket) -> Void) {
    switch url {
    case .url(let text): Self.change(&byURL, text, body)
    case .path(let text): Self.change(&byPath, text, body)
    default:
      let start = PathStart.of(url)
      let key = url.wanted.map { "\($0.member) \($0.text)" } ?? ""
      var place = groups[start]?.firstIndex { $0.key == key }
      if place == nil {
        groups[start, default: []].append(Group(url: url, key: key))
        place = groups[start].map { $0.count - 1 }
      }
      guard let place else { return }
      body(&groups[start, default: []][place].bucket)
      if groups[start]?[place].bucket.isEmpty == true { groups[start]?.remove(at: place) }
    }
  }

  private static func change(
    _ buckets: inout [String: StubBucket], _ key: String, _ body: (inout StubBucket) -> Void
  ) {
    body(&buckets[key, default: StubBucket()])
    if buckets[key]?.isEmpty == true { buckets[key] = nil }
  }

  /// Those whose address fits and that may mean a request, in the order in which they are asked.
  func candidates(for request: SeenRequest) -> RankedStubs {
    var lists: [RankedStubs] = []
    if !byURL.isEmpty, let bucket = byURL[request.url] {
      bucket.add(candidatesFor: request, to: &lists)
    }
    if !byPath.isEmpty, let bucket = byPath[request.path] {
      bucket.add(candidatesFor: request, to: &lists)
    }
    if !groups.isEmpty {
      for start in PathStart.all(of: request.path) {
        for group in groups[start] ?? [] where group.url.fits(request) {
          group.bucket.add(candidatesFor: request, to: &lists)
        }
      }
    }
    return RankedStubs.merged(lists)
  }

  /// All stubs of a request's path, whatever else they want.
  func stubs(ofPathOf request: SeenRequest) -> RankedStubs {
    var lists = [byURL[request.url], byPath[request.path]].compactMap { $0?.all }
    for start in PathStart.all(of: request.path) {
      for group in groups[start] ?? [] where group.url.fits(request) {
        lists.append(group.bucket.all)
      }
    }
    return RankedStubs.merged(lists)
  }
}

/// What paths must begin with to fit an expression or template: whole segments, so that it can be
/// looked up.
enum PathStart {
  private static let mostSegments = 4
  private static let signs = Set("\\.[](){}*+?|^$".utf8)

  static func of(_ url: URLPattern) -> String {
    switch url {
    case .template(let template):
      join(template.fixedStart.dropLast(template.names.isEmpty ? 1 : 0)[...])
    case .urlMatches(let pattern), .pathMatches(let pattern): of(expression: pattern.text)
    default: "/"
    }
  }

  /// Of the characters in front of the first sign, those up to the last slash that must be there.
  private static func of(expression: String) -> String {
    let bytes = Array(expression.utf8)
    guard !bytes.contains(UInt8(ascii: "|")) else { return "/" }
    let text = bytes.first == UInt8(ascii: "^") ? bytes.dropFirst() : bytes[...]
    var plain = text.prefix { !signs.contains($0) }
    if let next = text.dropFirst(plain.count).first, "*?{".utf8.contains(next) {
      plain = plain.dropLast()
    }
    guard plain.first == UInt8(ascii: "/"), !plain.contains(UInt8(ascii: "%")) else { return "/" }
    let segments = String(decoding: plain.dropFirst(), as: UTF8.self)
      .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return join(segments.dropLast()[...])
  }

  private static func join(_ segments: ArraySlice<String>) -> String {
    segments.prefix(mostSegments).reduce("/") { $0 + $1 + "/" }
  }

  /// Everything that a path may be looked up by, shortest first.
  static func all(of path: String) -> [String] {
    var starts = ["/"]
    var rest = path.dropFirst()
    while starts.count <= mostSegments, let slash = rest.firstIndex(of: "/") {
      rest = rest[rest.index(after: slash)...]
      starts.append(String(path[..<rest.startIndex]))
    }
    return starts
  }
}
