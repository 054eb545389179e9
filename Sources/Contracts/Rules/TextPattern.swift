import Synchronization

/// A regular expression that is compared with whole values.
///
/// `Regex` may not be shared between threads, so the compiled expression stands behind a mutex,
/// used by one thread at a time. It is compiled when the contract is read, for that is when an
/// expression that is none must be told; one that surely is one waits for its first use, because a
/// contract may hold thousands of them and compiling takes longer than all other reading.
public final class TextPattern: Sendable {
  /// The expression as it was written.
  public let text: String
  private let regex: Mutex<Regex<AnyRegexOutput>?>

  static let maximumBrackets = 200

  /// The compiler of the standard library limits the depth of groups but not that of sets, and runs
  /// out of stack on `[[[[…`, so the number of brackets is limited here.
  static func isShallow(_ text: String) -> Bool {
    text.utf8.count { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") } <= maximumBrackets
  }

  /// Why a text is no regular expression.
  package struct Malformed: Error {
    package let reason: String
  }

  package init(_ text: String) throws(Malformed) {
    self.text = text
    guard Self.isShallow(text) else {
      throw Malformed(reason: "it has more than \(Self.maximumBrackets) opening brackets")
    }
    if PlainRegex.isOne(text) {
      regex = Mutex(nil)
      return
    }
    do {
      regex = Mutex(try Self.compiled(text))
    } catch {
      throw Malformed(reason: "\(error)")
    }
  }

  /// Contracts come from languages that match code points, not grapheme clusters.
  private static func compiled(_ text: String) throws -> Regex<AnyRegexOutput> {
    try Regex(text).matchingSemantics(.unicodeScalar)
  }

  private func withRegex<Result>(_ body: (Regex<AnyRegexOutput>?) -> sending Result) -> Result {
    regex.withLock { regex in
      if regex == nil { regex = try? Self.compiled(text) }
      return body(regex)
    }
  }

  /// Whether all of `value` fits.
  public func matches(_ value: String) -> Bool {
    withRegex { regex in (try? regex?.wholeMatch(in: value)) != nil }
  }

  /// The first part of `value` that fits, and what its groups hold; nil when no part fits.
  package func firstMatch(in value: String) -> [String?]? {
    withRegex { regex in
      guard let match = try? regex?.firstMatch(in: value) else { return nil }
      return match.output.map { group in group.range.map { String(value[$0]) } }
    }
  }

  /// `value` with the first part that fits replaced by `start` and what the first group holds of it;
  /// nil when no part fits or the expression has no group.
  func replacingMatch(in value: String, with start: String) -> String? {
    withRegex { regex in
      guard let match = try? regex?.firstMatch(in: value), match.output.count > 1 else {
        return nil
      }
      let kept = match.output[1].range.map { value[$0] } ?? ""
      return value[..<match.range.lowerBound] + start + kept + value[match.range.upperBound...]
    }
  }
}
