public import JSON
import ServiceAnswers

/// Something that the service keeps. Two are equal when the service says the same of them.
public protocol TroveObject: Sendable, Equatable {
  /// All that the service said of it, whether this client knows it or not.
  var attributes: JSONObject { get }
}

extension TroveObject {
  /// What the service said under that name.
  public subscript(name: String) -> JSONValue? { attributes[name] }

  public static func == (left: Self, right: Self) -> Bool { left.attributes == right.attributes }
}

/// A link of an object: to itself (`self`), or for keeping (`bookmark`). Nothing here follows them;
/// Trove writes `https` in them also where it listens for `http` (the Trove sheet, section 3).
public struct Link: Sendable, Hashable {
  public let rel: String
  public let href: String
}

/// Another object, as it is mentioned.
public struct Reference: Sendable, Hashable, Identifiable {
  public let id: String
  public let name: String?
  public let links: [Link]
}

/// A moment in UTC as the service writes it: `2026-11-21T10:41:35`, in limits with `Z`.
public struct TroveTimestamp: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { text }

  /// Microseconds since 1970-01-01T00:00:00Z. Nil when the text is in no form that the service is
  /// known to use.
  public var microsecondsSince1970: Int? { ISO8601.microsecondsSince1970(text) }
}

/// A word from a set that may grow: the service may be newer than this client.
public protocol TroveWord: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral,
  CustomStringConvertible
where RawValue == String, StringLiteralType == String {
  init(rawValue: String)
}

extension TroveWord {
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
}

// MARK: Reading

extension Link: AnswerDecodable {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    rel = try answer.member("rel").string()
    href = try answer.member("href").string()
  }
}

extension Reference: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    id = try answer.member("id").identifier()
    name = try answer.optional("name")?.string()
    links = try answer.links()
  }
}

extension Answer {
  func links() throws(UnreadableAnswer) -> [Link] {
    guard let links = try optional("links") else { return [] }
    return try [Link](links)
  }

  /// An id, which the service writes as text or, of flavors, as a number.
  func identifier() throws(UnreadableAnswer) -> String {
    if let number = value.int { return "\(number)" }
    guard let text = value.string else { throw unexpected("text or integer") }
    return text
  }

  /// The first of these members that is neither absent nor null.
  func optional(_ key: String, or other: String) throws(UnreadableAnswer) -> Answer? {
    if let member = try optional(key) { return member }
    return try optional(other)
  }

  func time(_ key: String) throws(UnreadableAnswer) -> TroveTimestamp? {
    try text(key).map { TroveTimestamp($0) }
  }
}
