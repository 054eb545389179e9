public import JSON

/// One way in which a message is not as the contract says.
public struct Mismatch: Sendable, Equatable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    case method
    case path
    case query
    case header
    case status
    case bodyType
    case body
    case metadata
  }

  public let kind: Kind
  /// The place inside that part: a JSON path, a parameter's or header's name; empty for one value.
  public let path: String
  /// The rule that was broken, or `equality` where the example itself counts.
  public let rule: String
  /// What the contract wants, for example `"DONE" (string)` or `an integer`.
  public let expected: String
  /// What came.
  public let actual: String

  init(_ kind: Kind, at path: String = "", rule: String = "equality", _ difference: Difference) {
    self.kind = kind
    self.path = path
    self.rule = rule
    expected = difference.expected
    actual = difference.actual
  }

  /// The whole mismatch as a sentence, for example
  /// `$.status: expected "DONE" (string), got "NEW"`.
  public var words: String { "\(place): expected \(expected), got \(actual)" }

  public var description: String { words }

  private var place: String {
    switch kind {
    case .body: path
    case .bodyType: "content type"
    case .method, .path, .status: kind.rawValue
    case .query: "query parameter \(path)"
    case .header: "header \(path)"
    case .metadata: "metadata \(path)"
    }
  }

  /// The mismatch for machines.
  public var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "path": .string(path), "rule": .string(rule),
      "expected": .string(expected), "actual": .string(actual), "words": .string(words),
    ]
  }
}
