/// A page that is being written. What stands in the source of this program is markup; everything else
/// is text, and can't become markup.
struct HTMLText {
  private(set) var bytes: [UInt8] = []

  mutating func markup(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

  /// Text, for content and for attributes in quotation marks.
  ///
  /// Control characters are shown by their pictures, and those that change the direction of writing by
  /// their code points, so that a page can't show another text than it has.
  mutating func text(_ text: some StringProtocol) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": markup("&amp;")
      case "<": markup("&lt;")
      case ">": markup("&gt;")
      case "\"": markup("&quot;")
      case "'": markup("&#39;")
      case "\n", "\t": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      default: append(VisibleText.shown(scalar))
      }
    }
  }

  private mutating func append(_ scalar: VisibleText.Shown) {
    switch scalar {
    case .itself(let scalar): bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
    case .words(let words): bytes.append(contentsOf: words.utf8)
    }
  }
}

/// Characters that can't be seen, made visible.
enum VisibleText {
  enum Shown {
    case itself(Unicode.Scalar)
    case words(String)
  }

  static func shown(_ scalar: Unicode.Scalar) -> Shown {
    switch scalar.value {
    case 0..<0x20: .itself(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
    case 0x20..<0x7F: .itself(scalar)
    case 0x7F: .itself("\u{2421}")
    case 0x80...0x9F, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB:
      .words("\\u{\(String(scalar.value, radix: 16))}")
    default: .itself(scalar)
    }
  }

  /// Text on one line; line ends and tabs are shown, too.
  static func line(_ text: some StringProtocol) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch shown(scalar) {
      case .itself(let scalar): line.append(scalar)
      case .words(let words): line.append(contentsOf: words.unicodeScalars)
      }
    }
    return String(line)
  }
}
