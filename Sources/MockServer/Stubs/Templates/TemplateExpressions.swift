import JSON

/// What stands between the braces.
extension TemplateParser {
  /// A helper's call, or a path or literal alone.
  mutating func expression(from start: Int) throws(TemplateError) -> Expression {
    if at < text.count, isLiteralStart { return try operand() }
    let before = at
    let path = try path()
    skipSpace()
    let name = path.names.joined(separator: ".")
    if !atEnd || TemplateHelpers.isValue(name) {
      at = before
      return .call(try call(orPath: true, from: start))
    }
    return .path(path)
  }

  private var isLiteralStart: Bool {
    let next = text[at]
    return next == "'" || next == "\"" || next == "("
      || next == "-" || (next >= "0" && next <= "9")
  }

  private var atEnd: Bool {
    at >= text.count || text[at] == "}" || text[at] == ")" || text[at] == "~"
  }

  mutating func call(
    orPath isValue: Bool, from start: Int
  ) throws(TemplateError) -> ResponseTemplate.Call {
    skipSpace()
    let name = word()
    guard !name.isEmpty else { throw error("a name is missing", at: at) }
    if isValue, !TemplateHelpers.isValue(name) {
      throw error(
        "there is no helper \"\(name)\""
          + Suggestion.hint(for: name, among: TemplateHelpers.valueNames), at: start)
    }
    var arguments: [Expression] = []
    var options: [(name: String, value: Expression)] = []
    while true {
      skipSpace()
      if atEnd || startsBlockNames { break }
      let before = at
      let option = isLiteralStart ? "" : word()
      if !option.isEmpty, take("=") {
        options.append((option, try operand()))
      } else {
        at = before
        arguments.append(try operand())
      }
    }
    return ResponseTemplate.Call(name: name, arguments: arguments, options: options)
  }

  private var startsBlockNames: Bool {
    guard startsWord("as") else { return false }
    return text[(at + 2)...].first { !$0.properties.isWhitespace } == "|"
  }

  /// `as |element place|`: the names that a block gives to what it goes over; none when it gives none.
  mutating func blockNames() throws(TemplateError) -> [String] {
    guard startsBlockNames else { return [] }
    let start = at
    at += 2
    skipSpace()
    at += 1
    var names: [String] = []
    while true {
      skipSpace()
      if take("|") { break }
      let name = word()
      guard !name.isEmpty else { throw error("as | | names nothing, or is not closed", at: start) }
      names.append(name)
    }
    skipSpace()
    return names
  }

  private mutating func operand() throws(TemplateError) -> Expression {
    guard at < text.count else { throw error("a value is missing", at: at) }
    switch text[at] {
    case "'", "\"": return .literal(.string(try quoted()))
    case "(":
      try deepen()
      defer { rise() }
      let start = at
      at += 1
      skipSpace()
      let inner = try expression(from: start)
      skipSpace()
      guard take(")") else { throw error("( is not closed", at: start) }
      return inner
    case "-", "0"..."9":
      let start = at
      let digits = word()
      guard let number = JSONNumber(digits) else {
        throw error("\"\(digits)\" is no number", at: start)
      }
      return .literal(.number(number))
    default:
      if startsWord("true") || startsWord("false") { return .literal(.bool(word() == "true")) }
      if startsWord("null") {
        at += 4
        return .literal(.null)
      }
      return .path(try path())
    }
  }

  private mutating func quoted() throws(TemplateError) -> String {
    let (start, quote) = (at, text[at])
    at += 1
    var content = String.UnicodeScalarView()
    while at < text.count, text[at] != quote {
      if text[at] == "\\", at + 1 < text.count, text[at + 1] == quote { at += 1 }
      content.append(text[at])
      at += 1
    }
    guard at < text.count else { throw error("a text in quotes is not closed", at: start) }
    at += 1
    return String(content)
  }

  private mutating func path() throws(TemplateError) -> ResponseTemplate.Path {
    var up = 0
    var names: [String] = []
    while starts(with: "../") {
      at += 3
      up += 1
    }
    if take(".") { return ResponseTemplate.Path(up: up, names: []) }
    repeat {
      if take("[") {
        let start = at
        while at < text.count, text[at] != "]" { at += 1 }
        names.append(string(start..<at))
        guard take("]") else { throw error("[ is not closed", at: start) }
      } else {
        let start = at
        while at < text.count, Self.isName(text[at]), text[at] != "." { at += 1 }
        guard at > start else {
          throw error(
            at < text.count ? "expected a name, found \"\(text[at])\"" : "a name is missing", at: at
          )
        }
        names.append(string(start..<at))
      }
    } while take(".") || take("/") || (at < text.count && text[at] == "[")
    if names.first == "this" { names.removeFirst() }
    return ResponseTemplate.Path(up: up, names: names)
  }
}
