import ServiceAnswers

/// A moment in UTC as the service writes it: `2012-03-21T13:35`, `2026-11-21T10:12:43` or
/// `2026-11-21T10:12:43.809367`, without a zone.
///
/// Keeps the text, so that what a service says is never lost; two are equal when their texts are.
public struct WorkqueueTimestamp: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { text }

  /// Microseconds since 1970-01-01T00:00:00Z; digits beyond are cut off. Nil when the text is in no
  /// form that the service is known to use.
  public var microsecondsSince1970: Int? { ISO8601.microsecondsSince1970(text) }
}

extension WorkqueueTimestamp {
  init(_ answer: Answer) throws(UnreadableAnswer) { text = try answer.string() }
}
