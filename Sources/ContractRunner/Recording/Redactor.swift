import HTTPMessage
import JSON
import Synchronization

/// Takes secrets out of what is recorded.
///
/// A secret is known by the name it stands under, by its form, or because it stood under such a name
/// before: a token that a sign-in gave is one in a path, too.
final class Redactor: Sendable {
  let rules: RecordingRules
  private let isOff: Bool
  private let seen = Mutex<Set<String>>([])

  /// Shorter ones may be words that stand elsewhere for something else.
  private static let shortestSeen = 12

  /// - Parameter isOff: lets everything through.
  init(_ rules: RecordingRules, isOff: Bool = false) {
    self.rules = rules
    self.isOff = isOff
  }

  var placeholder: String { rules.placeholder }

  /// Whether what stands under this name is a secret.
  func hides(name: String, below parent: String? = nil) -> Bool {
    !isOff && rules.secretNames.contains(name, below: parent) && !rules.plainNames.contains(name)
  }

  func hides(header name: HTTPFieldName) -> Bool {
    !isOff && rules.secretHeaders.contains(name.spelling)
  }

  /// Remembers a secret's text.
  func learn(_ secret: some StringProtocol) {
    guard !isOff, secret.utf8.count >= Self.shortestSeen, secret != placeholder else { return }
    seen.withLock { _ = $0.insert(String(secret)) }
  }

  /// The text without secrets; nil when it holds none.
  func redacted(_ text: String) -> String? {
    guard !isOff else { return nil }
    if text == placeholder || Self.isWebToken(text[...]) || seen.withLock({ $0.contains(text) }) {
      return placeholder
    }
    if let space = text.firstIndex(of: " "), Self.schemes.contains(text[..<space].lowercased()),
      text[space...].dropFirst().utf8.count >= Self.shortestSeen
    {
      return "\(text[...space])\(placeholder)"
    }
    return withoutSecretParameters(text)
  }

  private static let schemes: Set<String> = ["bearer", "basic", "token", "digest", "negotiate"]

  /// Three parts in base64url, of which the first begins a JSON object (RFC 7519).
  private static func isWebToken(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.hasPrefix("eyJ") && parts.count == 3 && text.utf8.count > 40
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// A URL whose query names a secret.
  private func withoutSecretParameters(_ text: String) -> String? {
    guard let mark = text.firstIndex(of: "?"), !text.contains(" ") else { return nil }
    let query = text[mark...].dropFirst()
    guard let redacted = redactedPairs(query) else { return nil }
    return text[...mark] + redacted
  }

  /// `a=1&b=2` without secret values, otherwise as it was; nil when it holds none.
  func redactedPairs(_ text: Substring) -> String? {
    var found = false
    let pairs = text.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      guard let equals = pair.firstIndex(of: "=") else { return String(pair) }
      let name = Self.decoded(pair[..<equals])
      let value = Self.decoded(pair[equals...].dropFirst())
      guard !value.isEmpty, hides(name: name) || redacted(value) != nil else {
        return String(pair)
      }
      found = true
      learn(value)
      return "\(pair[...equals])\(placeholder)"
    }
    return found ? pairs.joined(separator: "&") : nil
  }

  /// Percent-decoded, with `+` as space.
  static func decoded(_ text: Substring) -> String {
    let bytes = Array(text.replacing("+", with: " ").utf8)
    return String(decoding: PercentCoding.decode(bytes[...]) ?? bytes[...], as: UTF8.self)
  }

  // MARK: Header lines

  /// A line under a secret name: what tells nothing is kept, a scheme, a cookie's name, its
  /// attributes.
  func redactedLine(_ name: HTTPFieldName, _ line: String) -> String {
    switch name {
    case "Cookie":
      return line.split(separator: ";").map { redactedCookie($0) }.joined(separator: "; ")
    case "Set-Cookie":
      let parts = line.split(separator: ";", maxSplits: 1)
      return redactedCookie(parts.first ?? "") + (parts.count > 1 ? ";\(parts[1])" : "")
    default:
      if let space = line.firstIndex(of: " "),
        Self.schemes.contains(line[..<space].lowercased())
      {
        learn(line[space...].dropFirst())
        return "\(line[...space])\(placeholder)"
      }
      learn(line)
      return placeholder
    }
  }

  private func redactedCookie(_ pair: Substring) -> String {
    let trimmed = pair.drop { $0 == " " }
    guard let equals = trimmed.firstIndex(of: "=") else { return placeholder }
    learn(trimmed[equals...].dropFirst())
    return "\(trimmed[...equals])\(placeholder)"
  }
}
