/// Text of others inside Markdown, where it must not become markup.
enum MarkdownText {
  /// A line of prose.
  static func line(_ text: String) -> String {
    var escaped = ""
    for scalar in VisibleText.line(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      // Nobody is called, and no other issue is spoken of, by what stands in a contract.
      case "@": escaped += "@<!-- -->"
      case "#": escaped += "#<!-- -->"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$": escaped += "\\\(scalar)"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A cell of a table.
  static func cell(_ text: String) -> String { line(text) }

  /// A code span: between more backticks than stand in it.
  static func code(_ text: String) -> String {
    let text = VisibleText.line(text)
    let ticks = String(repeating: "`", count: longestRun(text) + 1)
    let isPlain = !text.hasPrefix("`") && !text.hasSuffix("`") && !text.isEmpty
    return isPlain ? "\(ticks)\(text)\(ticks)" : "\(ticks) \(text) \(ticks)"
  }

  /// A code span in a cell, where a bar ends the cell even inside code.
  static func cellCode(_ text: String) -> String { code(text).replacing("|", with: "\\|") }

  /// Inside an HTML element.
  static func html(_ text: String) -> String {
    var page = HTMLText()
    page.text(VisibleText.line(text))
    return String(decoding: page.bytes, as: UTF8.self)
  }

  /// What a code block must stand between: more backticks than any line of it begins with.
  static func fence(for text: String) -> String {
    String(repeating: "`", count: max(3, longestRun(text) + 1))
  }

  private static func longestRun(_ text: String) -> Int {
    var (longest, current) = (0, 0)
    for byte in text.utf8 {
      current = byte == UInt8(ascii: "`") ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }
}
