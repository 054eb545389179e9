import JSON

/// Reads templates.
struct TemplateParser {
  typealias Node = ResponseTemplate.Node
  typealias Expression = ResponseTemplate.Expression

  private let text: [Unicode.Scalar]
  private var at = 0
  private var depth = 0
  /// Set by `~`: spaces at the start of the text that follows are dropped.
  private var trimsNext = false
  private static let maximumDepth = 50

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  mutating func template() throws(TemplateError) -> [Node] {
    let (nodes, end) = try nodes()
    if let end { throw error("{{\(end.word)}} closes or divides no block", at: end.start) }
    return nodes
  }

  // MARK: Text and tags

  /// What ended a run of nodes: `/name`, `else`, or `else name …`.
  private struct End {
    let word: String
    let start: Int
    /// The block that `else` opens, as in `{{else if …}}`.
    var call: ResponseTemplate.Call?
  }

  private mutating func nodes() throws(TemplateError) -> ([Node], End?) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw error("nested too deep", at: at) }
    var nodes: [Node] = []
    while at < text.count {
      let plain = plainText()
      if !plain.isEmpty { nodes.append(.text(plain)) }
      guard at < text.count else { break }
      let start = at
      let isTriple = starts(with: "{{{")
      at += isTriple ? 3 : 2
      if take("~") { trimEnd(of: &nodes) }
      skipSpace()
      if take("!") {
        try comment(from: start)
      } else if take("#") {
        let call = try call(orPath: false, from: start)
        try close(isTriple, from: start)
        nodes.append(.block(try block(call, from: start)))
      } else if take("/") {
        let name = word()
        try close(isTriple, from: start)
        return (nodes, End(word: "/" + name, start: start))
      } else if take("^") || startsWord("else") {
        if startsWord("else") { at += 4 }
        skipSpace()
        let isChained = at < text.count && !starts(with: "}") && !starts(with: "~")
        let next = isChained ? try call(orPath: false, from: start) : nil
        try close(isTriple, from: start)
        return (nodes, End(word: "else", start: start, call: next))
      } else {
        let expression = try expression(from: start)
        try close(isTriple, from: start)
        nodes.append(.value(expression))
      }
    }
    return (nodes, nil)
  }

  private mutating func block(
    _ call: ResponseTemplate.Call, from start: Int
  ) throws(TemplateError) -> ResponseTemplate.Block {
    guard TemplateHelpers.isBlock(call.name) else {
      throw error(
        "there is no block \"\(call.name)\""
          + Suggestion.hint(for: call.name, among: TemplateHelpers.blockNames), at: start)
    }
    var block = ResponseTemplate.Block(call: call)
    var (nodes, end) = try nodes()
    block.body = nodes
    if let divider = end, divider.word == "else" {
      if let next = divider.call {
        // The inner block takes the end of this one.
        block.otherwise = [.block(try self.block(next, from: divider.start))]
        return block
      }
      (nodes, end) = try self.nodes()
      block.otherwise = nodes
    }
    guard let end else { throw error("{{#\(call.name)}} is not closed", at: start) }
    guard end.word == "/" + call.name || end.word.hasPrefix("/") && isChainEnd(call.name) else {
      throw error("{{#\(call.name)}} is closed by {{\(end.word)}}", at: end.start)
    }
    return block
  }

  /// `{{#eq …}} … {{else if …}} … {{/eq}}`: the chain ends with the name it began with.
  private func isChainEnd(_ name: String) -> Bool { name == "if" || name == "unless" }

  private mutating func plainText() -> String {
    var plain = String.UnicodeScalarView()
    if trimsNext {
      trimsNext = false
      skipSpace()
    }
    while at < text.count, !starts(with: "{{") {
      if text[at] == "\\", starts(with: "\\{{") {
        at += 1
        plain.append(contentsOf: text[at...].prefix(2))
        at += 2
      } else {
        plain.append(text[at])
        at += 1
      }
    }
    return String(plain)
  }

  private mutating func comment(from start: Int) throws(TemplateError) {
    let end = starts(with: "--") ? "--}}" : "}}"
    while at < text.count, !starts(with: end) { at += 1 }
    guard at < text.count else { throw error("a comment is not closed", at: start) }
    at += end.count
  }

  private mutating func close(_ isTriple: Bool, from start: Int) throws(TemplateError) {
    skipSpace()
    if take("~") { trimsNext = true }
    let end = isTriple ? "}}}" : "}}"
    guard starts(with: end) else {
      throw error(
        at < text.count ? "expected \(end), found \"\(text[at])\"" : "{{ is not closed",
        at: at < text.count ? at : start)
    }
    at += end.count
  }

  private func trimEnd(of nodes: inout [Node]) {
    guard case .text(let text)? = nodes.last else { return }
    var scalars = Substring(text).unicodeScalars
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    nodes[nodes.count - 1] = .text(String(scalars))
  }

  // MARK: Expressions

  /// A helper's call, or a path or literal alone.
  private mutating func expression(from start: Int) throws(TemplateError) -> Expression {
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

  private mutating func call(
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
      if atEnd { break }
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

  private mutating func operand() throws(TemplateError) -> Expression {
    guard at < text.count else { throw error("a value is missing", at: at) }
    switch text[at] {
    case "'", "\"": return .literal(.string(try quoted()))
    case "(":
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.maximumDepth else { throw error("nested too deep", at: at) }
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

  // MARK: Characters

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && !"{}()[]~='\"/|&;,#^!".unicodeScalars.contains(scalar)
  }

  /// A run of name characters, dots among them.
  private mutating func word() -> String {
    let start = at
    while at < text.count, Self.isName(text[at]) { at += 1 }
    return string(start..<at)
  }

  private func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(text[range]))
  }

  private mutating func skipSpace() {
    while at < text.count, text[at].properties.isWhitespace { at += 1 }
  }

  private func starts(with wanted: String) -> Bool {
    text[at...].starts(with: wanted.unicodeScalars)
  }

  private func startsWord(_ wanted: String) -> Bool {
    let end = at + wanted.unicodeScalars.count
    return starts(with: wanted) && (end >= text.count || !Self.isName(text[end]))
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard at < text.count, text[at] == scalar else { return false }
    at += 1
    return true
  }

  private func error(_ reason: String, at place: Int) -> TemplateError {
    TemplateError(reason: reason, offset: place)
  }
}
