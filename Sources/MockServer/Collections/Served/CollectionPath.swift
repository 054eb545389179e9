import HTTPMessage
import JSON

/// Where a collection is: `/printers/{printer}/jobs`. Its records are one segment below; what stands
/// in an open segment is a member of all records found there.
struct CollectionPath: Sendable {
  enum Segment: Sendable, Equatable {
    case fixed(String)
    case open(String)
  }

  let segments: [Segment]

  /// - Throws: ``FixtureError`` when the text is no such path.
  init(_ text: String, _ node: FixtureNode) throws(FixtureError) {
    guard text.hasPrefix("/") else { throw node.error("a path begins with /") }
    var segments: [Segment] = []
    for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard !part.isEmpty else { throw node.error("a path has something between its slashes") }
      if part.hasPrefix("{"), part.hasSuffix("}"), part.count > 2 {
        let name = String(part.dropFirst().dropLast())
        guard !segments.contains(.open(name)) else {
          throw node.error("{\(name)} stands twice in this path")
        }
        segments.append(.open(name))
      } else {
        guard !part.contains(where: { "{}?#%".contains($0) }) else {
          throw node.error("\"\(part)\" is neither plain text nor {member}")
        }
        segments.append(.fixed(String(part)))
      }
    }
    guard case .fixed? = segments.last else {
      throw node.error(
        "a collection's path ends in plain text: what follows tells its records apart")
    }
    self.segments = segments
  }

  /// The members that the path holds.
  var members: [String] {
    segments.compactMap { if case .open(let name) = $0 { name } else { nil } }
  }

  /// The same for all paths that the same requests lead to.
  var shape: String { Self.shape(segments[...]) }

  /// For each open segment, in order, the shape of what stands before it.
  var shapesBeforeOpen: [String] {
    segments.indices.filter { if case .open = segments[$0] { true } else { false } }.map {
      Self.shape(segments[..<$0])
    }
  }

  private static func shape(_ segments: ArraySlice<Segment>) -> String {
    segments.map { segment in
      switch segment {
      case .fixed(let text): "/" + text
      case .open: "/{}"
      }
    }.joined()
  }

  /// As the router takes it.
  var pattern: String {
    segments.map { segment in
      switch segment {
      case .fixed(let text): "/" + text
      case .open(let name): "/{" + (name.replacing(":", with: "_")) + "}"
      }
    }.joined()
  }

  /// The address of a record, percent-encoded.
  func text(_ values: [String], id: String) -> String {
    var rest = values[...]
    let path = segments.map { segment in
      switch segment {
      case .fixed(let text): "/" + text
      case .open: "/" + PercentCoding.encode(rest.popFirst() ?? "")
      }
    }.joined()
    return path + "/" + PercentCoding.encode(id)
  }
}
