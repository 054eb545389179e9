import Synchronization

/// A regular expression that is compared with whole values.
///
/// `Regex` may not be shared between threads, so the compiled expression stands behind a mutex:
/// compiled once when the contract is read, used by one thread at a time.
public final class TextPattern: Sendable {
  /// The expression as it was written.
  public let text: String
  private let regex: Mutex<Regex<AnyRegexOutput>>

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
    do {
      // Contracts come from languages that match code points, not grapheme clusters.
      regex = Mutex(try Regex(text).matchingSemantics(.unicodeScalar))
    } catch {
      throw Malformed(reason: "\(error)")
    }
  }

  /// Whether all of `value` fits.
  public func matches(_ value: String) -> Bool {
    regex.withLock { regex in (try? regex.wholeMatch(in: value)) != nil }
  }

  /// `value` with the first part that fits replaced by `start` and what the first group holds of it;
  /// nil when no part fits or the expression has no group.
  func replacingMatch(in value: String, with start: String) -> String? {
    regex.withLock { regex in
      guard let match = try? regex.firstMatch(in: value), match.output.count > 1 else { return nil }
      let kept = match.output[1].range.map { value[$0] } ?? ""
      return value[..<match.range.lowerBound] + start + kept + value[match.range.upperBound...]
    }
  }
}
