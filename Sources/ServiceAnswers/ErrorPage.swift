/// The page with which a service refuses: HTML of a plain form, or bare text.
package enum ErrorPage {
  /// What the page says, in one line: its paragraph, else its heading, else all of a page that has
  /// no markup.
  package static func message(in body: [UInt8]) -> String? {
    let page = String(decoding: body, as: UTF8.self)
    for tag in ["p", "h1", "title"] {
      if let text = content(of: tag, in: page), !text.isEmpty { return text }
    }
    let text = oneLine(page)
    return text.isEmpty || text.hasPrefix("<") ? nil : text
  }

  private static func content(of tag: String, in page: String) -> String? {
    guard let start = page.firstRange(of: "<\(tag)>") else { return nil }
    let rest = page[start.upperBound...]
    let end = rest.firstRange(of: "</\(tag)>")?.lowerBound ?? rest.endIndex
    return unescaped(oneLine(withoutTags(rest[..<end])))
  }

  /// With a space for each tag.
  package static func withoutTags(_ text: some StringProtocol) -> String {
    var plain = ""
    var isTag = false
    for character in text {
      if character == "<" {
        isTag = true
      } else if character == ">", isTag {
        isTag = false
        plain.append(" ")
      } else if !isTag {
        plain.append(character)
      }
    }
    return plain
  }

  /// With runs of spaces and line ends as one space, as a browser shows it.
  package static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let entities = [
    "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "#39": "'", "#34": "\"", "amp": "&",
  ]

  private static func unescaped(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "&", let end = rest.firstIndex(of: ";"),
        let meaning = entities[String(rest[..<end])]
      {
        plain += meaning
        rest = rest[rest.index(after: end)...]
      } else {
        plain.append(character)
      }
    }
    return plain
  }
}
