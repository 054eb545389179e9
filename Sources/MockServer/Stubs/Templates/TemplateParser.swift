import JSON

/// Reads templates.
struct TemplateParser {
  typealias Node = ResponseTemplate.Node
  typealias Expression = ResponseTemplate.Expression

  let text: [Unicode.Scalar]
  var at = 0
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
    var names: [String] = []
  }

  private mutating func nodes() throws(TemplateError) -> ([Node], End?) {
    try deepen()
    defer { rise() }
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
        let names = try blockNames()
        try close(isTriple, from: start)
        nodes.append(.block(try block(call, names, closedBy: call.name, from: start)))
      } else if take("/") {
        let name = word()
        try close(isTriple, from: start)
        return (nodes, End(word: "/" + name, start: start))
      } else if take("^") || startsWord("else") {
        if startsWord("else") { at += 4 }
        skipSpace()
        let isChained = at < text.count && !starts(with: "}") && !starts(with: "~")
        let next = isChained ? try call(orPath: false, from: start) : nil
        let names = isChained ? try blockNames() : []
        try close(isTriple, from: start)
        return (nodes, End(word: "else", start: start, call: next, names: names))
      } else {
        let expression = try expression(from: start)
        try close(isTriple, from: start)
        nodes.append(.value(expression))
      }
    }
    return (nodes, nil)
  }

  /// - Parameter name: what ends it: a chain, `{{#eq …}} … {{else if …}} … {{/eq}}`, ends with the
  ///   name it began with.
  private mutating func block(
    _ call: ResponseTemplate.Call, _ names: [String], closedBy name: String, from start: Int
  ) throws(TemplateError) -> ResponseTemplate.Block {
    guard TemplateHelpers.isBlock(call.name) else {
      throw error(
        "there is no block \"\(call.name)\""
          + Suggestion.hint(for: call.name, among: TemplateHelpers.blockNames), at: start)
    }
    var block = ResponseTemplate.Block(call: call, names: names)
    var (nodes, end) = try nodes()
    block.body = nodes
    if let divider = end, divider.word == "else" {
      if let next = divider.call {
        // The inner block takes the end of this one.
        block.otherwise = [
          .block(try self.block(next, divider.names, closedBy: name, from: divider.start))
        ]
        return block
      }
      (nodes, end) = try self.nodes()
      block.otherwise = nodes
    }
    guard let end else { throw error("{{#\(call.name)}} is not closed", at: start) }
    guard end.word == "/" + name else {
      throw error("{{#\(call.name)}} is closed by {{\(end.word)}}", at: end.start)
    }
    return block
  }

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

  // MARK: Characters

  /// Goes one level down; whoever does must come up again.
  mutating func deepen() throws(TemplateError) {
    guard depth < Self.maximumDepth else { throw error("nested too deep", at: at) }
    depth += 1
  }

  mutating func rise() { depth -= 1 }

  static func isName(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && !"{}()[]~='\"/|&;,#^!".unicodeScalars.contains(scalar)
  }

  /// A run of name characters, dots among them.
  mutating func word() -> String {
    let start = at
    while at < text.count, Self.isName(text[at]) { at += 1 }
    return string(start..<at)
  }

  func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(text[range]))
  }

  mutating func skipSpace() {
    while at < text.count, text[at].properties.isWhitespace { at += 1 }
  }

  func starts(with wanted: String) -> Bool {
    text[at...].starts(with: wanted.unicodeScalars)
  }

  func startsWord(_ wanted: String) -> Bool {
    let end = at + wanted.unicodeScalars.count
    return starts(with: wanted) && (end >= text.count || !Self.isName(text[end]))
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard at < text.count, text[at] == scalar else { return false }
    at += 1
    return true
  }

  func error(_ reason: String, at place: Int) -> TemplateError {
    TemplateError(reason: reason, offset: place)
  }
}
