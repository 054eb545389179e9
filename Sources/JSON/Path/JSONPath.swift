/// A query over JSON values by RFC 9535, for example `$.jobs[?@.priority > 3].id`.
///
/// ```swift
/// let path = try JSONPath("$..id")
/// let ids = try path.values(in: document)
/// ```
/// It is parsed and checked for well-typedness once, and may then be used from any thread.
public struct JSONPath: Sendable {
  /// The query as it was written.
  public let text: String
  let segments: [Segment]

  /// A value that a query found, and where it stands.
  public struct Node: Sendable {
    public let value: JSONValue
    public let location: JSONPointer
  }

  /// What one query may visit at most; more would only be met by a query that multiplies, such as
  /// `$..*..*..*` over a large document.
  public static let maximumVisits = 1_000_000

  /// Parses a query.
  ///
  /// - Throws: what is wrong with it and at which character.
  public init(_ text: String) throws(JSONPathError) {
    var parser = Parser(text)
    segments = try parser.query()
    self.text = text
  }

  /// The nodes that the query selects, in the order of RFC 9535, duplicates included.
  public func nodes(in document: JSONValue) throws(JSONPathExhausted) -> [Node] {
    try found(in: document, located: true).map { Node(value: $0.value, location: $0.trail.pointer) }
  }

  /// The values that the query selects; cheaper than `nodes(in:)`, which also tells their places.
  public func values(in document: JSONValue) throws(JSONPathExhausted) -> [JSONValue] {
    try found(in: document, located: false).map(\.value)
  }

  private func found(
    in document: JSONValue, located: Bool
  ) throws(JSONPathExhausted) -> [Evaluation.Found] {
    var evaluation = Evaluation(root: document, isLocated: located)
    return try evaluation.run(segments, from: Evaluation.Found(value: document, trail: .root))
  }
}

/// Why a text is no JSONPath query.
public struct JSONPathError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was expected, found or is ill-typed, as a phrase without place.
  public let reason: String
  /// The character (Unicode scalar) of the query where it was found, from 1.
  public let column: Int

  public var description: String { "column \(column): \(reason)" }
}

/// A query was given up because it multiplied beyond `JSONPath.maximumVisits`.
public struct JSONPathExhausted: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String {
    "the query visits more than \(JSONPath.maximumVisits) values of this document"
  }
}

extension JSONPointer {
  /// The place as a normalized path (RFC 9535, section 2.7), for example `$['jobs'][0]`.
  public var normalizedPath: String {
    "$" + steps.map(\.normalized).joined()
  }
}

extension JSONPointer.Step {
  fileprivate var normalized: String {
    switch self {
    case .element(let index): "[\(index)]"
    case .member(let name):
      name.unicodeScalars.reduce(into: "['") { text, scalar in
        switch scalar {
        case "'": text += "\\'"
        case "\\": text += "\\\\"
        case "\u{8}": text += "\\b"
        case "\u{C}": text += "\\f"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\0"..." ":
          if scalar == " " {
            text += " "
          } else {
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        default: text.unicodeScalars.append(scalar)
        }
      } + "']"
    }
  }
}
