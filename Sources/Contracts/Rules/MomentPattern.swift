/// A pattern for dates and times in the language of Java's `DateTimeFormatter`, for example
/// `yyyy-MM-dd'T'HH:mm:ssXXX`.
public struct MomentPattern: Sendable {
  /// The pattern as it was written.
  public let text: String
  let elements: [Element]

  /// A piece of the pattern.
  enum Element: Sendable, Equatable {
    case literal(String)
    /// A run of one pattern letter.
    case field(Character, count: Int)
    /// Between `[` and `]`.
    case optional([Element])
  }

  /// Why a text is no pattern.
  package struct Malformed: Error {
    package let reason: String
  }

  private static let letters: Set<Character> = Set("yuMLdDHhKkmsSnAaEeGXxZzVO")

  package init(_ text: String) throws(Malformed) {
    self.text = text
    guard text.utf8.count <= 200 else { throw Malformed(reason: "it is longer than 200 bytes") }
    var rest = Substring(text)
    elements = try Self.elements(&rest, isOptional: false)
  }

  private static func elements(
    _ rest: inout Substring, isOptional: Bool
  ) throws(Malformed) -> [Element] {
    var elements: [Element] = []
    while let first = rest.popFirst() {
      switch first {
      case "'": elements.append(.literal(try quoted(&rest)))
      case "[": elements.append(.optional(try Self.elements(&rest, isOptional: true)))
      case "]" where isOptional: return elements
      case "]": throw Malformed(reason: "']' without '['")
      case _ where first.isASCII && first.isLetter:
        guard letters.contains(first) else {
          throw Malformed(reason: "the pattern letter '\(first)' is not known")
        }
        let more = rest.prefix { $0 == first }
        rest = rest[more.endIndex...]
        elements.append(.field(first, count: more.count + 1))
      default: elements.append(.literal(String(first)))
      }
    }
    if isOptional { throw Malformed(reason: "'[' without ']'") }
    return elements
  }

  /// Text up to the closing quote; two quotes are one.
  private static func quoted(_ rest: inout Substring) throws(Malformed) -> String {
    if rest.first == "'" {
      rest.removeFirst()
      return "'"
    }
    var text = ""
    while let next = rest.popFirst() {
      if next != "'" {
        text.append(next)
      } else if rest.first == "'" {
        rest.removeFirst()
        text.append("'")
      } else {
        return text
      }
    }
    throw Malformed(reason: "a quote is not closed")
  }

  /// Whether all of `value` is a date or time of this form that exists.
  public func matches(_ value: String) -> Bool {
    var reader = MomentReader(rest: Substring(value))
    return reader.read(elements) && reader.rest.isEmpty && reader.exists
  }
}
