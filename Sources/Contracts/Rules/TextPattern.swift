import Synchronization

/// A regular expression that is compared with whole values.
///
/// `Regex` may not be shared between threads, so the compiled expression stands behind a mutex:
/// compiled once when the contract is read, used by one thread at a time.
public final class TextPattern: Sendable {
  /// The expression as it was written.
  public let text: String
  private let regex: Mutex<Regex<AnyRegexOutput>>

  /// Why a text is no regular expression.
  struct Malformed: Error {
    let reason: String
  }

  init(_ text: String) throws(Malformed) {
    self.text = text
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
}
