/// The key of a binding to a topic exchange: words between dots, of which `*` stands for any one word
/// and `#` for any number of words, none included.
public struct TopicPattern: Sendable, Equatable {
  private let words: [Substring]

  public init(_ text: String) { words = Self.words(of: text) }

  /// An empty word is a word: `a..b` has three.
  static func words(of text: String) -> [Substring] {
    text.split(separator: ".", omittingEmptySubsequences: false)
  }

  public func matches(_ key: String) -> Bool { matches(Self.words(of: key)) }

  /// Walks over the pattern once, with all places of the key that can be reached so far.
  func matches(_ key: [Substring]) -> Bool {
    var reached = [Bool](repeating: false, count: key.count + 1)
    reached[0] = true
    for word in words {
      if word == "#" {
        guard let first = reached.firstIndex(of: true) else { return false }
        for place in first..<reached.count { reached[place] = true }
      } else {
        for place in key.indices.reversed() {
          reached[place + 1] = reached[place] && (word == "*" || word == key[place])
        }
        reached[0] = false
      }
    }
    return reached[key.count]
  }
}
