import Synchronization

/// A regular expression of a schema, which fits a text when it fits some part of it.
///
/// What is an I-Regexp is run as one, in time that can't run away; for other expressions (`\d`,
/// look-ahead and the like) the standard library's are used, of which one may not be shared between
/// threads and therefore stands behind a mutex.
final class SchemaPattern: Sendable {
  private let plain: IRegexp?
  private let rich: Mutex<Regex<AnyRegexOutput>?>

  /// Nil when it is none. The standard library's compiler runs out of stack on very many brackets.
  init?(_ text: String) {
    if let plain = try? IRegexp(text) {
      self.plain = plain
      rich = Mutex(nil)
      return
    }
    guard text.utf8.count(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") }) <= 200,
      let regex = try? Regex(text)
    else { return nil }
    plain = nil
    rich = Mutex(
      regex.matchingSemantics(.unicodeScalar).asciiOnlyDigits().asciiOnlyWordCharacters())
  }

  func matches(_ text: String) -> Bool {
    if let plain { return plain.matchesPart(of: text) }
    return rich.withLock { regex in (try? regex?.firstMatch(in: text)) != nil }
  }
}
