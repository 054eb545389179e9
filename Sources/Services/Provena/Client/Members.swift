public import JSON
import ServiceAnswers

/// A word from a set that may grow: the service may be newer than this client.
public protocol ProvenaWord: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral,
  CustomStringConvertible
where RawValue == String, StringLiteralType == String {
  init(rawValue: String)
}

extension ProvenaWord {
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
}

/// Something that the data store says. Two are equal when it says the same of them.
public protocol ProvenaObject: Sendable, Equatable {
  /// All that was said, whether this client knows it or not.
  var attributes: JSONObject { get }
}

extension ProvenaObject {
  /// What was said under that name.
  public subscript(name: String) -> JSONValue? { attributes[name] }

  public static func == (left: Self, right: Self) -> Bool { left.attributes == right.attributes }
}

/// Reads the members of an object that is also written, and keeps what it wasn't asked for.
struct Members {
  private let answer: Answer
  private(set) var rest: JSONObject

  init(_ answer: Answer) throws(UnreadableAnswer) {
    rest = try answer.object()
    self.answer = answer
  }

  /// The member of that name; null counts as there.
  mutating func member(_ key: String) throws(UnreadableAnswer) -> Answer {
    rest[key] = nil
    return try answer.member(key)
  }

  /// The member of that name; nil when it is absent or null.
  mutating func optional(_ key: String) throws(UnreadableAnswer) -> Answer? {
    rest[key] = nil
    return try answer.optional(key)
  }

  mutating func string(_ key: String) throws(UnreadableAnswer) -> String {
    try member(key).string()
  }

  mutating func text(_ key: String) throws(UnreadableAnswer) -> String? {
    try optional(key)?.string()
  }

  mutating func flag(_ key: String) throws(UnreadableAnswer) -> Bool? {
    try optional(key)?.bool()
  }

  mutating func value<Value: AnswerDecodable>(_ key: String) throws(UnreadableAnswer) -> Value {
    try Value(member(key))
  }

  mutating func read<Value: AnswerDecodable>(_ key: String) throws(UnreadableAnswer) -> Value? {
    guard let member = try optional(key) else { return nil }
    return try Value(member)
  }
}

extension Answer {
  func word<Word: ProvenaWord>() throws(UnreadableAnswer) -> Word {
    Word(rawValue: try string())
  }

  /// Texts by name.
  func texts() throws(UnreadableAnswer) -> [String: String] {
    var texts: [String: String] = [:]
    for key in try object().keys { texts[key] = try member(key).string() }
    return texts
  }
}

extension JSONObject {
  /// Adds nothing for nil.
  mutating func set(_ key: String, _ value: JSONValue?) { if let value { self[key] = value } }

  /// In the order of their names, so that the same texts are always sent as the same bytes.
  mutating func set(_ key: String, _ texts: [String: String]?) {
    guard let texts else { return }
    self[key] = .object(
      JSONObject(
        texts.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }))
  }

  /// Adds what an answer had beside what this client knows.
  mutating func add(_ others: JSONObject) {
    for member in others.members { self[member.key] = member.value }
  }
}
